import { Command } from 'commander';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseRepetition } from './refuse-repetition.ts';
import { programVersion } from './versions.ts';

/** A command as the program's help lists it; the rest is loaded when it is called. */
interface ListedCommand {
  readonly name: string;
  /** Arguments after the name in the list. */
  readonly usage: string;
  readonly description: string;
  load(): Promise<Command>;
}

const commands: readonly ListedCommand[] = [
  {
    name: 'train',
    usage: '[options] [preset]',
    description: 'train a model and leave a run folder: model, history, figures, report',
    load: async () => (await import('./commands/train.ts')).trainCommand(),
  },
  {
    name: 'evaluate',
    usage: '[options] <run...>',
    description: 'evaluate a run’s model, or several together, on the test images',
    load: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
  },
  {
    name: 'compare',
    usage: '[options] <run> <other>',
    description: 'whether two runs’ models differ on the same test images by more than chance',
    load: async () => (await import('./commands/compare.ts')).compareCommand(),
  },
  {
    name: 'predict',
    usage: '[options] <run> [image...]',
    description: 'predict a test image, or picture files',
    load: async () => (await import('./commands/predict.ts')).predictCommand(),
  },
  {
    name: 'export',
    usage: '[options] <run>',
    description: 'write a run’s model as a file for another program: ONNX, a JavaScript module, a page',
    load: async () => (await import('./commands/export.ts')).exportCommand(),
  },
  {
    name: 'data',
    usage: '',
    description: 'fetch, describe or show a data set',
    load: async () => (await import('./commands/data.ts')).dataCommand(),
  },
  {
    name: 'presets',
    usage: '[options]',
    description: 'list the models that train can train',
    load: async () => (await import('./commands/presets.ts')).presetsCommand(),
  },
  {
    name: 'runs',
    usage: '[options] [folder]',
    description: 'list runs side by side: the settings in which they differ, and what came of them',
    load: async () => (await import('./commands/runs.ts')).runsCommand(),
  },
  {
    name: 'plot',
    usage: '[options] <run...>',
    description: 'overlay the loss and accuracy curves of runs',
    load: async () => (await import('./commands/plot.ts')).plotCommand(),
  },
  {
    name: 'search',
    usage: '[options] [preset]',
    description: 'look for the best settings of a model: a grid or random search with successive halving',
    load: async () => (await import('./commands/search.ts')).searchCommand(),
  },
  {
    name: 'experiment',
    usage: '[options] <name>',
    description: 'test a claim of the lessons: a grid of trials, with a report',
    load: async () => (await import('./commands/experiment.ts')).experimentCommand(),
  },
];

/** The command line, with whatever `argv` calls loaded. */
export async function createProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('atelier')
    .description('Train small image classifiers on the CPU, and look at what they learned')
    .version(programVersion())
    .option('--debug', 'show the stack of an error')
    .showSuggestionAfterError()
    .hook('preAction', (_program, command) => refuseForeign(command))
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}`.trimEnd() })
    .addHelpText(
      'after',
      `
Examples:
  $ atelier train                        train the default model on Fashion-MNIST
  $ atelier train mlp-128 --epochs 10    another model, longer
  $ atelier predict runs/… --test-index 0
  $ atelier plot runs/a runs/b           overlay the curves of two runs

In the repository, use \`pnpm --filter cli start\` for \`atelier\`.`,
    );
  for (const command of commands) {
    // `atelier help train` shows a command too.
    const { name, usage, description } = command;
    const made = argv.includes(name) ? await command.load() : new Command(name).usage(usage);
    program.addCommand(made.description(description));
  }
  refuseRepetition(program);
  return program;
}
