import { expect, test } from 'vitest';
import { chooseValidation } from './choose-validation.ts';
import { defaultRecipe } from './recipe.ts';

test('early stopping gets images that are held out to choose by, unless validation is given', () => {
  expect(chooseValidation(defaultRecipe, { patience: 3 })).toEqual({
    patience: 3,
    validation: 'held-out',
  });
  for (const changes of [{ epochs: 3 }, { patience: null }, { patience: 3, validation: 'test' }] as const) {
    expect(chooseValidation(defaultRecipe, changes)).toBe(changes);
  }
});

test('a recipe that stops early or has its own validation already keeps it', () => {
  const changes = { patience: 3 };
  expect(chooseValidation({ ...defaultRecipe, patience: 5 }, changes)).toBe(changes);
  expect(chooseValidation({ ...defaultRecipe, validation: 0.2 }, changes)).toBe(changes);
});
