import { ExportError } from './error.ts';

/** A part of a script. */
export interface LinkedScript {
  readonly code: string;
  /** What was asked for is called this in it. */
  readonly names: readonly string[];
}

/**
 * Takes out of a script what some of its exports need.
 *
 * @param script as this package's build splits it: each line declares a name, after a comment with it and those that it uses; the
 *   last says what it exports
 * @param wanted names of exports
 * @throws ExportError when the script has no such export
 */
export function linkScript(script: string, wanted: readonly string[]): LinkedScript {
  const lines = script.trim().split('\n');
  const exported = new Map(
    (lines.pop() ?? '')
      .split(',')
      .map((pair) => pair.split(':'))
      .map(([name, own]) => [name, own]),
  );
  const pieces = lines.map((line) => {
    const [, name = '', uses = '', code = ''] = /^\/\*(.*?):(.*?)\*\/(.*)$/.exec(line) ?? [];
    return { name, uses: uses.split(','), code };
  });
  const byName = new Map(pieces.map((piece) => [piece.name, piece]));
  const own = wanted.map((name) => {
    const found = exported.get(name);
    if (found === undefined) throw new ExportError(`The script has no ${name}: take the one of this version`);
    return found;
  });
  const needed = new Set(own);
  // The loop comes to what it adds.
  for (const name of needed) for (const use of byName.get(name)?.uses ?? []) needed.add(use);
  const codes = pieces.filter(({ name }) => needed.has(name)).map(({ code }) => code);
  return { code: `const ${codes.join()};`, names: own };
}
