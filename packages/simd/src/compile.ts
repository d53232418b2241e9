import type { Network } from '@atelier/network';
import type { TrainingConfig } from '@atelier/training';
import { Loss, outputOp } from './losses/loss.ts';
import { Arena } from './memory/arena.ts';
import { StepMemory } from './memory/step-memory.ts';
import { CHUNKS, STORE_PREDICTIONS } from './opcodes.ts';
import { addAverage } from './optimizer/average.ts';
import { Clipping } from './optimizer/clipping.ts';
import { fanOut } from './ops/fan-out.ts';
import type { Op, OpContext } from './ops/op.ts';
import { opsOf } from './ops/registry.ts';
import { WrittenGradients } from './program/written-gradients.ts';
import { Parameter } from './program/parameter.ts';
import { encode, type KernelCall, Program, synchronized } from './program/program.ts';
import { type FloatValue, groupsIn, type PixelValue, sizeOf, type Value } from './program/values.ts';

/** A program's place in memory. */
export interface PlacedProgram {
  readonly calls: readonly KernelCall[];
  readonly words: Uint8Array;
  readonly address: number;
}

/** Everything that a session lays out before its first step; afterwards only data sets are allocated. */
export interface Plan {
  readonly train: PlacedProgram;
  readonly evaluate: PlacedProgram;
  readonly predict: PlacedProgram;
  /** In the order of `network.weights`. */
  readonly parameters: readonly Parameter[];
  readonly tables: readonly { readonly address: number; readonly values: Float32Array }[];
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly outputs: number;
  readonly arena: Arena;
}

/**
 * Compiles a network into lists of kernel calls over one memory.
 *
 * @throws UnsupportedError naming the layer, loss or option that is not supported
 */
export function compile(network: Network, config: TrainingConfig, threads: number): Plan {
  const arena = new Arena();
  const stepMemory = new StepMemory();
  const { parameters, tables, scratch, context } = planContext(network, config, threads, arena, stepMemory);
  const ops = compileLayers(network, context);
  const last = outputOp(config.loss, ops.at(-1), network.layers.at(-1)?.name ?? '');
  const body = ops.slice(0, -1);
  const trainable = parameters.filter(({ spec }) => spec.trainable);
  const loss = new Loss(config, last, parameters, arena);
  const clipping =
    config.globalClipNorm === null ? undefined : new Clipping(trainable, config.globalClipNorm, arena);

  const train = new Program();
  for (const op of body) op.prepare?.(train, true);
  for (const op of body) op.forward(train, true);
  for (const op of body) op.prepareBackward?.(train);
  loss.add(train);
  const written = new WrittenGradients();
  written.record(last.logits, 'samples');
  for (const op of body.toReversed()) op.backward(train, written);
  clipping?.add(train);
  if (config.average) addAverage(train, parameters, config.average);
  loss.addMetrics(train);

  const { values, units, groups } = last.logits;
  const predictions = last.output.kind === 'floats' ? last.output.values : values;
  const addPredictions = (program: Program): void => {
    last.forward(program, false);
    program.add({
      code: STORE_PREDICTIONS,
      arguments: [predictions, units, groups],
      reads: [{ buffer: predictions, share: 'samples' }],
      writes: [],
    });
  };

  const evaluate = new Program();
  for (const op of ops) op.prepare?.(evaluate, false);
  for (const op of body) op.forward(evaluate, false);
  loss.add(evaluate);
  addPredictions(evaluate);
  loss.addMetrics(evaluate);

  const predict = new Program();
  for (const op of ops) op.prepare?.(predict, false);
  for (const op of body) op.forward(predict, false);
  addPredictions(predict);

  const lists = [train, evaluate, predict].map(({ calls }) => calls);
  const [trainCalls = [], evaluateCalls = [], predictCalls = []] = stepMemory.place(lists, arena);
  const encoded = (list: readonly KernelCall[]): PlacedProgram => {
    const calls = synchronized(list);
    const words = encode(calls);
    return { calls, words, address: arena.allocate(words.length) };
  };
  return {
    train: encoded(trainCalls),
    evaluate: encoded(evaluateCalls),
    predict: encoded(predictCalls),
    parameters: network.weights.flatMap(
      ({ name }) => parameters.find(({ spec }) => spec.name === name) ?? [],
    ),
    tables: [...tables.values()],
    scratch: arena.allocate(scratch.bytes * threads),
    scratchBytes: scratch.bytes,
    outputs: units,
    arena,
  };
}

/** All ops in running order: each after those whose output it reads. */
function compileLayers({ input, layers }: Network, context: OpContext): readonly Op[] {
  const ops: Op[] = [];
  const pixels: Value = { kind: 'pixels', shape: input.shape, scale: 1, offset: 0 };
  /** What each layer gives, once for each layer that takes it, in their order. */
  const outputs: Value[][] = [];
  for (const [index, layer] of layers.entries()) {
    const [first = pixels, ...others] = layer.inputs.map((source) => outputs[source]?.shift() ?? pixels);
    const own = opsOf(layer.kind, layer, [first, ...others], context);
    ops.push(...own);
    const output = own.at(-1)?.output ?? first;
    const readers = layers.flatMap(({ inputs }) => inputs).filter((source) => source === index).length;
    const shared = fanOut(layer.name, output, readers, context);
    ops.push(...shared.ops);
    outputs.push([...shared.values]);
  }
  return ops;
}

interface ContextParts {
  readonly context: OpContext;
  readonly parameters: Parameter[];
  readonly tables: Map<string, { address: number; values: Float32Array }>;
  readonly scratch: { bytes: number };
}

function planContext(
  { layers }: Network,
  config: TrainingConfig,
  threads: number,
  arena: Arena,
  stepMemory: StepMemory,
): ContextParts {
  const { batchSize } = config;
  const parameters: Parameter[] = [];
  const tables = new Map<string, { address: number; values: Float32Array }>();
  const scratch = { bytes: 64 };

  const pixelTable = ({ scale, offset }: PixelValue): number => {
    const key = `${scale} ${offset}`;
    const values = Float32Array.from({ length: 256 }, (_, byte) => byte * scale + offset);
    const table = tables.get(key) ?? { address: arena.allocate(values.byteLength), values };
    tables.set(key, table);
    return table.address;
  };
  const floats: OpContext['floats'] = (shape, split, wantsGradient): FloatValue => {
    const units = sizeOf(shape);
    const groups = groupsIn(shape);
    const bytes = batchSize * groups * 16;
    // What dense layers pass on is small, and keeps its place: no barrier has to keep it apart from anything.
    const memory = shape.length > 1 ? stepMemory : arena;
    const values = memory.allocate(bytes);
    const gradient = wantsGradient ? memory.allocate(bytes) : 0;
    return { kind: 'floats', shape, units, groups, values, gradient, split, kept: false, rectified: false };
  };
  const context: OpContext = {
    layers,
    arena,
    batchSize,
    threads,
    config,
    pixelTable,
    floats,
    temporary: (bytes) => stepMemory.allocate(bytes),
    chunkShare: CHUNKS % threads === 0 ? 'samples' : 'chunks',
    parameter(spec) {
      const parameter = new Parameter(spec, arena, config);
      parameters.push(parameter);
      return parameter;
    },
    needScratch(bytes) {
      scratch.bytes = Math.max(scratch.bytes, Math.ceil(bytes / 64) * 64);
    },
  };
  return { context, parameters, tables, scratch };
}
