// Where an epoch's time goes, by kernel, on one thread: `node bench/profile.js [--data FOLDER] [--models mlp-32]`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { RandomStream } from '@atelier/random';
import { engineModel } from '@atelier/training';
import { RUN_PROGRAM, RUN_PROGRAM_END, RUN_STEPS } from '../dist/memory/control.js';
import { EngineMemory } from '../dist/memory/engine-memory.js';
import * as opcodes from '../dist/opcodes.js';
import { compile } from '../dist/compile.js';
import { SimdSession } from '../dist/session.js';
import { Staging } from '../dist/staging.js';
import { buildModel, config, trainingSamples, workloads } from './workloads.js';

// Short slices, so that other load on the machine disturbs few of them.
const STEPS = 75;
const WARM_UP = 25;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    slices: { type: 'string', default: '100' },
    models: { type: 'string', default: Object.keys(workloads).join() },
  },
});
const nameOfCode = Object.fromEntries(
  Object.entries(opcodes)
    .filter(
      ([name]) =>
        !/^(SPLIT|CHUNKS|PIXEL|WINOGRAD_[MT]|ACTIVATION_[RLET]|ACTIVATION_SIG|OPTIMIZER|PARAMETER)/.test(
          name,
        ),
    )
    .map(([name, code]) => [code, name]),
);

/** A runner that times each kernel call from outside. */
async function profiler(memory, milliseconds) {
  const bytes = readFileSync(new URL('../dist/kernels.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: memory.memory } });
  const { beginRun, beginStep, execute } = instance.exports;
  return {
    threads: 1,
    async dispose() {},
    async run() {
      const view = new DataView(memory.memory.buffer);
      const start = view.getUint32(RUN_PROGRAM, true);
      const end = view.getUint32(RUN_PROGRAM_END, true);
      const steps = view.getUint32(RUN_STEPS, true);
      beginRun(0, 1);
      for (let step = 0; step < steps; step++) {
        beginStep(step);
        for (let call = start, index = 0; call < end; call += view.getUint32(call + 4, true), index++) {
          const begin = performance.now();
          execute(call);
          milliseconds[index] = (milliseconds[index] ?? 0) + performance.now() - begin;
        }
      }
    },
  };
}

const samples = trainingSamples(values.data);
const epochSteps = Math.ceil(samples.count / config.batchSize);
const permutation = new RandomStream(1, 'shuffle').permutation(samples.count);
for (const name of values.models.split(',')) {
  const model = engineModel(buildModel(workloads[name]));
  const plan = compile(model.network, config, 1);
  const staging = new Staging(config, plan.outputs, plan.arena);
  const memory = new EngineMemory(plan.arena.end, false);
  const milliseconds = [];
  const runner = await profiler(memory, milliseconds);
  const session = new SimdSession({ model, config, plan, staging, memory, runner });
  const loaded = await session.load(samples);
  const slices = [];
  for (let slice = 0; slice < Number(values.slices) + WARM_UP; slice++) {
    const first = (slice * STEPS * config.batchSize) % (samples.count - STEPS * config.batchSize);
    milliseconds.fill(0);
    await session.trainSteps(loaded, {
      order: permutation.subarray(first, first + STEPS * config.batchSize),
      learningRates: new Float64Array(STEPS).fill(0.001),
      firstStep: slice * STEPS,
    });
    if (slice >= WARM_UP) slices.push([...milliseconds]);
  }
  console.log(
    `\n${name}: milliseconds an epoch of ${epochSteps} steps, one thread (lower quartiles of ${STEPS} steps)`,
  );
  const quartiles = plan.train.calls.map((call, index) => {
    const column = slices.map((slice) => slice[index]).sort((a, b) => a - b);
    const quartile = column[Math.floor(column.length / 4)];
    return { code: nameOfCode[call.code], time: (quartile * epochSteps) / STEPS };
  });
  for (const { code, time } of quartiles) {
    if (code !== 'BARRIER') console.log(`  ${code.padEnd(24)} ${time.toFixed(1).padStart(8)}`);
  }
  const total = quartiles.reduce((sum, { time }) => sum + time, 0);
  console.log(`  ${'total'.padEnd(24)} ${total.toFixed(1).padStart(8)}`);
}
