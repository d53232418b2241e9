import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { newView } from '../state/run-view.ts';
import { State } from '../state/state.ts';

let written: string[];

beforeEach(() => {
  written = [];
  // What the card and the page's texts need of a browser.
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('navigator', { languages: ['en'] });
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext(): object {
        return { fillRect: () => {}, fillText: (text: string) => written.push(text) };
      }
      async convertToBlob(): Promise<Blob> {
        return new Blob();
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function stateWithRun(): State {
  const state = new State();
  const record = { loss: 1, accuracy: 0.7, seconds: 1, learningRate: 0.001 };
  state.addRun({
    id: 1,
    key: 'a',
    name: '1 softmax',
    recipe: { settings: defaultSettings('softmax'), rateChanges: [] },
    history: [
      { ...record, epoch: 1, valLoss: 1, valAccuracy: 0.9 },
      { ...record, epoch: 2, valLoss: 1, valAccuracy: 0.8 },
    ],
    engine: undefined,
    state: { status: 'opened' },
    shown: true,
    model: undefined,
    checkpoint: undefined,
  });
  state.view.value = newView(1);
  return state;
}

test('a card has the link of its run, and none where none repeats it', async () => {
  const { drawResultCard } = await import('./draw-result-card.ts');
  await drawResultCard(stateWithRun(), 'https://atelier.example/?preset=softmax&epochs=2');
  expect(written).toContain('atelier.example?preset=softmax&epochs=2');
  written = [];
  await drawResultCard(stateWithRun(), undefined);
  expect(written.filter((text) => text.includes('preset'))).toEqual([]);
});

test('a card of a run that is not tested has the accuracy of its last epoch, whose weights it has', async () => {
  const { drawResultCard } = await import('./draw-result-card.ts');
  await drawResultCard(stateWithRun(), undefined);
  expect(written).toContain('80.0%');
  expect(written).not.toContain('90.0%');
});
