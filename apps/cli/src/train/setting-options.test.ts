import { readFileSync } from 'node:fs';
import { settings } from '@atelier/presets/recipe';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { trainCommand } from '../commands/train.ts';
import { refuseRepetition } from '../refuse-repetition.ts';
import { addSettingOptions, type GivenSettings } from './setting-options.ts';

function parse(...argv: string[]): GivenSettings['changes'] {
  const given: GivenSettings = { changes: {} };
  const command = new Command('train').exitOverride().configureOutput({ writeErr: () => {} });
  addSettingOptions(command, given);
  refuseRepetition(command);
  command.parse(argv, { from: 'user' });
  return given.changes;
}

test('the help of train lists every setting with its line', () => {
  const help = trainCommand().configureHelp({ helpWidth: 1000 }).helpInformation();
  for (const setting of settings) {
    const line = help.split('\n').find((each) => each.trimStart().startsWith(`--${setting.flag} `));
    expect(line).toContain(setting.help);
  }
});

test('README lists every option of train', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
  const listed = new Set(readme.match(/--[a-z][a-z0-9-]*/g));
  const flags = trainCommand().options.flatMap(({ long, negate }) => (negate ? [] : [long]));
  expect(flags.filter((flag) => !listed.has(flag ?? ''))).toEqual([]);
});

test('options are settings', () => {
  expect(parse()).toEqual({});
  expect(
    parse('--optimizer', 'momentum', '--momentum=0.5', '--nesterov', '--hidden', '128,64', '--limit', 'all'),
  ).toEqual({ optimizer: 'momentum', momentum: 0.5, nesterov: true, hidden: [128, 64], limit: null });
  expect(parse('--no-nesterov')).toEqual({ nesterov: false });
});

test.each([
  [['--epochs', '0'], 'It takes a whole number from 1 to '],
  [['--optimizer', 'adm'], 'there are sgd, momentum, rmsprop, adam, adamw. Did you mean adam?'],
  [['--schedule', 'cosin,warmup=1'], 'Did you mean cosine?'],
  [['--schedule', 'step,every=0'], 'every'],
  [['--epochs', '1', '--epochs', '2'], '--epochs is given twice: 1 and 2; give it once, with one value'],
  [['--seed=1', '--seed=1'], '--seed is given twice'],
  [['--nesterov', '--no-nesterov'], 'is given twice: yes and no'],
])('%j is refused', (argv, message) => {
  expect(() => parse(...argv)).toThrow(message);
});

test('a switch may be switched on again', () => {
  expect(parse('--nesterov', '--nesterov')).toEqual({ nesterov: true });
});
