import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Versions that a run records: the program's, Node's and TensorFlow.js'. */
export function versions(): { readonly atelier: string; readonly node: string; readonly tfjs: string } {
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
  );
  const tfjs = manifestSchema.parse(
    JSON.parse(readFileSync(new URL(import.meta.resolve('@tensorflow/tfjs-core/package.json')), 'utf8')),
  );
  return { atelier: manifest.version, node: process.versions.node, tfjs: tfjs.version };
}

const manifestSchema = z.object({ version: z.string() });
