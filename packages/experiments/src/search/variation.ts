import { nearestName } from '@atelier/checks';
import type { RecipeChanges } from '@atelier/presets';
import { readNumber, type Setting, type SettingName, settings } from '@atelier/presets/recipe';
import type { RandomStream } from '@atelier/random';

/** A setting that differs between the trials of a search, and its values. */
export type Variation = { readonly setting: Setting } & (
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly scale: 'log' | 'uniform'; readonly from: number; readonly to: number }
);

/** Settings that every trial of a search has alike, so that the validation images tell the others apart. */
const alike: ReadonlySet<SettingName> = new Set([
  'data',
  'size',
  'channels',
  'classNames',
  'from',
  'freeze',
  'validation',
  'limit',
  'sample',
  'epochs',
  'seed',
  'engine',
]);

const varied = settings.filter(({ name }) => !alike.has(name));

/**
 * Reads a setting's flag with its values, `hidden=32|64` or `learning-rate=log(1e-4,1e-1)`.
 *
 * @throws RangeError in one line that names the word which is wrong
 */
export function parseVariation(text: string): Variation {
  const [, flag = '', values = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (values === '') {
    throw new RangeError(
      `A variation is SETTING=VALUES, such as hidden=32|64 or learning-rate=log(1e-4,1e-1); found "${text}"`,
    );
  }
  const setting = settingOf(flag);
  const [, scale, from = '', to = ''] = /^(log|uniform)\(([^,]*),([^,]*)\)$/.exec(values) ?? [];
  if (scale !== 'log' && scale !== 'uniform') {
    const list = [...new Set(values.split('|').map((value) => value.trim()))];
    for (const value of list) check(setting, value);
    return { setting, kind: 'list', values: list };
  }
  const [low, high] = [from, to].map((end) => endOf(setting, end, scale));
  if (low === undefined || high === undefined || low >= high) {
    throw new RangeError(`${flag}: ${scale}(LOW,HIGH) begins with the lower end; found ${values}`);
  }
  return { setting, kind: 'range', scale, from: low, to: high };
}

/** A value of a range as text: three digits, or a whole number where the setting takes no other. */
export function drawValue(variation: Variation, random: RandomStream): string {
  if (variation.kind === 'list') return variation.values[random.below(variation.values.length)]!;
  const { setting, scale, from, to } = variation;
  const share = random.uniform();
  const drawn = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  const text = String(Math.min(to, Math.max(from, Number(drawn.toPrecision(3)))));
  return isValid(setting, text) ? text : String(Math.round(drawn));
}

/** What a value changes in a recipe. */
export function changesOf({ setting }: Variation, value: string): RecipeChanges {
  return setting.read(value);
}

function settingOf(flag: string): Setting {
  const found = varied.find((setting) => setting.flag === flag);
  if (found) return found;
  if (settings.some((setting) => setting.flag === flag)) {
    throw new RangeError(`${flag} cannot vary: it is the same in all trials, so that they can be compared`);
  }
  const flags = varied.map((setting) => setting.flag);
  const near = nearestName(flag, flags);
  throw new RangeError(
    `There is no setting "${flag}"; ${near === undefined ? `those that can vary are ${flags.join(', ')}` : `did you mean ${near}?`}`,
  );
}

function endOf(setting: Setting, text: string, scale: 'log' | 'uniform'): number {
  const value = readNumber(text);
  if (!Number.isFinite(value)) {
    throw new RangeError(`${setting.flag}: the ends of ${scale}(LOW,HIGH) are numbers; found "${text}"`);
  }
  if (scale === 'log' && value <= 0) {
    throw new RangeError(`${setting.flag}: the ends of log(LOW,HIGH) are above 0; found ${text}`);
  }
  check(setting, text.trim());
  return value;
}

function check(setting: Setting, value: string): void {
  try {
    setting.read(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`${setting.flag}: "${value}" is not valid. ${cause.message}`, { cause });
  }
}

function isValid(setting: Setting, value: string): boolean {
  try {
    setting.read(value);
    return true;
  } catch {
    return false;
  }
}
