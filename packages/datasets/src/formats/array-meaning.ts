import { type Part, partIn } from '../given/part.ts';

/** What an array of a data set is. */
export interface ArrayMeaning {
  readonly part: Part;
  readonly kind: 'images' | 'labels';
}

/**
 * What each array of a file is, by its name, such as `train_images` or `arr_0`. Where that does not say whether they are images or labels,
 * the file's name does, if it is about one array of a part.
 *
 * @param names of the file's arrays
 * @param fileOf the file's name, without its ending
 * @returns for each, `undefined` where no name tells
 */
export function meaningsOf(names: readonly string[], fileOf: string): readonly (ArrayMeaning | undefined)[] {
  const file = withoutCapitals(fileOf);
  const said = names.map((each) => {
    const name = withoutCapitals(each);
    return { name, kind: kindOf(name), part: partIn(name)?.part };
  });
  const unsaid = new Map<Part | undefined, number>();
  for (const { kind, part } of said) if (!kind) unsaid.set(part, (unsaid.get(part) ?? 0) + 1);
  return said.map(({ name, kind: own, part }) => {
    const kind = own ?? (unsaid.get(part) === 1 ? kindOf(file) : undefined) ?? kindOfNumber(name);
    return kind && { part: part ?? partIn(file)?.part ?? 'train', kind };
  });
}

/** `trainX` is `train_x`. */
function withoutCapitals(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function kindOf(name: string): ArrayMeaning['kind'] | undefined {
  if (/label|target|class|(?<![a-z])y(?![a-z])/.test(name)) return 'labels';
  return /image|img|pixel|data|feature|(?<![a-z])x(?![a-z])/.test(name) ? 'images' : undefined;
}

/** NumPy numbers arrays that were saved without names. */
function kindOfNumber(name: string): ArrayMeaning['kind'] | undefined {
  return name === 'arr_0' ? 'images' : name === 'arr_1' ? 'labels' : undefined;
}
