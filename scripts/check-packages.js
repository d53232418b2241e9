// Checks each package as npm would publish it: publint and attw on its tarball, what the tarball says about itself, then, in an
// empty project that has nothing but what its README says to install, the README's examples: each has to type-check, and
// the first to run. TensorFlow.js is there in the oldest version that the packages take.
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

const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
/** The oldest versions that the packages' peer dependencies allow. */
const oldestPeers = Object.fromEntries(
  [...workspace.matchAll(/^    '(.+)': \^(\S+)$/gm)].map(([, name, version]) => [name, version]),
);

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
  mkdirSync(project);
  writeJson(join(project, 'package.json'), {
    name: 'example',
    private: true,
    type: 'module',
    dependencies: {
      ...installed(readme),
      '@types/node': workspaceVersion('@types/node'),
      typescript: workspaceVersion('typescript'),
    },
  });
  const overrides = Object.entries(tarballs).map(([name, file]) => `  "${name}": "file:${file}"`);
  const pins = Object.entries(oldestPeers).map(([name, version]) => `  "${name}": "${version}"`);
  writeFileSync(
    join(project, 'pnpm-workspace.yaml'),
    `overrides:\n${[...overrides, ...pins].join('\n')}\nstrictPeerDependencies: true\n`,
  );
  const files = examples.map((example, index) => {
    const file = `example-${index + 1}.ts`;
    writeFileSync(join(project, file), example);
    return file;
  });
  writeJson(join(project, 'tsconfig.json'), {
    compilerOptions: {
      strict: true,
      module: 'NodeNext',
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      skipLibCheck: true,
    },
    files,
  });
  run('pnpm', ['install', '--silent', '--prefer-offline', '--ignore-scripts'], project);
  for (const name of Object.keys(oldestPeers)) {
    const copies = readdirSync(join(project, 'node_modules/.pnpm')).filter((entry) =>
      entry.startsWith(`${name.replace('/', '+')}@`),
    );
    if (copies.length > 1) throw new Error(`The project has ${name} twice: ${copies.join(', ')}`);
  }
  run('pnpm', ['exec', 'tsc'], project);
  run('node', ['example-1.js'], project);
}

/** What the README's `npm install` lines name. */
function installed(readme) {
  const names = [...readme.matchAll(/^npm install (.+)$/gm)].flatMap(([, line]) => line.split(' '));
  if (names.length === 0) throw new Error('README.md has no line npm install …');
  return Object.fromEntries(
    names.map((name) => [
      name,
      tarballs[name] === undefined ? workspaceVersion(name) : `file:${tarballs[name]}`,
    ]),
  );
}

/** The version that the workspace's catalog gives a library. */
function workspaceVersion(name) {
  const escaped = name.replaceAll('/', '\\/');
  const version = new RegExp(`^  ["']?${escaped}["']?: (\\S+)$`, 'm').exec(workspace)?.[1];
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
