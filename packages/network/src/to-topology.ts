import type { Network } from './network.ts';

/**
 * The description from which TensorFlow.js makes the network's model. It holds only what was checked, and nothing else of the file
 * that the network may have come from.
 */
export function topologyOf({ name, form, input, layers }: Network): Record<string, unknown> {
  const batchInputShape = [null, ...input.shape];
  const inputLayer =
    input.layer === undefined
      ? []
      : [
          {
            className: 'InputLayer',
            config: { name: input.layer, batchInputShape, dtype: 'float32', sparse: false },
          },
        ];
  const described = layers.map(({ kind, name: layer, config, outputShape, trainable }, index) => ({
    className: kind,
    config: {
      ...config,
      name: layer,
      trainable,
      // TensorFlow.js does not compute an open length in advance.
      ...(kind === 'Reshape' && { targetShape: outputShape }),
      ...(index === 0 && input.layer === undefined && { batchInputShape, dtype: 'float32' }),
    },
  }));
  const chain = [...inputLayer, ...described];
  if (form === 'Sequential') return { className: form, config: { name, layers: chain } };
  const nameAt = (index: number): string | undefined => layers[index]?.name ?? input.layer;
  const inputsAt = (index: number): readonly number[] => layers[index - inputLayer.length]?.inputs ?? [];
  return {
    className: form,
    config: {
      name,
      layers: chain.map((layer, index) => {
        const inputs = inputsAt(index).map((each) => [nameAt(each), 0, 0, {}]);
        return { name: layer.config.name, ...layer, inboundNodes: inputs.length > 0 ? [inputs] : [] };
      }),
      inputLayers: [[input.layer, 0, 0]],
      outputLayers: [[nameAt(layers.length - 1), 0, 0]],
    },
  };
}
