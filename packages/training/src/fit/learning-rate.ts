import { type RunLength, type Schedule, scheduleFactor } from '../settings/schedules.ts';

/** The learning rate of each step: a base, which callbacks may change, times the schedule's factor. */
export class LearningRate {
  readonly #schedule: Schedule;
  readonly #length: RunLength;
  #base: number;

  constructor(base: number, schedule: Schedule, length: RunLength) {
    this.#base = base;
    this.#schedule = schedule;
    this.#length = length;
  }

  get base(): number {
    return this.#base;
  }

  set base(value: number) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`A learning rate is above 0; found ${value}`);
    }
    this.#base = value;
  }

  /** Of a step, counted from 0 over the whole run. */
  at(step: number): number {
    return this.#base * scheduleFactor(this.#schedule, step, this.#length);
  }
}
