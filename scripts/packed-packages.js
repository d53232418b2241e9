// The packages as npm would publish them, and empty projects that install them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');

/** All packages of the workspace. */
export const packages = readdirSync(join(root, 'packages')).map((folder) => {
  const path = join(root, 'packages', folder);
  return { folder, path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) };
});

/** The oldest versions that the packages' peer dependencies allow, by name. */
export const oldestPeers = Object.fromEntries(
  [...workspace.matchAll(/^    '(.+)': \^(\S+)$/gm)].map(([, name, version]) => [name, version]),
);

/** Packs all packages into a folder; gives each one's tarball by name. */
export function packAll(folder) {
  return Object.fromEntries(
    packages.map(({ path, manifest }) => {
      const file = join(
        folder,
        `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`,
      );
      run('pnpm', ['pack', '--out', file], path);
      return [manifest.name, file];
    }),
  );
}

/**
 * Makes a project that has nothing but the named packages, ours from their tarballs and others in the version that is named
 * (`name@version`) or that the workspace has, with the oldest TensorFlow.js.
 */
export function installProject(project, names, tarballs) {
  mkdirSync(project, { recursive: true });
  const dependencies = Object.fromEntries(
    names.map((wanted) => {
      const [, name, version] = /^(.[^@]*)(?:@(.+))?$/.exec(wanted);
      if (tarballs[name] !== undefined) return [name, `file:${tarballs[name]}`];
      return [name, version ?? workspaceVersion(name)];
    }),
  );
  const manifest = { name: 'example', private: true, type: 'module', dependencies };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  const overrides = [
    ...Object.entries(tarballs).map(([name, file]) => `  "${name}": "file:${file}"`),
    ...Object.entries(oldestPeers).map(([name, oldest]) => `  "${name}": "${oldest}"`),
  ];
  writeFileSync(
    join(project, 'pnpm-workspace.yaml'),
    `overrides:\n${overrides.join('\n')}\nstrictPeerDependencies: true\n`,
  );
  run('pnpm', ['install', '--silent', '--prefer-offline', '--ignore-scripts'], project);
}

export function run(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 300_000 });
}

/** The version that the workspace's catalog gives a library. */
function workspaceVersion(name) {
  const escaped = name.replaceAll('/', '\\/');
  const version = new RegExp(`^  ["']?${escaped}["']?: (\\S+)$`, 'm').exec(workspace)?.[1];
  if (version === undefined) throw new Error(`The catalog has no ${name}`);
  return version;
}
