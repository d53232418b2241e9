// @ts-check
import { minifySync, parseSync, Visitor } from 'vite';

/** Globals that a minifier leaves as they are, although they occur often. */
const global = /^(Math\.\w+|Float32Array|Uint32Array|Uint8Array)$/;

/**
 * Minifies a module that imports nothing, a line for each declaration: in a comment its name and those that it uses, and then
 * `name=value`. The last line says what it exports. `src/link-script.ts` makes a script of the lines that an export needs.
 *
 * @param {string} code
 * @param {RegExp} [properties] those whose names may be shortened
 */
export function splitScript(code, properties) {
  // The declarations' own names stay as they are at first: then no parameter has one of them.
  const { code: minified } = minifySync('script.js', code, {
    module: true,
    mangle: { toplevel: false },
    ...(properties && { mangleProps: { include: properties } }),
  });
  const { program } = parseSync('script.js', minified);
  const textOf = ({ start, end }) => minified.slice(start, end);
  const declarations = program.body.flatMap((node) => {
    if (node.type === 'VariableDeclaration') return node.declarations;
    return node.type === 'FunctionDeclaration' ? [node] : [];
  });
  const own = new Set(declarations.map(({ id }) => textOf(id)));
  const uses = namesIn(program, textOf).filter(({ name }) => own.has(name) || global.test(name));
  const short = shortNames(minified, uses);

  const usesIn = ({ start, end }) => uses.filter((use) => use.start >= start && use.end <= end);
  const renamed = (node) => {
    let { start } = node;
    let text = '';
    for (const use of usesIn(node)) {
      text += minified.slice(start, use.start) + short.get(use.name);
      start = use.end;
    }
    return text + minified.slice(start, node.end);
  };

  // Shorter than a function statement. They come first, because some values of constants call them.
  const arrow = ({ id, body, end, async: isAsync }) => {
    const [only] = body.body;
    const parameters = renamed({ start: id.end, end: body.start }).replace(/^\((\w+)\)$/, '$1');
    const head = `${renamed(id)}=${isAsync ? 'async ' : ''}${parameters}=>`;
    if (only.type !== 'ReturnStatement') return head + renamed({ start: body.start, end });
    const isBare = !/^(ObjectExpression|SequenceExpression)$/.test(only.argument.type);
    return head + (isBare ? renamed(only.argument) : `(${renamed(only.argument)})`);
  };
  const isFunction = ({ type }) => type === 'FunctionDeclaration';
  const globals = [...short].filter(([name]) => global.test(name));
  const lines = globals.map(([name, alias]) => `/*${alias}:*/${alias}=${name}`);
  for (const node of [
    ...declarations.filter(isFunction),
    ...declarations.filter((each) => !isFunction(each)),
  ]) {
    const name = short.get(textOf(node.id));
    const used = new Set(usesIn(node).map((use) => short.get(use.name)));
    used.delete(name);
    lines.push(`/*${name}:${[...used].join()}*/${isFunction(node) ? arrow(node) : renamed(node)}`);
  }
  const exported = program.body
    .flatMap((node) => (node.type === 'ExportNamedDeclaration' ? node.specifiers : []))
    .map((each) => `${textOf(each.exported)}:${short.get(textOf(each.local))}`);
  return `${lines.join('\n')}\n${exported.join()}\n`;
}

/** Where names are, in the order of the text: of variables, and `Math.max` as one. */
function namesIn(program, textOf) {
  const others = new Set();
  const found = [];
  const add = ({ start, end }) => found.push({ name: textOf({ start, end }), start, end });
  new Visitor({
    MemberExpression(node) {
      if (!node.computed) others.add(node.property);
      if (global.test(textOf(node))) add(node);
    },
    Property(node) {
      if (!node.computed) others.add(node.key);
    },
    Identifier(node) {
      if (!others.has(node)) add(node);
    },
  }).visit(program);
  return found.sort((a, b) => a.start - b.start);
}

/** The shortest names that the script does not contain, for the most used first. */
function shortNames(script, uses) {
  const counts = new Map();
  for (const { name } of uses) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set(script.match(/[\w$]+/g));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$_'.split('');
  const all = [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))];
  const free = all.filter((name) => !taken.has(name));
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return new Map(sorted.map(([name], index) => [name, free[index]]));
}
