import { expect, test } from 'vitest';
import { Questions } from './questions.ts';

test('each question gets the answer with its number, in whatever order they come', async () => {
  const questions = new Questions();
  const ids: number[] = [];
  const asked = [1, 2].map(() => questions.ask((id) => ids.push(id)));
  const [first, second] = ids.map((id) => ({ type: 'model-refused', id, message: `no ${id}` }) as const);
  questions.answer(second!);
  questions.answer(first!);
  expect(await Promise.all(asked)).toEqual([first, second]);
});

test('pending questions end without an answer when the worker dies', async () => {
  const questions = new Questions();
  const asked = questions.ask(() => {});
  questions.abandon();
  expect(await asked).toBeUndefined();
});
