import { computed, type ReadonlySignal } from '@preact/signals';
import { type Language, language } from '../i18n/language.ts';
import type { LessonName } from './lessons.ts';

interface LessonText {
  readonly title: string;
  readonly question: string;
  /** What one may predict. */
  readonly answers: readonly string[];
  /** What each run is, in their order. */
  readonly runs: readonly string[];
  /** Why, and what to look at. */
  readonly why: string;
}

interface LessonTexts {
  readonly label: string;
  readonly see: string;
  readonly seeAgain: string;
  readonly running: (run: string) => string;
  readonly predictFirst: string;
  readonly needsFashion: string;
  readonly stopped: string;
  readonly right: string;
  readonly wrong: (answer: string) => string;
  readonly result: (run: string, training: string, test: string) => string;
  readonly more: string;
  readonly lessons: Readonly<Record<LessonName, LessonText>>;
}

const en: LessonTexts = {
  label: 'Lessons',
  see: 'See it',
  seeAgain: 'See it again',
  running: (run) => `Training: ${run}. Watch the curve.`,
  predictFirst: 'Predict first, then see.',
  needsFashion: 'The lessons use Fashion-MNIST: go back to it under “Data”.',
  stopped: 'The lesson was stopped.',
  right: 'As you predicted.',
  wrong: (answer) => `Not so. What happened: ${answer}`,
  result: (run, training, test) =>
    `${run}: ${training} on the training pictures, ${test} on the test pictures.`,
  more: 'The lesson in full',
  lessons: {
    rate: {
      title: 'Rate too high',
      question:
        'A network learns at a rate of 0.001, and then once more, from the start, at 1. What does the higher rate do?',
      answers: [
        'It learns a thousand times faster',
        'It learns the same, only less smoothly',
        'It jumps over every minimum and learns next to nothing',
      ],
      runs: ['Rate 0.001', 'Rate 1'],
      why: 'Each step goes down the slope that the batch shows, but so far that it lands on the other side, higher up. After a few such steps the hidden units are off for every picture, and the network can only guess: 10%.',
    },
    overfitting: {
      title: 'Overfitting',
      question:
        'A network of 128 units sees only 300 pictures, but each of them 25 times. How do its two accuracies end?',
      answers: [
        'Both near 100%',
        'Training near 100%, test far below',
        'Both far below 100%: 300 pictures are too few to learn',
      ],
      runs: ['128 units, 300 pictures'],
      why: 'It has over 100,000 weights for 300 pictures: enough to learn each of them by heart. What it has learned of them helps little with others. Look where the two curves part.',
    },
    hidden: {
      title: 'Hidden layers',
      question:
        'Softmax regression has one template for each class. Another network puts 128 hidden units before them. How much better is it on test pictures?',
      answers: ['Not at all', 'By a few points of a hundred', 'It makes less than half of the mistakes'],
      runs: ['Softmax', '128 hidden units'],
      why: 'One template for each class goes a long way with these pictures. Hidden units can distinguish a shirt with long sleeves from one with short ones, and leave the rest to the output: a few points.',
    },
    convolution: {
      title: 'Convolution and shift',
      question:
        'Two networks learn from pictures that are moved by up to 4 pixels at random. One has 32 units that each see all pixels, the other first lays 16 small filters over every place. Which is better?',
      answers: [
        'The units that see everything',
        'The filters, clearly',
        'Neither: moved pictures are still the same pictures',
      ],
      runs: ['32 units', 'Filters'],
      why: 'A unit that sees all pixels has to learn each shape at each place anew. A filter looks for the same small shape everywhere: when the picture moves, its map only moves along. Draw something on the pad and watch the maps.',
    },
    dead: {
      title: 'Dead units',
      question:
        'A network with 32 relu units learns at a rate of 0.1, a hundred times the usual. What becomes of its units?',
      answers: [
        'Many are off for every picture',
        'All are on for every picture',
        'They respond as before, only stronger',
      ],
      runs: ['Rate 0.1'],
      why: 'A large step pushes a unit’s weights so far down that it is below zero for every picture. Relu then gives 0, and passes no gradient back: the unit never learns again. Choose “Test picture” a few times: the same units stay blank.',
    },
  },
};

const zh: LessonTexts = {
  label: '小课',
  see: '看结果',
  seeAgain: '再看一次',
  running: (run) => `正在训练：${run}。请看曲线。`,
  predictFirst: '先预测，再看结果。',
  needsFashion: '小课用的是 Fashion-MNIST：请在“数据”处回到它。',
  stopped: '小课已停止。',
  right: '和你预测的一样。',
  wrong: (answer) => `不是这样。实际上：${answer}`,
  result: (run, training, test) => `${run}：训练图片 ${training}，测试图片 ${test}。`,
  more: '完整的一课',
  lessons: {
    rate: {
      title: '学习率过高',
      question: '网络先以 0.001 的学习率学习，再从头以 1 学习一次。更高的学习率会怎样？',
      answers: ['学得快一千倍', '学得一样，只是不那么平稳', '跳过每个极小值，几乎什么也没学到'],
      runs: ['学习率 0.001', '学习率 1'],
      why: '每一步都沿着这一批图片给出的坡往下走，但走得太远，落到对面更高的地方。几步之后，隐藏单元对任何图片都不再响应，网络只能猜：10%。',
    },
    overfitting: {
      title: '过拟合',
      question: '一个有 128 个单元的网络只看 300 张图片，但每张看 25 遍。两种准确率最后怎样？',
      answers: ['都接近 100%', '训练接近 100%，测试低得多', '都远低于 100%：300 张图片太少，学不会'],
      runs: ['128 个单元，300 张图片'],
      why: '它用十万多个权重对付 300 张图片，足以把每一张都背下来。背下来的东西对别的图片帮助不大。请看两条曲线从哪里分开。',
    },
    hidden: {
      title: '隐藏层',
      question: 'softmax 回归每一类只有一个模板。另一个网络在前面放了 128 个隐藏单元。它在测试图片上好多少？',
      answers: ['一点也不', '几个百分点', '错误不到一半'],
      runs: ['softmax', '128 个隐藏单元'],
      why: '对这些图片来说，每类一个模板已经能走很远。隐藏单元能区分长袖和短袖，其余交给输出层：也就几个百分点。',
    },
    convolution: {
      title: '卷积与平移',
      question:
        '两个网络学习随机移动最多 4 个像素的图片。一个有 32 个单元，每个都看全部像素；另一个先把 16 个小滤波器放到每个位置上。哪个更好？',
      answers: ['看全部像素的单元', '滤波器，明显更好', '一样：移动了还是同样的图片'],
      runs: ['32 个单元', '滤波器'],
      why: '看全部像素的单元要在每个位置重新学习每种形状。滤波器在各处寻找同一个小形状：图片移动，它的特征图只是跟着移动。在画板上画点什么，看看特征图。',
    },
    dead: {
      title: '死单元',
      question: '有 32 个 relu 单元的网络以 0.1 的学习率学习，是平时的一百倍。它的单元会怎样？',
      answers: ['许多单元对任何图片都不响应', '所有单元对任何图片都响应', '响应和以前一样，只是更强'],
      runs: ['学习率 0.1'],
      why: '一大步把单元的权重推得太低，对任何图片都在零以下。relu 于是输出 0，也不传回梯度：这个单元再也学不动了。多点几次“测试图片”：总是同样的单元空白。',
    },
  },
};

const texts: Readonly<Record<Language, LessonTexts>> = { en, zh };

/** What the lessons say. */
export const lessonTexts: ReadonlySignal<LessonTexts> = computed(() => texts[language.value]);
