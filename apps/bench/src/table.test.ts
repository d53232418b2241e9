import { expect, test } from 'vitest';
import { table } from './table.ts';

test('lines up the columns, numbers to the right', () => {
  const columns = [
    { heading: 'trained by', align: 'left' },
    { heading: 's', align: 'right' },
  ] as const;
  const rows = [
    ['Atelier', '0.1'],
    ['something longer', '12.25'],
  ];
  expect(table(columns, rows)).toBe(
    [
      '| trained by       |     s |',
      '| ---------------- | ----: |',
      '| Atelier          |   0.1 |',
      '| something longer | 12.25 |',
    ].join('\n'),
  );
});
