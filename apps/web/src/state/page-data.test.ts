import { expect, test } from 'vitest';
import type { DataInfo, LabelledPicture, Request } from '../messages.ts';
import { PageData } from './page-data.ts';
import type { Answer } from './questions.ts';
import { newView } from './run-view.ts';
import { State } from './state.ts';

const info: DataInfo = {
  height: 1,
  width: 1,
  channels: 1,
  ink: true,
  classNames: ['shirt', 'shoe'],
  trainCount: 9,
  testCount: 0,
  complete: false,
  own: false,
  data: { name: 'fashion-mnist', classNames: ['shirt', 'shoe'], hashes: {} },
};
const mine: DataInfo = {
  ...info,
  testCount: 9,
  complete: true,
  own: true,
  data: { name: 'mine', classNames: ['shirt', 'shoe'], hashes: { train: 'a', test: 'b' } },
};

/** The page's data, and what is done with them. */
function newData(answer?: Answer): {
  readonly state: State;
  readonly data: PageData;
  readonly done: string[];
} {
  const state = new State();
  const done: string[] = [];
  const note = (name: string) => (): void => {
    done.push(name);
  };
  const picture: LabelledPicture = { index: 0, label: 1, pixels: Uint8Array.of(7) };
  const data = new PageData({
    state,
    worker: () => ({
      send: (request: Request) => done.push(request.type),
      ask: async () => answer,
    }),
    pictures: {
      one: async () => picture,
      showOthers: note('classes'),
      watchOthers: note('predictions'),
    },
    leave: note('leave'),
    showUntrained: note('untrained'),
  });
  return { state, data, done };
}

test('the first pictures show themselves; the test pictures, when they come, only their predictions', async () => {
  const { state, data, done } = newData();
  data.arrive({ type: 'data-ready', ...info });
  expect(done.splice(0)).toEqual(['classes', 'untrained', 'predictions']);
  await expect.poll(() => state.own.value.note).toEqual({ kind: 'training', label: 1 });
  data.arrive({ type: 'data-ready', ...info, testCount: 9 });
  expect(done.splice(0)).toEqual(['predictions']);
  data.arrive({ type: 'data-ready', ...info, testCount: 9, complete: true });
  expect(done).toEqual([]);
});

test('other data show no run, and have no limit', () => {
  const { state, data, done } = newData();
  data.arrive({ type: 'data-ready', ...info });
  done.splice(0);
  state.view.value = newView(1);
  state.settings.value = { ...state.settings.value, limit: 100 };
  data.arrive({ type: 'data-ready', ...mine });
  expect(done).toEqual(['leave', 'classes', 'untrained', 'predictions']);
  expect(state.view.value).toBeUndefined();
  expect(state.settings.value.limit).toBeNull();
});

test('files that are no data are refused with what is wrong; those that others came before, in silence', async () => {
  for (const [message, notice] of [
    ['mine.csv: no labels', { kind: 'data-refused', message: 'mine.csv: no labels' }],
    [undefined, undefined],
  ] as const) {
    const { state, data } = newData({ type: 'files-refused', id: 1, message });
    expect(await data.useFiles([])).toBe(false);
    expect(state.notice.value).toEqual(notice);
    expect(state.reading.value).toBeUndefined();
  }
});
