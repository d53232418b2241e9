// Checks each package as npm would publish it: publint and attw on its tarball, then, in an empty project that has nothing
// but the tarball, the example of its README: it has to type-check and to run.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const work = mkdtempSync(join(tmpdir(), 'atelier-packages-'));
const only = process.argv.slice(2);

const packages = readdirSync(join(root, 'packages')).map((folder) => {
  const path = join(root, 'packages', folder);
  return { folder, path, manifest: readJson(join(path, 'package.json')) };
});
const tarballs = Object.fromEntries(
  packages.map(({ path, manifest }) => {
    const file = join(work, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
    run('pnpm', ['pack', '--out', file], path);
    return [manifest.name, file];
  }),
);

let failures = 0;
for (const { folder, path, manifest } of packages) {
  if (only.length > 0 && !only.includes(folder)) continue;
  const tarball = tarballs[manifest.name];
  check(folder, 'publint', () => run(bin('publint'), ['--strict', tarball], path));
  check(folder, 'types resolve (attw)', () => run(bin('attw'), ['--profile', 'esm-only', tarball], path));
  check(folder, 'README example runs in an empty project', () => runExample(folder, path, manifest));
}
rmSync(work, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;

function runExample(folder, path, manifest) {
  const readme = readFileSync(join(path, 'README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  if (example === undefined) throw new Error('README.md has no ```ts example');
  const project = join(work, folder);
  mkdirSync(project);
  const local = (name) => `file:${tarballs[name]}`;
  writeJson(join(project, 'package.json'), {
    name: 'example',
    private: true,
    type: 'module',
    dependencies: {
      [manifest.name]: local(manifest.name),
      // What a README's example may import beside the package: the libraries whose objects it takes.
      ...exampleDependencies(example, manifest),
      '@types/node': workspaceVersion('@types/node'),
      typescript: workspaceVersion('typescript'),
    },
  });
  const overrides = Object.keys(tarballs).map((name) => `  "${name}": "${local(name)}"`);
  writeFileSync(join(project, 'pnpm-workspace.yaml'), `overrides:\n${overrides.join('\n')}\n`);
  writeFileSync(join(project, 'example.ts'), example);
  writeJson(join(project, 'tsconfig.json'), {
    compilerOptions: {
      strict: true,
      module: 'NodeNext',
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      skipLibCheck: true,
    },
    files: ['example.ts'],
  });
  run('pnpm', ['install', '--silent', '--prefer-offline', '--ignore-scripts'], project);
  run('pnpm', ['exec', 'tsc'], project);
  run('node', ['example.js'], project);
}

function exampleDependencies(example, manifest) {
  const imported = [...example.matchAll(/(?:from|import) '((?:@[^/']+\/)?[^/'.]+)/g)].map(([, name]) => name);
  return Object.fromEntries(
    imported
      .filter((name) => name !== manifest.name && !name.startsWith('node:'))
      .map((name) => [
        name,
        tarballs[name] === undefined ? workspaceVersion(name) : `file:${tarballs[name]}`,
      ]),
  );
}

/** The version that the workspace's catalog gives a library. */
function workspaceVersion(name) {
  const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const escaped = name.replaceAll('/', '\\/');
  const version = new RegExp(`^  ["']?${escaped}["']?: (\\S+)$`, 'm').exec(catalog)?.[1];
  if (version === undefined) throw new Error(`The catalog has no ${name}`);
  return version;
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

function run(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 300_000 });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file, value) {
  writeFileSync(file, JSON.stringify(value, null, 2));
}
