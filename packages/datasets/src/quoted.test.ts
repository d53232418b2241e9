import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';

test('text from files is shown in one line, without control characters, and cut', () => {
  expect(quoted('a "b"\n\u001B[31m\u0085\u00AD\u007F猫')).toBe(String.raw`"a \"b\"??[31m???猫"`);
  expect(quoted('x'.repeat(1000))).toHaveLength(102);
});
