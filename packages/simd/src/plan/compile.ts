import { type TrainingProgram, UnsupportedError } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Loss, outputActivation } from '../losses/loss.ts';
import { Arena } from '../memory/arena.ts';
import { STORE_PREDICTIONS } from '../opcodes.ts';
import { Clipping } from '../optimizer/clipping.ts';
import type { Op, OpContext } from '../ops/op.ts';
import { opFactories } from '../ops/registry.ts';
import { type Layer, unsupported } from './layer-config.ts';
import { layerChain } from './layer-chain.ts';
import { Parameter } from './parameter.ts';
import { encode, type KernelCall, Program } from './program.ts';
import { type FloatValue, groupsOf, type PixelValue, sizeOf, type Value } from './values.ts';

/** A program's place in memory. */
export interface PlacedProgram {
  readonly calls: readonly KernelCall[];
  readonly words: Uint8Array;
  readonly address: number;
}

/** Everything that a session lays out before its first step: nothing is allocated afterwards but data sets. */
export interface Plan {
  readonly train: PlacedProgram;
  readonly evaluate: PlacedProgram;
  readonly predict: PlacedProgram;
  /** In the order of `model.weights`. */
  readonly parameters: readonly Parameter[];
  readonly tables: readonly { readonly address: number; readonly values: Float32Array }[];
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly outputs: number;
  readonly arena: Arena;
}

/**
 * Compiles a model into lists of kernel calls over one memory.
 *
 * @throws UnsupportedError naming the layer, loss or option that stands in the way
 */
export function compile(model: LayersModel, program: TrainingProgram, threads: number): Plan {
  const arena = new Arena();
  const { parameters, tables, scratch, context } = planContext(model, program, threads, arena);
  const ops = compileLayers(model, context);
  const last = outputActivation(program.loss, ops.at(-1));
  const body = ops.slice(0, -1);
  const trainable = parameters.filter(({ spec }) => spec.trainable);
  const loss = new Loss(program.loss, last, parameters, arena, program.batchSize);
  const clipping =
    program.globalClipNorm === null ? undefined : new Clipping(trainable, program.globalClipNorm, arena);

  const train = new Program();
  for (const op of body) op.forward(train, true);
  for (const op of body) op.prepareBackward?.(train);
  loss.add(train);
  let split = last.logits.gradient === 0 ? last.logits.split : 'samples';
  for (const op of body.toReversed()) split = op.backward(train, split);
  clipping?.add(train);
  loss.addMetrics(train);

  const evaluate = new Program();
  for (const op of body) op.forward(evaluate, false);
  loss.add(evaluate);
  loss.addMetrics(evaluate);

  const predict = new Program();
  for (const op of ops) op.forward(predict, false);
  const { values, units, groups } = last.logits;
  const predictions = last.output.kind === 'floats' ? last.output.values : values;
  predict.add({
    code: STORE_PREDICTIONS,
    arguments: [predictions, units, groups],
    reads: [{ buffer: predictions, share: 'samples' }],
    writes: [],
  });

  const place = (list: Program): PlacedProgram => {
    const calls = list.synchronized();
    const words = encode(calls);
    return { calls, words, address: arena.allocate(words.length) };
  };
  return {
    train: place(train),
    evaluate: place(evaluate),
    predict: place(predict),
    parameters: inModelOrder(model, parameters),
    tables: [...tables.values()],
    scratch: arena.allocate(scratch.bytes * threads),
    scratchBytes: scratch.bytes,
    outputs: units,
    arena,
  };
}

function compileLayers(model: LayersModel, context: OpContext): readonly Op[] {
  const ops: Op[] = [];
  const shape = (model.inputs[0]?.shape.slice(1) ?? []).map((length) => {
    if (length === null)
      throw new UnsupportedError("The simd engine takes images of one size; the model's input has none");
    return length;
  });
  let value: Value = { kind: 'pixels', shape, scale: 1, offset: 0 };
  for (const layer of layerChain(model)) {
    const factory = opFactories[layer.getClassName()];
    if (!factory) throw unsupported(layer, 'is of a class that the simd engine does not compile');
    ops.push(...factory(layer, value, context));
    value = ops.at(-1)?.output ?? value;
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
  model: LayersModel,
  program: TrainingProgram,
  threads: number,
  arena: Arena,
): ContextParts {
  const { batchSize, optimizer, globalClipNorm } = program;
  const parameters: Parameter[] = [];
  const tables = new Map<string, { address: number; values: Float32Array }>();
  const scratch = { bytes: 64 };
  const dropouts = model.layers.filter((layer) => layer.getClassName() === 'Dropout');

  const pixelTable = ({ scale, offset }: PixelValue): number => {
    const key = `${scale} ${offset}`;
    const values = Float32Array.from({ length: 256 }, (_, byte) => byte * scale + offset);
    const table = tables.get(key) ?? { address: arena.allocate(values.byteLength), values };
    tables.set(key, table);
    return table.address;
  };
  const floats: OpContext['floats'] = (shape, split, wantsGradient): FloatValue => {
    const units = sizeOf(shape);
    const groups = groupsOf(units);
    const bytes = batchSize * groups * 16;
    const values = arena.allocate(bytes);
    const gradient = wantsGradient ? arena.allocate(bytes) : 0;
    return { kind: 'floats', shape, units, groups, values, gradient, split, kept: false };
  };
  const context: OpContext = {
    arena,
    batchSize,
    threads,
    program,
    pixelTable,
    floats,
    dropoutOrdinal: (layer: Layer) => dropouts.indexOf(layer),
    parameter(spec) {
      const parameter = new Parameter(spec, arena, optimizer, globalClipNorm !== null);
      parameters.push(parameter);
      return parameter;
    },
    needScratch(bytes) {
      scratch.bytes = Math.max(scratch.bytes, Math.ceil(bytes / 64) * 64);
    },
  };
  return { context, parameters, tables, scratch };
}

function inModelOrder(model: LayersModel, parameters: readonly Parameter[]): readonly Parameter[] {
  return model.weights.map((weight) => {
    const found = parameters.find(({ spec }) => spec.id === weight.id);
    if (!found)
      throw new UnsupportedError(
        `Weight "${weight.originalName}" belongs to no layer that the simd engine compiles`,
      );
    return found;
  });
}
