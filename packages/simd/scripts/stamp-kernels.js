// @ts-check
// Writes one stamp into both kernels and into the JavaScript that calls them: of different builds, they would hang.
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');
const kernels = ['kernels.wasm', 'kernels.shared.wasm'].map((name) => join(dist, name));
const script = join(dist, 'platform/kernels-stamp.js');

const hash = createHash('sha256');
for (const path of kernels) hash.update(readFileSync(path));
const stamp = hash.digest('hex').slice(0, 16);

// A custom section: its code, its length, the length of its name, its name, its content. No length reaches 128.
const name = 'atelier';
const content = `${String.fromCharCode(name.length)}${name}${stamp}`;
for (const path of kernels) {
  appendFileSync(path, `\0${String.fromCharCode(content.length)}${content}`, 'latin1');
}
const before = readFileSync(script, 'utf8');
const after = before.replace("kernelsStamp = ''", `kernelsStamp = '${stamp}'`);
if (after === before) throw new Error(`${script} has no place for the stamp`);
writeFileSync(script, after);
