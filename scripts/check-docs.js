// Finds what packages export without a word about it: functions, classes, constants and types that have no doc comment where they
// are declared. Names that say all there is (a type that only names the parts of another) need a comment too: one line will do.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packages } from './packed-packages.js';

const root = resolve(import.meta.dirname, '..');
let total = 0;
const missing = [];
for (const { path, manifest } of packages) {
  const seen = new Set();
  for (const entry of Object.values(manifest.exports)) {
    const source = entry['@atelier/source'];
    const files = typeof source === 'string' ? [source] : Object.values(source ?? {});
    for (const file of files) {
      for (const { name, declaredIn, documented } of exportsOf(join(path, file))) {
        if (seen.has(`${declaredIn} ${name}`)) continue;
        seen.add(`${declaredIn} ${name}`);
        total++;
        if (!documented) missing.push(`${relative(root, declaredIn)}: ${name}`);
      }
    }
  }
}
for (const line of missing) console.error(`no doc comment  ${line}`);
console.log(`${total - missing.length} of ${total} exports have doc comments`);
if (missing.length > 0) process.exitCode = 1;

/** What a module exports, with the file that declares it; re-exports of other packages are theirs to describe. */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const reexported = [...text.matchAll(/^export (?:type )?(?:\{([^}]*)\}|\*) from '([^']+)';/gm)].flatMap(
    ([, names, specifier]) => {
      if (!specifier.startsWith('.')) return [];
      const target = exportsOf(resolve(dirname(file), specifier));
      if (names === undefined) return target;
      const wanted = names.split(',').map(
        (name) =>
          name
            .trim()
            .replace(/^type /, '')
            .split(' as ')[0],
      );
      return target.filter(({ name }) => wanted.includes(name));
    },
  );
  const declared = [
    ...text.matchAll(
      /(\*\/\n)?^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|class|interface|type|const) (\w+)/gm,
    ),
  ].map(([, comment, name]) => ({ name, declaredIn: file, documented: comment !== undefined }));
  const overloads = new Map();
  for (const each of declared) {
    const known = overloads.get(each.name);
    if (known) known.documented ||= each.documented;
    else overloads.set(each.name, each);
  }
  return [...overloads.values(), ...reexported];
}
