import { assert, double, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessage } from './line-protocol.ts';

describe('parseMessage', () => {
  test('reads what contestants write, whatever their spacing', () => {
    expect(parseMessage('{"type": "ready", "software": "PyTorch 2", "details": "1 thread"}')).toEqual({
      type: 'ready',
      software: 'PyTorch 2',
      details: '1 thread',
    });
    expect(parseMessage('{"type":"epoch","seconds":0.5,"loss":0.25}')).toEqual({
      type: 'epoch',
      seconds: 0.5,
      loss: 0.25,
    });
  });

  test('reads back any numbers and texts', () => {
    const finite = { noNaN: true, noDefaultInfinity: true };
    assert(
      property(double({ ...finite, min: 1e-9 }), double(finite), string(), (seconds, loss, software) => {
        const epoch = { type: 'epoch', seconds, loss: loss + 0 };
        expect(parseMessage(JSON.stringify(epoch))).toEqual(epoch);
        const ready = { type: 'ready', software, details: software };
        expect(parseMessage(JSON.stringify(ready))).toEqual(ready);
      }),
    );
  });

  test.each([
    ['a line that a library printed', 'Loading…', 'Expected a message, found: Loading…'],
    [
      'a loss that diverged',
      '{"type":"epoch","seconds":1,"loss":null}',
      'Expected a message of type ready or epoch, found: {"type":"epoch","seconds":1,"loss":null}',
    ],
    [
      'an epoch that took no time',
      '{"type":"epoch","seconds":0,"loss":1}',
      'Expected a message of type ready or epoch, found: {"type":"epoch","seconds":0,"loss":1}',
    ],
    ['another type', '{"type":"done"}', 'Expected a message of type ready or epoch, found: {"type":"done"}'],
    ['a very long line', 'x'.repeat(1000), `Expected a message, found: ${'x'.repeat(200)}…`],
  ])('refuses %s', (_, line, message) => {
    expect(() => parseMessage(line)).toThrow(new Error(message));
  });
});
