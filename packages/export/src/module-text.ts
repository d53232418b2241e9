import { classifierScript } from './classifier-script.ts';
import { describeTraining, type ExportedModel } from './exported-model.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';
import { scriptJson } from './script-json.ts';

/**
 * An ES module that needs no other.
 *
 * @param script `classifier.js`, which this package's build bundles
 * @throws ExportError when the format cannot hold the model
 */
export function moduleText(model: ExportedModel, script: string, weights: WeightFormat = 'float32'): string {
  return `// ${scriptJson(describeTraining(model))}
${classifierScript(model, script, weights).code}export const{classNames,inputShape,classify,run}=classifier;
`;
}
