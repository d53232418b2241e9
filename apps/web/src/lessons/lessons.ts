/** A short lesson: a question, runs that answer it, and what to look at. */
export interface Lesson {
  /** The key of its texts. */
  readonly name: LessonName;
  /** Links' queries of the runs, in order; the last is shown at the end. */
  readonly runs: readonly string[];
  /** The right answer, from 0. */
  readonly right: number;
  /** Its section in the lessons of the documentation. */
  readonly section: { readonly en: string; readonly zh: string };
}

export type LessonName = 'rate' | 'overfitting' | 'hidden' | 'convolution' | 'dead';

export const lessons: readonly Lesson[] = [
  {
    name: 'rate',
    runs: ['preset=mlp-32&images=10000&epochs=5', 'preset=mlp-32&images=10000&epochs=5&learning-rate=1'],
    right: 2,
    section: { en: '5-the-learning-rate', zh: '5-学习率' },
  },
  {
    name: 'overfitting',
    runs: ['preset=mlp-128&images=300&epochs=25&batch-size=8'],
    right: 1,
    section: { en: '9-overfitting-and-dropout', zh: '9-过拟合与-dropout' },
  },
  {
    name: 'hidden',
    runs: ['preset=softmax&images=10000&epochs=6', 'preset=mlp-128&images=10000&epochs=6'],
    right: 1,
    section: { en: '4-neurons-and-layers', zh: '4-神经元与层' },
  },
  {
    name: 'convolution',
    runs: [
      'preset=mlp-32&images=10000&epochs=4&shift=4',
      'preset=mlp-32&layers=conv+16+5x5,+pool+2,+dense+32,+output&images=10000&epochs=4&shift=4',
    ],
    right: 1,
    section: { en: '13-convolutions', zh: '13-卷积' },
  },
  {
    name: 'dead',
    runs: ['preset=mlp-32&images=10000&epochs=3&learning-rate=0.1'],
    right: 0,
    section: { en: '6-backpropagation', zh: '6-反向传播' },
  },
];
