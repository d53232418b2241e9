import { checkName } from '@atelier/checks';
import { resolveSchedule, type Schedule, scheduleNames, scheduleSchema } from '@atelier/training/settings';
import { type Kind, readNumber } from './kind.ts';
import { readParts } from './parts.ts';

/** A schedule's name, with settings where they differ from the defaults: `cosine`, `step,every=5,factor=0.5`. */
export const schedule: Kind<Schedule> = {
  schema: scheduleSchema,
  takes: scheduleNames.join(', '),
  control: { kind: 'choice', names: scheduleNames },
  read(text) {
    const [name = '', ...parts] = text.split(',');
    const settings = readParts(parts).map(([key, value]) => [key, readNumber(value ?? '')] as const);
    return resolveSchedule({
      name: checkName('schedule', name, scheduleNames),
      ...Object.fromEntries(settings),
    });
  },
  write(value) {
    const standard = new Map(Object.entries(resolveSchedule(value.name)));
    const parts = Object.entries(value).filter(([key, setting]) => setting !== standard.get(key));
    return [value.name, ...parts.map(([key, setting]) => `${key}=${setting}`)].join(',');
  },
};
