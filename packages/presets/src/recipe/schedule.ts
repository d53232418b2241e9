import { checkName } from '@atelier/checks';
import { resolveSchedule, type Schedule, scheduleNames, scheduleSchema } from '@atelier/training/settings';
import * as z from 'zod/mini';
import { type Kind, readNumber, wrong } from './kind.ts';
import { limits } from './limits.ts';
import { readParts } from './parts.ts';

/** A schedule's name, with settings where they differ from the defaults: `cosine`, `step,every=5,factor=0.5`. */
export const schedule: Kind<Schedule> = {
  schema: scheduleSchema.check(z.refine(hasPossibleLength, `At most ${limits.epochs} epochs`)),
  takes: `${scheduleNames.join(', ')}, with lengths of at most ${limits.epochs} epochs`,
  control: { kind: 'choice', names: scheduleNames },
  read(text) {
    const [name = '', ...parts] = text.split(',');
    const settings = readParts(parts).map(([key, value]) => [key, readNumber(value ?? '')] as const);
    const value = resolveSchedule({
      name: checkName('schedule', name, scheduleNames),
      ...Object.fromEntries(settings),
    });
    if (!hasPossibleLength(value)) throw wrong(`${value.name} with at most ${limits.epochs} epochs`);
    return value;
  },
  write(value) {
    const standard = new Map(Object.entries(resolveSchedule(value.name)));
    const parts = Object.entries(value).filter(([key, setting]) => setting !== standard.get(key));
    return [value.name, ...parts.map(([key, setting]) => `${key}=${setting}`)].join(',');
  },
};

/** Whether its lengths in epochs are some that a run can have. */
function hasPossibleLength(value: Schedule): boolean {
  const length = value.name === 'step' ? value.every : value.name === 'cosine' ? value.warmup : 0;
  return length <= limits.epochs;
}
