import { readFileSync } from 'node:fs';

/** The program's version. */
export function programVersion(): string {
  return versionIn(new URL('../package.json', import.meta.url));
}

/** Versions that a run records: the program's, Node's and TensorFlow.js'. */
export function versions(): { readonly atelier: string; readonly node: string; readonly tfjs: string } {
  const tfjs = versionIn(new URL(import.meta.resolve('@tensorflow/tfjs-core/package.json')));
  return { atelier: programVersion(), node: process.versions.node, tfjs };
}

/** @param manifest a package.json */
function versionIn(manifest: URL): string {
  const [, version] = /"version": *"([^"]+)"/.exec(readFileSync(manifest, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${manifest.pathname} says no version`);
  return version;
}
