import { stdout } from '../terminal/output.ts';
import { type Dataset, type LabelledImages } from '@atelier/datasets';
import { writeWhole } from '@atelier/runs';
import { Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { dataLocation, loadDataBeside } from '../load-data.ts';
import { count, oneOf } from '../option-types.ts';
import { userPath } from '../paths.ts';
import { describeSource, fileHashes } from '../source.ts';
import { grouped } from '../terminal/format.ts';
import { nameText, padColumns } from '../terminal/text.ts';
import { drawPictures } from '../terminal/picture.ts';

interface DataOptions {
  readonly data: string;
  readonly json?: boolean;
}

interface ShowOptions extends DataOptions {
  readonly split: 'train' | 'test';
  readonly count: number;
  readonly class?: string;
  readonly out?: string;
}

/** `data`: fetches, describes and shows a data set. */
export function dataCommand(): Command {
  const data = (): Option =>
    new Option('--data <name|folder>', 'fashion-mnist, mnist, or a folder of four IDX files').default(
      'fashion-mnist',
    );
  const fetch = new Command('fetch')
    .description('find or fetch a data set and verify it')
    .addOption(data())
    .action(async (options: DataOptions) => {
      const dataset = await load(options.data);
      stdout.write(`${dataset.name}: complete and verified, from ${describeSource(dataset)}\n`);
    });
  const info = new Command('info')
    .description('describe a data set and its origin')
    .addOption(data())
    .addOption(new Option('--json', 'print JSON'))
    .action(async (options: DataOptions) => {
      const dataset = await load(options.data);
      if (options.json === true) stdout.json(infoOf(dataset));
      else stdout.write(infoText(dataset));
    });
  const show = new Command('show')
    .description('show images, in the terminal or as a PNG grid')
    .addOption(data())
    .addOption(
      new Option('--split <which>', 'train or test')
        .argParser((text) => oneOf('split', ['train', 'test'] as const, text))
        .default('train'),
    )
    .addOption(new Option('--count <n>', 'how many').argParser(count).default(10))
    .addOption(new Option('--class <name>', 'only images of this class (its name or number)'))
    .addOption(new Option('--out <file>', 'write a PNG grid instead'))
    .action(async (options: ShowOptions) => showImages(await load(options.data), options));
  return new Command('data')
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier data fetch\n  $ atelier data info\n  $ atelier data show --class Sneaker --count 5\n  $ atelier data show --count 100 --out grid.png',
    )
    .addCommand(fetch)
    .addCommand(info)
    .addCommand(show);
}

async function load(typed: string): Promise<Dataset> {
  const interruption = new InterruptionWatch();
  try {
    return await loadDataBeside(dataLocation(typed), interruption.signal);
  } catch (error) {
    interruption.throwIfInterrupted();
    throw error;
  } finally {
    interruption.stop();
  }
}

function infoOf(dataset: Dataset): object {
  const { name, classNames, train, test } = dataset;
  const counts = (images: LabelledImages): number[] => {
    const perClass = classNames.map(() => 0);
    for (const label of images.labels) perClass[label]! += 1;
    return perClass;
  };
  return {
    name,
    shape: [train.height, train.width, train.channels],
    train: train.count,
    test: test.count,
    classes: classNames.map((className, index) => ({
      className,
      train: counts(train)[index],
      test: counts(test)[index],
    })),
    source: describeSource(dataset),
    hashes: fileHashes(dataset),
  };
}

function infoText(dataset: Dataset): string {
  const { name, classNames, train, test } = dataset;
  const lines = [
    `${name}: ${grouped(train.count)} training and ${grouped(test.count)} test images of ${train.height}x${train.width}x${train.channels}`,
    `from ${describeSource(dataset)}`,
    '',
    `${classNames.length} classes: ${classNames.map((each) => nameText(each)).join(', ')}`,
    '',
    'SHA-256 of the uncompressed files:',
    ...Object.entries(fileHashes(dataset)).map(([file, hash]) => `  ${hash}  ${file}`),
  ];
  return `${lines.join('\n')}\n`;
}

async function showImages(dataset: Dataset, options: ShowOptions): Promise<void> {
  const { classNames } = dataset;
  const images = dataset[options.split];
  const wanted = options.class === undefined ? undefined : classIndex(options.class, classNames);
  const chosen: number[] = [];
  for (let index = 0; index < images.count && chosen.length < options.count; index++) {
    if (wanted === undefined || images.labels[index] === wanted) chosen.push(index);
  }
  const { height, width, channels } = images;
  const size = height * width * channels;
  const pictures = chosen.map((index) => ({
    pixels: images.images.subarray(index * size, (index + 1) * size),
    height,
    width,
    channels,
  }));
  const labels = chosen.map((index) => images.labels[index] ?? 0);
  if (options.out !== undefined) {
    await writeGrid(userPath(options.out), pictures, labels, dataset, options);
    return;
  }
  const columns = Math.max(1, Math.floor(stdout.columns / (width + 1)));
  for (let first = 0; first < pictures.length; first += columns) {
    stdout.styled(drawPictures(pictures.slice(first, first + columns), stdout.isTTY));
    const captions = labels
      .slice(first, first + columns)
      .map((label) =>
        padColumns(nameText(classNames[label] ?? String(label), Math.max(width, 16)), width + 1),
      );
    stdout.write(`${captions.join('').trimEnd()}\n\n`);
  }
}

async function writeGrid(
  path: string,
  pictures: readonly {
    readonly pixels: Uint8Array;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
  }[],
  labels: readonly number[],
  { name, classNames }: Dataset,
  { split }: ShowOptions,
): Promise<void> {
  const { imageGrid } = await import('@atelier/plotting');
  const { renderPng } = await import('@atelier/plotting/png');
  const [first] = pictures;
  if (!first) throw new UsageError('There are no such images to show');
  const pixels = new Uint8Array(Buffer.concat(pictures.map((picture) => picture.pixels)));
  const figure = imageGrid({
    title: name,
    subtitle: split === 'train' ? 'training images' : 'test images',
    images: { pixels, height: first.height, width: first.width, channels: first.channels },
    classNames,
    captions: labels.map((label) => ({ label })),
  });
  await writeWhole(path, await renderPng(figure));
  stdout.write(`${path}\n`);
}

function classIndex(typed: string, classNames: readonly string[]): number {
  const byName = classNames.findIndex((name) => name.toLowerCase() === typed.toLowerCase());
  if (byName >= 0) return byName;
  const byNumber = Number(typed);
  if (Number.isInteger(byNumber) && classNames[byNumber] !== undefined) return byNumber;
  throw new UsageError(
    `Unknown class ${nameText(typed)}; there are ${classNames.map((each) => nameText(each)).join(', ')}`,
  );
}
