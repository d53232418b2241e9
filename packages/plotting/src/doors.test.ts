import { expect, test } from 'vitest';
import {
  barFigure,
  classBars,
  confusionMatrix,
  htmlPage,
  imageGrid,
  lineFigure,
  lossCurves,
  probabilityBars,
  renderSvg,
  renderText,
  themeVariables,
  weightImages,
} from './index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;
const run = { name: 'r', history: [{ epoch: 1, loss: 1, accuracy: 0.5 }] };
const axes = { title: 'T', x: { label: 'x' }, y: { label: 'y' } };
const bars = { title: 'T', categories: ['a'], series: [{ name: 's', values: [1] }], value: { label: 'v' } };

test.each([
  [() => lossCurves(wrong(run)), 'runs is an array of objects with name and history; found an object'],
  [() => lossCurves(wrong([run.history])), 'runs[0] is an object with name and history; found Array(1)'],
  [() => lossCurves(wrong([{ ...run, name: 5 }])), 'runs[0].name is a text; found 5'],
  [() => lossCurves(wrong([{ ...run, history: [0.5] }])), 'An epoch of a run is an object'],
  [() => lossCurves([run], wrong({ titel: 'T' })), 'lossCurves has no option titel: did you mean title?'],
  [() => lossCurves([run], wrong({ title: 5 })), 'title is a text; found 5'],
  [() => barFigure(wrong({ ...bars, title: undefined })), 'title is a text; found undefined'],
  [() => barFigure(wrong({ ...bars, categories: [1] })), 'categories[0] is a text; found 1'],
  [() => barFigure(wrong({ ...bars, value: 'v' })), 'value is an object with label; found "v"'],
  [() => lineFigure(wrong({ ...axes, series: 's' })), 'series is an array of objects with name and points'],
  [() => lineFigure(wrong({ ...axes, y: { label: 'y', scale: 'logarithmic' } })), 'Unknown y.scale'],
  [() => classBars(wrong([0.5])), 'The scores of a class is an object with className'],
  [
    () => confusionMatrix(wrong({ classNames: ['a'], matrix: [5] })),
    'matrix[0] is an array of counts; found 5',
  ],
  [() => imageGrid(wrong({ images: [], classNames: [], captions: [] })), 'images is an object with pixels'],
  [
    () => probabilityBars(wrong({ classNames: ['a'], probabilities: 1 })),
    'probabilities is an array of numbers',
  ],
  [
    () => weightImages(wrong({ kernel: [1], height: 1 })),
    'width is a whole number, at least 1; found undefined',
  ],
  [() => renderText(wrong(barFigure(bars))), 'Unknown kind of figure in text "bars"; there are line'],
  [() => renderText(lossCurves([run]), wrong({ colour: true })), 'no option colour: here it is color'],
  [() => themeVariables(wrong('dim')), 'Unknown theme "dim"; there are light, dark'],
])('%s', (call, message) => {
  expect(call).toThrow(message);
});

test.each([
  [() => renderSvg(wrong({ title: 'T' })), 'Unknown kind of figure undefined; there are line, bars'],
  [
    () => renderSvg(barFigure(bars), wrong({ theme: 'night' })),
    'Unknown theme "night"; there are light, dark',
  ],
  [() => renderSvg(barFigure(bars), wrong({ widht: 300 })), 'did you mean width?'],
  [() => htmlPage(wrong({ title: 'T' })), 'sections is an array of sections; found undefined'],
])('%s', async (call, message) => {
  await expect(call()).rejects.toThrow(message);
});
