import type { Command } from '../src/command.ts';

/** What a fake contestant reports: epoch `n` takes `n` seconds, and the loss halves. */
const behaviours = {
  answer: `
    console.log(JSON.stringify({ type: 'ready', software: 'fake', details: 'none' }));
    let epochs = 0;
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      epochs++;
      if (process.argv[1]) require('node:fs').appendFileSync(process.argv[1], process.argv[2] + '\\n');
      console.log(JSON.stringify({ type: line, seconds: epochs, loss: 0.5 ** epochs }));
    });`,
  complain: "console.error('Traceback\\nError: no such library'); process.exit(1)",
  quit: 'process.exit(3)',
  chat: "console.log('Hello')",
  hurry: `console.log(JSON.stringify({ type: 'epoch', seconds: 1, loss: 1 }))`,
  crash: `
    console.log(JSON.stringify({ type: 'ready', software: 'fake', details: 'none' }));
    process.stdin.once('data', () => { console.error('Out of luck'); process.exit(1); });`,
} as const;

/** A process that behaves like this, run by this Node; given a file, it appends its name there at each epoch. */
export function fakeContestant(
  behaviour: keyof typeof behaviours,
  log?: { readonly file: string; readonly name: string },
): Command {
  const args = ['-e', behaviours[behaviour], ...(log ? [log.file, log.name] : [])];
  return { file: process.execPath, args, env: {} };
}
