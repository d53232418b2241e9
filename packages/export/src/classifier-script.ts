import { placingFor } from '@atelier/datasets/browser';
import { classifierData, classifierText } from './classifier-data.ts';
import type { ExportedModel } from './exported-model.ts';
import { linkScript } from './link-script.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';

/**
 * The code that makes `classifier` of a model, with what its network needs and no more.
 *
 * @param script `classifier.js` or `page.js`, which this package's build bundles
 * @param others names of what else it exports and the caller uses
 * @throws ExportError when the format cannot hold the model
 */
export function classifierScript(
  model: ExportedModel,
  script: string,
  format: WeightFormat,
  others: readonly string[] = [],
): { readonly code: string; readonly names: readonly string[] } {
  const data = classifierData(model, format);
  const channels = data.inputShape[2];
  const placing = channels === 1 || channels === 3 ? placingFor(data.placement) : 'placeNothing';
  const kinds = data.layers.map(({ kind }) => kind);
  const activations = data.layers.flatMap(({ activation }) => activation ?? []);
  const parts = [...new Set([...kinds, ...activations, 'float32', format])];
  const { code, names } = linkScript(script, ['createClassifier', placing, ...parts, ...others]);
  const [create, place, ...own] = names;
  const given = [`place:${place}`, ...parts.map((part, index) => `${part}:${own[index]}`)];
  return {
    code: `${code}
const classifier=${create}(${classifierText(data)},{${given.join()}});
`,
    names: own.slice(parts.length),
  };
}
