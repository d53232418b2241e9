import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesIn, writeTinyDataset } from './program.ts';
import { residentProgram } from './resident-program.ts';
import { trainedFolder } from './trained-folder.ts';

let folder: string;
const atelier = residentProgram(() => folder);

beforeAll(() => {
  folder = trainedFolder();
  writeTinyDataset(join(folder, 'damaged'));
  const images = join(folder, 'damaged', 'train-images-idx3-ubyte');
  writeFileSync(images, readFileSync(images).subarray(0, -7));
  writeTinyDataset(join(folder, 'mismatched'));
  const labels = readFileSync(join(folder, 'mismatched', 't10k-labels-idx1-ubyte'));
  writeFileSync(join(folder, 'mismatched', 'train-labels-idx1-ubyte'), labels);
  writeFileSync(join(folder, 'other.json'), '{"mine": 1}');
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'letter.txt'), 'dear reader');
  mkdirSync(join(folder, 'broken-run'));
  writeFileSync(join(folder, 'broken-run', 'run.json'), '{"format": 1, "status": "compl');
});

describe('bad input gets one line on stderr, exit code 2, and leaves nothing', () => {
  test.each([
    ['train mlp-33', 'Did you mean mlp-32?'],
    ['train --optimizer adm', 'there are sgd, momentum, rmsprop, adam, adamw. Did you mean adam?'],
    ['train --optimiser adam', "unknown option '--optimiser' (Did you mean --optimizer?)"],
    ['train --learning-rate 0', 'It takes a number above 0'],
    ['train --learning-rate fast', 'It takes a number above 0'],
    ['train --epochs 0', 'It takes a whole number from 1 to 100000'],
    ['train --epochs 1e400', 'It takes a whole number from 1 to 100000'],
    ['train --epochs 1000000000', 'It takes a whole number from 1 to 100000'],
    ['train --limit 9007199254740991', 'It takes a whole number from 1 to 1000000000 (or all)'],
    ['train --patience 1e9', 'It takes a whole number from 1 to 100000 (or none)'],
    ['train --threads 1000000000', 'threads is an integer from 1 to 64'],
    ['train --ensemble 1000000000', 'It takes a whole number from 2 to 1000'],
    ['train --cross-validate 1000000000', 'It takes a whole number from 2 to 1000'],
    ['train --batch-size 2.5', 'It takes a whole number from 1 to 1000000'],
    ['train --hidden 32,,10', 'It takes units such as 128 or 256,128'],
    ['train --activation rleu', 'Did you mean relu?'],
    ['train resnet --data data --dropout 0.5', '--dropout 0.5 changes nothing: no layer of this network'],
    ['train softmax --data data --activation tanh', '--activation tanh changes nothing'],
    ['search softmax --data data --vary l2=0|1e-4 --dropout 0.5', '--dropout 0.5 changes nothing'],
    [
      'search --data data --vary hidden=2|3 --class-weight zebra=2',
      'names the class "zebra", which the data',
    ],
    ['search softmax --data data --vary dropout=0|0.5', 'dropout varies without effect'],
    ['train --dropout 1', 'It takes a number from 0 to below 1'],
    ['train --l2 -1', 'It takes a number from 0 to 1000'],
    ['train --l2 1e99', 'It takes a number from 0 to 1000'],
    ['train --learning-rate 1e99', 'It takes a number above 0, at most 1000'],
    ['train --schedule cosin', 'Did you mean cosine?'],
    ['train --schedule step,evry=2', 'The schedule step has no option evry: did you mean every?'],
    ['train --augment shift', 'It takes shift=PIXELS, flip and erase=PIXELS'],
    ['train --validation 2', 'It takes test, held-out, none, a fraction of the training set such as 0.1'],
    ['train --engine gpu', 'Unknown engine "gpu"; there are auto'],
    ['train --seed -1', 'It takes a whole number from 0'],
    ['train --data nowhere', 'is neither a file or folder nor the name of a data set'],
    ['train --data full', 'holds no data that are recognised'],
    ['train --data damaged', 'train-images-idx3-ubyte'],
    ['train --data mismatched', 'train-labels-idx1-ubyte'],
    ['train --data data --out full', 'already holds something; choose another --out, or add --overwrite'],
    ['train --data data --out full --overwrite', 'holds letter.txt, which is not part of a run'],
    ['train --data data --out full/letter.txt', 'is a file; --out takes a folder'],
    ['train mlp-32 mlp-128', 'Expected 1 argument but got 2'],
    ['evaluate nowhere', 'There is no run folder'],
    ['evaluate full', 'is not a run folder: it has no run.json'],
    ['evaluate broken-run', 'is damaged'],
    ['train --size 0', 'It takes pixels from 1 to 4096: 28, or 32x24 for height and width (or auto)'],
    ['train --channels 5', 'It takes a whole number from 1 to 4 (or auto)'],
    ['train --class-names a,a', 'It takes at least 2 different names, joined by commas (or auto)'],
    ['train --data data --class-names a,b', 'has 3 classes (0 to 2); found 2 class names'],
    ['train --data data --size 20', 'only folders of pictures are read in another size'],
    ['train --class-weight 0=1e99', 'for some classes, from 0 to 1000000, joined by commas'],
    ['train --data data --class-weight 5=2', 'classWeight names the class "5", which the data do not have'],
    ['data info data --channels 1e99', 'It takes a whole number from 1 to 4 (or auto)'],
    ['data info data --data data', 'Data are named twice'],
    ['data show data --count 0x10', 'It takes a whole number, at least 1'],
    ['evaluate run --on tests', "'tests' is invalid. Allowed choices are test, train, validation"],
    ['evaluate run --csv --json', "option '--json' cannot be used with option '--csv'"],
    ['evaluate run --class-names a,b,c', '--class-names belongs to a model.json'],
    ['predict run --test-index 0 --csv --json', "option '--json' cannot be used with option '--csv'"],
    ['predict run --test-index 0 --csv --top 2', "option '--top <n>' cannot be used with option '--csv'"],
    ['predict run --test-index 0 --top 0', 'It takes a whole number, at least 1'],
    ['predict run --test-index 0 --top ３', 'It takes a whole number, at least 1'],
    ['predict run --test-index 0 --top 1e9', 'The model has 3 classes; found --top 1000000000'],
    ['predict run --test-index 0.5', 'It takes a whole number, at least 0'],
    ['predict run', 'predict takes image files, or --test-index N'],
    ['predict run --test-index 60', 'There are test images 0 to 59; found --test-index 60'],
    ['predict run nowhere.png', 'There is no image file'],
    ['predict run full/letter.txt', 'cannot be read as a picture'],
    ['plot broken-run', 'is damaged'],
    ['data show --class= --data data', 'Unknown class ; there are 0, 1, 2'],
    ['data show --class Boot --data data', 'Unknown class Boot; there are 0, 1, 2'],
    ['predict run full/letter.txt --data data', '--data has the image of --test-index; pictures need none'],
    ['predict run full/letter.txt --combine vote', '--combine vote takes several runs; found only run'],
    ['evaluate run --combine vote', '--combine vote takes several runs; found only run'],
    ['train --data data --sample first', '--sample first says which images --limit takes; add --limit'],
    ['search --data data --vary hidden=2|3 --sample first', '--sample first says which images --limit takes'],
    ['train --epochs 1 --epochs 2', '--epochs is given twice: 1 and 2; give it once, with one value'],
    ['predict run --top 1 --top=2', '--top is given twice: 1 and 2'],
    ['experiment overfitting --seeds 2 --seeds 3', '--seeds is given twice: 2 and 3'],
    ['experiment list --epochs 3', '--epochs does not go with experiment list'],
    ['experiment merge full --limit 5', '--limit does not go with experiment merge'],
    ['experiment --seeds 2 merge full', '--seeds does not go with experiment merge'],
    ['search merge full --hidden 3', '--hidden does not go with search merge'],
    ['search merge full --quiet', '--quiet does not go with search merge'],
    ['train --resume run/run.json', 'run/run.json is a file of a run; name its folder, '],
    ['train --resume full/letter.txt', 'letter.txt is a file; name the folder of a run'],
    ['train --from run/run.json', 'run/run.json is a file of a run; name its folder, '],
    ['evaluate run/run.json', 'run/run.json is a file of a run; name its folder, '],
    ['predict run/run.json --test-index 0', 'run/run.json is a file of a run; name its folder, '],
    ['export run/run.json --to onnx --out full/a.onnx', 'run/run.json is a file of a run; name its folder, '],
    ['evaluate other.json', 'other.json is not a model of TensorFlow.js Layers'],
    ['export run --to module --out m.txt', "A module's name ends in .js or .mjs; found m.txt"],
    ['experiment dropout --seeds 1000000000', 'It takes a whole number from 1 to 1000'],
    ['experiment dropout --epochs 1e9', 'It takes a whole number from 1 to 100000'],
    ['experiment dropout --limit 1e15', 'It takes a whole number from 1 to 1000000000'],
    ['experiment dropout --workers 100000', 'It takes a whole number from 1 to 256'],
    ['experiment dropout --shard 1/1000000', 'N up to 10000; found 1/1000000'],
    ['tarin', "unknown command 'tarin' (Did you mean train?)"],
  ])('atelier %s', async (command, message) => {
    const before = filesIn(folder);
    const { code, stdout, stderr } = await atelier(...command.split(' '));
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(filesIn(folder)).toEqual(before);
  });

  test('--debug adds the stack', async () => {
    const { stderr } = await atelier('--debug', 'evaluate', 'broken-run');
    expect(stderr).toMatch(/\n\s+at .*readRecord/);
    expect(stderr).toContain('Caused by: SyntaxError');
  });

  test('no command at all is answered with the help', async () => {
    const { code, stderr } = await atelier();
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: atelier');
  });
});
