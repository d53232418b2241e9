import { checkArray, checkName, checkObject, found } from '@atelier/checks';
import type { Axis, FigureText } from '../figure.ts';

// Checks of what figures are made of, for callers without types. Each throws a TypeError, or a RangeError for an unknown
// name, that says what was found.

/** The options that every figure has. */
export const textOptions: Readonly<Record<keyof FigureText, true>> = {
  title: true,
  subtitle: true,
  description: true,
};

export function checkTexts({ title, subtitle, description }: Partial<FigureText>): void {
  for (const [name, text] of Object.entries({ title, subtitle, description })) {
    if (text !== undefined) checkText(name, text);
  }
}

export function checkText(name: string, text: unknown): void {
  if (typeof text !== 'string') throw new TypeError(`${name} is a text; found ${found(text)}`);
}

export function checkNames(name: string, names: readonly string[]): void {
  checkArray(name, names, 'texts');
  for (const [index, each] of names.entries()) checkText(`${name}[${index}]`, each);
}

/** Series, runs and the like: each an object with a name and a list. */
export function checkNamed<List extends string>(
  name: string,
  entries: readonly ({ readonly name: string } & Readonly<Record<List, readonly unknown[]>>)[],
  list: List,
  of: string,
): void {
  checkArray(name, entries, `objects with name and ${list}`);
  for (const [index, each] of entries.entries()) {
    checkObject(`${name}[${index}]`, each, `name and ${list}`);
    checkText(`${name}[${index}].name`, each.name);
    checkArray(`${name}[${index}].${list}`, each[list], of);
  }
}

export function checkAxis(name: string, axis: Axis): void {
  checkObject(name, axis, 'label');
  checkText(`${name}.label`, axis.label);
  const { scale = 'linear', format = 'number', domain } = axis;
  checkName(`${name}.scale`, scale, ['linear', 'log']);
  checkName(`${name}.format`, format, ['number', 'integer', 'percent']);
  if (domain !== undefined) checkArray(`${name}.domain`, domain, 'two numbers');
}
