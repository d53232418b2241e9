import { stdout } from '../terminal/output.ts';
import { presets } from '@atelier/presets';
import { Command } from 'commander';

/** `presets`: the models that `train` can train. */
export function presetsCommand(): Command {
  return new Command('presets')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ atelier presets')
    .action(({ json }: { json?: boolean }) => {
      const all = Object.values(presets);
      if (json === true) {
        stdout.json(all);
        return;
      }
      const width = Math.max(...all.map(({ name }) => name.length));
      for (const preset of all) {
        const { name, summary, optimizer, learningRate, batchSize, epochs } = preset;
        stdout.write(`${name.padEnd(width)}  ${summary}\n`);
        stdout.write(
          `${' '.repeat(width)}  ${optimizer} ${learningRate}, batch ${batchSize}, ${epochs} epochs\n`,
        );
      }
    });
}
