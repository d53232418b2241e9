import { parseArgs } from 'node:util';
import { runTarget } from './run-target.ts';
import { targets } from './targets/index.ts';

const usage = `pnpm fuzz [--cases N] [--minutes M] [--seed S] [--only TARGET] [--first I]

  --cases    in all, 10000 unless --minutes is given
  --minutes  as many as fit
  --seed     default 0; a case is a pure function of the seed, the target and its number
  --only     ${Object.keys(targets).join(', ')}
  --first    the number of the first case, to repeat one that was found
`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '0' },
    only: { type: 'string' },
    first: { type: 'string', default: '0' },
    help: { type: 'boolean' },
  },
});

const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a number from 0; found ${text}\n${usage}`);
  process.exit(2);
};

if (values.help === true || (values.only !== undefined && !Object.hasOwn(targets, values.only))) {
  process.stderr.write(usage);
  process.exit(values.help === true ? 0 : 2);
}
const chosen = Object.entries(targets).filter(([name]) => values.only === undefined || name === values.only);
const total = chosen.reduce((sum, [, { weight }]) => sum + weight, 0);
const minutes = values.minutes === undefined ? undefined : whole('minutes', values.minutes);
const cases = whole('cases', values.cases ?? (minutes === undefined ? '10000' : '1e12'));
const findings: string[] = [];

for (const [name, { weight }] of chosen) {
  const now = performance.now();
  const part = weight / total;
  // All targets get the same time: slow ones get fewer cases.
  const until = minutes === undefined ? Infinity : now + (minutes * 60_000) / chosen.length;
  const job = {
    target: name,
    seed: whole('seed', values.seed),
    first: whole('first', values.first),
    cases: minutes === undefined ? Math.ceil(cases * part) : cases,
    until,
    now,
  };
  const result = await runTarget(job);
  findings.push(...result.findings);
  const facts = [
    `${result.cases} cases`,
    `${((performance.now() - now) / 1000).toFixed(1)} s`,
    `slowest ${Math.round(result.slowest)} ms`,
    `at most ${Math.round(result.peakMemory / 2 ** 20)} MB`,
    `${result.findings.length} findings`,
  ];
  process.stdout.write(`${name.padEnd(12)} ${facts.join(', ')}\n`);
  for (const finding of result.findings.slice(0, 20)) process.stdout.write(`  ${finding}\n`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
