import type { Spec } from './reference.ts';

const rescaling: Spec = { type: 'rescaling', scale: 1 / 255, offset: -0.2 };
export const output: readonly Spec[] = [
  { type: 'flatten' },
  { type: 'dense', units: 3, activation: 'softmax' },
];
export const one: Extract<Spec, { type: 'conv' }> = {
  type: 'conv',
  filters: 5,
  size: [2, 2],
  activation: 'tanh',
};

/** Layers between the rescaling and the output, and the size of the pictures. */
export const pictureNetworks: readonly (readonly [
  string,
  readonly Spec[],
  readonly [number, number, number],
])[] = [
  ['a convolution of bytes', [{ type: 'conv', filters: 4, size: [3, 3], activation: 'relu' }], [6, 5, 1]],
  [
    'a convolution of bytes, three channels, same, strides',
    [{ type: 'conv', filters: 5, size: [3, 2], strides: [2, 1], padding: 'same', useBias: false, l2: 0.01 }],
    [5, 6, 3],
  ],
  [
    'a convolution of floats by patches',
    [one, { type: 'conv', filters: 6, size: [2, 3], strides: [1, 2], padding: 'same', activation: 'elu' }],
    [6, 6, 1],
  ],
  [
    "a convolution of floats by Winograd's algorithm",
    [
      { type: 'conv', filters: 9, size: [1, 1], activation: 'tanh' },
      { type: 'conv', filters: 8, size: [3, 3], padding: 'same', activation: 'relu', l2: 0.01 },
    ],
    [4, 3, 2],
  ],
  [
    "a convolution by Winograd's algorithm in larger tiles, before a normalization",
    [
      { type: 'conv', filters: 8, size: [1, 1], activation: 'tanh' },
      { type: 'conv', filters: 9, size: [3, 3], padding: 'same', l2: 0.01 },
      { type: 'normalization' },
    ],
    [5, 7, 2],
  ],
  [
    'a convolution of the whole picture',
    [one, { type: 'conv', filters: 6, size: [3, 4], activation: 'sigmoid' }],
    [4, 5, 1],
  ],
  [
    'a depthwise convolution',
    [
      { type: 'conv', filters: 4, size: [2, 2], activation: 'tanh' },
      { type: 'depthwise', multiplier: 1, size: [3, 3], padding: 'same', activation: 'relu', l2: 0.01 },
    ],
    [5, 5, 1],
  ],
  [
    'a depthwise convolution of bytes with two kernels a channel',
    [{ type: 'depthwise', multiplier: 2, size: [2, 3], strides: [2, 2], activation: 'tanh' }],
    [6, 5, 3],
  ],
  [
    'a separable convolution',
    [
      one,
      { type: 'separable', multiplier: 1, filters: 6, size: [3, 2], padding: 'same', activation: 'relu' },
    ],
    [5, 4, 1],
  ],
  ['maxima', [one, { type: 'pool', kind: 'max', size: [2, 2], strides: [2, 2] }], [6, 8, 1]],
  [
    'maxima of a ReLU',
    [
      { ...one, activation: 'relu' },
      { type: 'pool', kind: 'max', size: [2, 2], strides: [2, 2] },
    ],
    [6, 7, 1],
  ],
  [
    'maxima of a ReLU that another layer reads too',
    [
      one,
      { type: 'relu' },
      { type: 'pool', kind: 'max', size: [2, 2], padding: 'same', strides: [1, 1] },
      { type: 'add', inputs: [2, 3] },
    ],
    [5, 4, 1],
  ],
  [
    'maxima that overlap',
    [one, { type: 'pool', kind: 'max', size: [3, 2], strides: [2, 1], padding: 'same' }],
    [6, 6, 1],
  ],
  [
    'averages',
    [one, { type: 'pool', kind: 'average', size: [2, 3], strides: [2, 2], padding: 'same' }],
    [6, 6, 1],
  ],
  ['maxima of bytes', [{ type: 'pool', kind: 'max', size: [2, 2] }, one], [5, 5, 3]],
  [
    'batch normalization after a convolution, before its activation',
    [{ ...one, useBias: false, activation: 'linear' }, { type: 'normalization' }, { type: 'relu' }],
    [5, 5, 1],
  ],
  [
    'a ReLU of a sum, before a maximum, and a ReLU whose gradient lies where the sum has its own',
    [
      one,
      { type: 'conv', filters: 5, size: [3, 3], padding: 'same', activation: 'relu', inputs: [1] },
      { type: 'conv', filters: 5, size: [3, 3], padding: 'same', inputs: [1] },
      { type: 'add', inputs: [2, 3] },
      { type: 'relu' },
      { type: 'pool', kind: 'max', size: [2, 2] },
    ],
    [5, 5, 1],
  ],
  [
    'a normalization with a ReLU, a dropout of nothing, and a ReLU again',
    [
      { ...one, activation: 'linear' },
      { type: 'normalization' },
      { type: 'relu' },
      { type: 'dropout', rate: 0 },
      { type: 'relu' },
    ],
    [5, 5, 1],
  ],
  [
    'a normalization that a ReLU and a sum read',
    [
      { ...one, activation: 'linear' },
      { type: 'normalization' },
      { type: 'relu' },
      { type: 'add', inputs: [2, 3] },
    ],
    [5, 5, 1],
  ],
  ['batch normalization of bytes', [{ type: 'normalization' }, one], [4, 4, 3]],
  [
    'batch normalization without gamma and beta',
    [one, { type: 'normalization', scale: false, center: false, epsilon: 0.1 }],
    [4, 4, 1],
  ],
  [
    'zeros around a picture',
    [
      one,
      {
        type: 'padding',
        zeros: [
          [1, 0],
          [2, 1],
        ],
      },
      one,
    ],
    [4, 4, 1],
  ],
  ['dropout of pictures', [one, { type: 'dropout', rate: 0.4 }], [4, 5, 1]],
  ['leaky activations of pictures', [one, { type: 'leakyRelu', alpha: 0.2 }], [4, 4, 1]],
  ['another shape', [one, { type: 'reshape', shape: [5, 4, 4] }, one], [5, 5, 1]],
  [
    'a residual block, its input read twice',
    [
      one,
      { type: 'conv', filters: 5, size: [3, 3], padding: 'same', activation: 'relu' },
      { type: 'conv', filters: 5, size: [3, 3], padding: 'same' },
      { type: 'add', inputs: [1, 3] },
      { type: 'relu' },
    ],
    [5, 5, 1],
  ],
  [
    'a value read three times, twice by the same layer',
    [
      one,
      { type: 'add', inputs: [1, 1] },
      { type: 'pool', kind: 'max', size: [2, 2], padding: 'same' },
      { type: 'concatenate', inputs: [2, 1, 3] },
    ],
    [4, 4, 1],
  ],
  [
    'an activation whose input another layer reads too',
    [
      one,
      { type: 'relu' },
      { type: 'activation', name: 'tanh', inputs: [1] },
      { type: 'add', inputs: [2, 3] },
    ],
    [4, 4, 1],
  ],
  [
    'branches of bytes',
    [one, { type: 'conv', filters: 3, size: [2, 2], inputs: [0] }, { type: 'concatenate', inputs: [1, 2] }],
    [4, 4, 2],
  ],
];

/** Layers' inputs count from the rescaling before them. */
export function networkOf(body: readonly Spec[], last: readonly Spec[]): readonly Spec[] {
  return [rescaling, ...body, ...last];
}
