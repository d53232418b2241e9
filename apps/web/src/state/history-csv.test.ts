import { type EpochRecord, historyCsvHeader, historyCsvLine } from '@atelier/training';
import { expect, test } from 'vitest';
import { historyCsv } from './history-csv.ts';

test('the history that the page saves is the CLI’s history.csv', () => {
  const history: EpochRecord[] = [
    {
      epoch: 1,
      loss: 0.5,
      accuracy: 0.8,
      valLoss: 0.4,
      valAccuracy: 0.85,
      seconds: 0.3,
      learningRate: 0.001,
    },
    { epoch: 2, loss: 1e-8, accuracy: 1, seconds: 0.25, learningRate: 0.0003 },
  ];
  expect(historyCsv(history)).toBe(historyCsvHeader + history.map(historyCsvLine).join(''));
  expect(historyCsv(history)).toBe(
    'epoch,loss,accuracy,val_loss,val_accuracy,seconds,learning_rate\n' +
      '1,0.5,0.8,0.4,0.85,0.3,0.001\n2,1e-8,1,,,0.25,0.0003\n',
  );
});
