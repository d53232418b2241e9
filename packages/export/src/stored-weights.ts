import type { NamedTensor } from '@atelier/training';
import { classifierData } from './classifier-data.ts';
import type { ExportedModel } from './exported-model.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';
import { decodeWeights } from './runtime/decode-weights.ts';
import * as decoders from './runtime/decoders.ts';

/** The weights as a format keeps them, widened to float32 again: what an export costs is measured with these. */
export function storedWeights(model: ExportedModel, format: WeightFormat): NamedTensor[] {
  const decoded = decodeWeights(classifierData(model, format), decoders);
  const byName = new Map<string, Float32Array>(
    model.network.layers.flatMap((layer, index) =>
      Object.entries(decoded[index]!).map(([name, values]) => [`${layer.name}/${name}`, values] as const),
    ),
  );
  return model.weights.map((weight) => ({ ...weight, values: byName.get(weight.name) ?? weight.values }));
}
