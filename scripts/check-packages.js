// Checks each package as npm would publish it: publint and attw on its tarball, what the tarball says about itself, then, in an
// empty project that has nothing but what its README says to install, the README's examples: each has to type-check, and
// the first to run. TensorFlow.js is there in the oldest version that the packages take.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installProject, oldestPeers, packages, packAll, run } from './packed-packages.js';

const root = resolve(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const work = mkdtempSync(join(tmpdir(), 'atelier-packages-'));
const only = process.argv.slice(2);
const tarballs = packAll(work);

let failures = 0;
for (const { folder, path, manifest } of packages) {
  if (only.length > 0 && !only.includes(folder)) continue;
  const tarball = tarballs[manifest.name];
  check(folder, 'publint', () => run(bin('publint'), ['--strict', tarball], path));
  check(folder, 'types resolve (attw)', () => run(bin('attw'), ['--profile', 'esm-only', tarball], path));
  check(folder, 'tarball says where it comes from', () => checkTarball(folder, tarball));
  check(folder, 'README examples work in an empty project', () => runExamples(folder, path));
}
rmSync(work, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;

function checkTarball(folder, tarball) {
  const files = run('tar', ['-tzf', tarball]).split('\n');
  for (const file of ['CHANGELOG.md', 'LICENSE', 'README.md']) {
    if (!files.includes(`package/${file}`)) throw new Error(`The tarball has no ${file}`);
  }
  const { homepage, bugs, repository } = JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json']));
  if (!homepage?.includes(`/packages/${folder}`)) throw new Error(`homepage is ${homepage}`);
  if (bugs === undefined) throw new Error('package.json has no bugs');
  if (repository?.directory !== `packages/${folder}`)
    throw new Error('repository.directory is not the package');
}

function runExamples(folder, path) {
  const readme = readFileSync(join(path, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, example]) => example);
  if (examples.length === 0) throw new Error('README.md has no ```ts example');
  const project = join(work, folder);
  installProject(project, [...installed(readme), '@types/node', 'typescript'], tarballs);
  const files = examples.map((example, index) => {
    const file = `example-${index + 1}.ts`;
    writeFileSync(join(project, file), example);
    return file;
  });
  const config = {
    compilerOptions: {
      strict: true,
      module: 'NodeNext',
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      skipLibCheck: true,
    },
    files,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
  for (const name of Object.keys(oldestPeers)) {
    const copies = readdirSync(join(project, 'node_modules/.pnpm')).filter((entry) =>
      entry.startsWith(`${name.replace('/', '+')}@`),
    );
    if (copies.length > 1) throw new Error(`The project has ${name} twice: ${copies.join(', ')}`);
  }
  run('pnpm', ['exec', 'tsc'], project);
  run('node', ['example-1.js'], project);
}

/** What the README's lines `npm install …` name. */
function installed(readme) {
  const names = [...readme.matchAll(/^npm install (@.+)$/gm)].flatMap(([, line]) => line.split(' '));
  if (names.length === 0) throw new Error('README.md has no line npm install …');
  return names;
}

function check(folder, what, action) {
  try {
    action();
    console.log(`ok      ${folder}: ${what}`);
  } catch (error) {
    failures++;
    console.log(`FAILED  ${folder}: ${what}`);
    console.log([error.message, error.stdout, error.stderr].filter(Boolean).join('\n'));
  }
}
