import { Command } from 'commander';
import { dataCommand } from './commands/data.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { experimentCommand } from './commands/experiment.ts';
import { plotCommand } from './commands/plot.ts';
import { predictCommand } from './commands/predict.ts';
import { presetsCommand } from './commands/presets.ts';
import { trainCommand } from './commands/train.ts';
import { refuseRepetition } from './refuse-repetition.ts';
import { versions } from './versions.ts';

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('atelier')
    .description('Train small image classifiers on the CPU, and look at what they learned')
    .version(versions().atelier)
    .option('--debug', 'show the stack of an error')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  $ atelier train                        train the default model on Fashion-MNIST
  $ atelier train mlp-128 --epochs 10    another model, longer
  $ atelier predict runs/… --test-index 0
  $ atelier plot runs/a runs/b           overlay the curves of two runs

In the repository, \`pnpm --filter cli start\` stands for \`atelier\`.`,
    );
  for (const command of [
    trainCommand(),
    evaluateCommand(),
    predictCommand(),
    dataCommand(),
    presetsCommand(),
    plotCommand(),
    experimentCommand(),
  ]) {
    program.addCommand(command);
  }
  refuseRepetition(program);
  return program;
}
