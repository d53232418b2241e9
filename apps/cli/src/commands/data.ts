import { stdout } from '../terminal/output.ts';
import { type Dataset, isKnownDataset } from '@atelier/datasets';
import { changeRecipe } from '@atelier/presets';
import { defaultRecipe } from '@atelier/presets/recipe';
import { writeWhole } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { type DataChoice, dataLocation, loadDataBeside } from '../load-data.ts';
import { count, oneOf } from '../option-types.ts';
import { userPath } from '../paths.ts';
import { describeSource } from '../source.ts';
import { nameText, padColumns } from '../terminal/text.ts';
import { drawPictures } from '../terminal/picture.ts';
import { addSettingOptions, type GivenSettings } from '../train/setting-options.ts';

interface InfoOptions {
  readonly json?: boolean;
}

interface ShowOptions {
  readonly split: Split;
  readonly count: number;
  readonly class?: string;
  readonly out?: string;
}

const splits = ['train', 'validation', 'test'] as const;

/** A part of a data set. */
type Split = (typeof splits)[number];

/** `data`: fetches, describes and shows a data set. */
export function dataCommand(): Command {
  const fetch = dataSubcommand('fetch', 'find or fetch a data set and verify it', async (dataset) => {
    // Only known data sets have a SHA-256 to compare with.
    const state = isKnownDataset(dataset) ? 'complete and verified' : 'read, not fetched or verified';
    stdout.write(`${nameText(dataset.name)}: ${state}, from ${describeSource(dataset)}\n`);
  });
  const info = dataSubcommand(
    'info',
    'say what data are: classes, counts, size, channels, anything odd, and their origin',
    async (dataset, options: InfoOptions) => {
      const { infoOf, infoText } = await import('../data/info.ts');
      const described = await infoOf(dataset);
      if (options.json === true) stdout.json(described);
      else stdout.write(infoText(described));
    },
  ).addOption(new Option('--json', 'print JSON'));
  const show = dataSubcommand('show', 'show images, in the terminal or as a PNG grid', showImages)
    .addOption(
      new Option('--split <which>', splits.join(', '))
        .argParser((text) => oneOf('split', splits, text))
        .default('train'),
    )
    .addOption(new Option('--count <n>', 'how many').argParser(count).default(10))
    .addOption(new Option('--class <name>', 'only images of this class (its name or number)'))
    .addOption(new Option('--out <file>', 'write a PNG grid instead'));
  return new Command('data')
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier data fetch\n  $ atelier data info\n  $ atelier data info ./my-pictures --size 32\n  $ atelier data info letters.npz --json\n  $ atelier data show --class Sneaker --count 5\n  $ atelier data show --count 100 --out grid.png',
    )
    .addCommand(fetch)
    .addCommand(info)
    .addCommand(show);
}

/** A command about the data of its argument, or of `--data`, read as its other options say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each command says what its options are
function dataSubcommand<Options>(
  name: string,
  description: string,
  action: (dataset: Dataset, options: Options) => Promise<void>,
): Command {
  const typed: GivenSettings = { changes: {} };
  const command = new Command(name)
    .description(description)
    .addArgument(new Argument('[data]', 'a name or a path, the same as --data'));
  addSettingOptions(command, typed, ['data', 'size', 'channels', 'classNames']);
  return command.action(async (argument: string | undefined, options: Options) => {
    const { data, ...how } = changeRecipe(defaultRecipe, typed.changes);
    if (argument !== undefined && typed.changes.data !== undefined) {
      throw new UsageError(`Data are named twice, as ${nameText(argument)} and as --data ${nameText(data)}`);
    }
    await action(await load({ ...how, data: dataLocation(argument ?? data) }), options);
  });
}

async function load(choice: DataChoice): Promise<Dataset> {
  const interruption = new InterruptionWatch();
  try {
    return await loadDataBeside(choice, interruption.signal);
  } catch (error) {
    interruption.throwIfInterrupted();
    throw error;
  } finally {
    interruption.stop();
  }
}

async function showImages(dataset: Dataset, options: ShowOptions): Promise<void> {
  const { classNames } = dataset;
  const images = dataset[options.split];
  if (!images) throw new UsageError(`${nameText(dataset.name)} has no ${options.split} part`);
  const wanted = options.class === undefined ? undefined : classIndex(options.class, classNames);
  const chosen: number[] = [];
  for (let index = 0; index < images.count && chosen.length < options.count; index++) {
    if (wanted === undefined || images.labels[index] === wanted) chosen.push(index);
  }
  if (chosen.length === 0) {
    throw new UsageError(
      `There are no images of ${nameText(options.class ?? 'any class')} in the ${options.split} part`,
    );
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
    stdout.styled(drawPictures(pictures.slice(first, first + columns), stdout.colours));
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
  if (!first) return;
  const pixels = new Uint8Array(Buffer.concat(pictures.map((picture) => picture.pixels)));
  const figure = imageGrid({
    title: name,
    subtitle: `${split === 'train' ? 'training' : split} images`,
    images: { pixels, height: first.height, width: first.width, channels: first.channels },
    classNames,
    captions: labels.map((label) => ({ label })),
  });
  await writeWhole(path, await renderPng(figure));
  stdout.write(`${path}\n`);
}

function classIndex(typed: string, classNames: readonly string[]): number {
  const exact = classNames.indexOf(typed);
  if (exact >= 0) return exact;
  const byName = classNames.findIndex((name) => name.toLowerCase() === typed.toLowerCase());
  if (byName >= 0) return byName;
  const byNumber = typed.trim() === '' ? Number.NaN : Number(typed);
  if (Number.isInteger(byNumber) && classNames[byNumber] !== undefined) return byNumber;
  throw new UsageError(
    `Unknown class ${nameText(typed)}; there are ${classNames.map((each) => nameText(each)).join(', ')}`,
  );
}
