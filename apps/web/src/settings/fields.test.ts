import { expect, test } from 'vitest';
import { changeInForm, fieldNamed } from './fields.ts';
import { parseQuery } from './query.ts';
import { defaultSettings } from './settings.ts';

const patience = fieldNamed('patience');

test('who asks for patience in the form gets images to choose by that are held out; other changes leave validation as it is', () => {
  const settings = defaultSettings();
  expect(settings.validation).toBe('test');
  expect(changeInForm(patience, settings, '3')).toEqual({ ...settings, patience: 3, validation: 'held-out' });
  expect(changeInForm(patience, settings, 'none')).toEqual(settings);
  expect(changeInForm(patience, settings, '0')).toBeUndefined();
  expect(changeInForm(fieldNamed('epochs'), settings, '3')).toEqual({ ...settings, epochs: 3 });
  const given = { ...settings, validation: 0.2 };
  expect(changeInForm(patience, given, '3')).toEqual({ ...given, patience: 3 });
});

test('a link says what it says: of an earlier version, also patience on the test pictures', () => {
  expect(parseQuery('patience=3').recipe.settings).toMatchObject({ patience: 3, validation: 'test' });
});
