#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';

// From Node 22.8 on, compiled code is kept for the next start, where only those who can change the code can write.
module.enableCompileCache?.(join(import.meta.dirname, '../node_modules/.cache/compiled'));
const { main } = await import('../dist/bundle/main.js');

process.exitCode = await main(process.argv);
