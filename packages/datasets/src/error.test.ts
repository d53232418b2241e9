import { expect, test } from 'vitest';
import { DatasetError, systemCode } from './error.ts';

test.each([
  ['a system error', Object.assign(new Error(), { code: 'ENOENT' }), 'ENOENT'],
  ['a data set error', new DatasetError('damaged-file', 'damaged'), undefined],
  ['an abort', Object.assign(new Error(), { code: 'ABORT_ERR' }), undefined],
  ['a Node error', Object.assign(new Error(), { code: 'ERR_INVALID_URL' }), undefined],
  ['a failed program', Object.assign(new Error(), { code: 100 }), undefined],
  ['an error without a code', new Error('ENOENT'), undefined],
  ['no error', { code: 'ENOENT' }, undefined],
])('systemCode of %s', (_, error, code) => {
  expect(systemCode(error)).toBe(code);
});
