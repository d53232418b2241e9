// The built program in one process that runs one command after another. Each message holds the arguments of a command; the answer is
// what the command printed, and its exit code.
import { main } from '../dist/bundle/main.js';

let printed = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr']) {
  process[name].write = (text) => {
    printed[name] += text;
    return true;
  };
}

async function run(args) {
  printed = { stdout: '', stderr: '' };
  process.exitCode = undefined;
  const code = await main([process.execPath, 'atelier', ...args]);
  process.send({ code, ...printed });
}

process.on('message', (args) => void run(args));
