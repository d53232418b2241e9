import { describe, expect, test } from 'vitest';
import { StepPacer, yieldToEventLoop } from './step-pacer.ts';

describe('StepPacer', () => {
  test('grows at most twofold, to as many steps as fit into a slice', () => {
    const pacer = new StepPacer();
    const found: number[] = [];
    for (let slice = 0; slice < 6; slice++) {
      found.push(pacer.steps);
      pacer.measured(pacer.steps, pacer.steps * 2);
    }
    // At 2 ms a step, 12 fit into 25 ms.
    expect(found).toEqual([1, 2, 4, 8, 12, 12]);
  });

  test('falls at once when steps take longer, but never below one', () => {
    const pacer = new StepPacer();
    for (let slice = 0; slice < 4; slice++) pacer.measured(pacer.steps, 0);
    expect(pacer.steps).toBe(16);
    pacer.measured(16, 100);
    expect(pacer.steps).toBe(4);
    pacer.measured(4, 1000);
    expect(pacer.steps).toBe(1);
  });

  test('keeps to a number that is fixed', () => {
    const pacer = new StepPacer(7);
    pacer.measured(7, 1000);
    expect(pacer.steps).toBe(7);
  });
});

describe('yieldToEventLoop', () => {
  test('lets a timer that is due fire', async () => {
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, 0);
    const due = performance.now() + 5;
    while (performance.now() < due);
    await yieldToEventLoop();
    await yieldToEventLoop();
    expect(fired).toBe(true);
  });
});
