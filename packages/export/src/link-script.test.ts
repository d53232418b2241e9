import { expect, test } from 'vitest';
import { linkScript } from './link-script.ts';

const script = `/*A:*/A=Math.max
/*B:A,C*/B=e=>A(e,C)
/*C:*/C=1
/*D:B*/D=()=>B(2)
limit:C,greatest:B,all:D
`;

test('an export comes with what it uses, in the order of the script, and nothing else', () => {
  expect(linkScript(script, ['greatest'])).toEqual({
    code: 'const A=Math.max,B=e=>A(e,C),C=1;',
    names: ['B'],
  });
  expect(linkScript(script, ['limit'])).toEqual({ code: 'const C=1;', names: ['C'] });
});

test('what a script does not export is refused', () => {
  expect(() => linkScript(script, ['least'])).toThrow(
    'The script has no least: take the one of this version',
  );
  expect(() => linkScript('', ['least'])).toThrow('The script has no least');
});
