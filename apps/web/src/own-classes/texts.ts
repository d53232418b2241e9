import { computed, type ReadonlySignal } from '@preact/signals';
import { type Language, language } from '../i18n/language.ts';
import type { Added } from './add-files.ts';
import { mostClasses, mostExamples } from './own-classes.ts';

const en = {
  caption:
    'Name the classes and give each 10 to 50 examples. Then train: it takes a second or two, and the probabilities follow what the camera sees or what you draw. No picture leaves this page.',
  cameraOn: 'Use the camera',
  cameraOff: 'Camera off',
  cameraLabel: 'What the camera sees',
  cameraRefused:
    'The camera is not allowed here. Allow it in the browser’s settings of this page, then try again.',
  cameraMissing: 'No camera was found.',
  cameraBusy: 'The camera does not answer: another program may be using it.',
  cameraLost: 'The camera is gone. The pictures that it took are kept.',
  className: (number: number) => `Class ${number}`,
  nameLabel: (number: number) => `Name of class ${number}`,
  examples: (count: number) => (count === 1 ? '1 example' : `${count} examples`),
  take: 'Hold to take pictures',
  fromPad: 'Add the drawing',
  files: 'Picture files…',
  dropHere: 'or drop pictures or a folder here',
  removeExample: (name: string, number: number) => `Remove example ${number} of ${name}`,
  removeClass: (name: string) => `Remove ${name}`,
  addClass: 'Add a class',
  train: 'Train on these classes',
  tooFew: 'At least two classes with two examples each.',
  answer: 'What it says',
  noAnswer: 'Train, then show it something.',
  save: 'Save the examples (ZIP)',
  open: 'Open saved examples…',
  notZip: (name: string) => `${name} holds no examples that were saved here.`,
  notPictures: (count: number) => `${count} of the files are not pictures that this browser can read.`,
  full: `A class holds at most ${mostExamples} examples.`,
  manyClasses: (found: number) => `The file has ${found} classes; at most ${mostClasses} fit here.`,
};

const zh: typeof en = {
  caption:
    '给每个类别起名，各给 10 到 50 个样本，然后训练：一两秒就好，概率会跟着摄像头看到的或你画的变化。图片不会离开本页。',
  cameraOn: '打开摄像头',
  cameraOff: '关闭摄像头',
  cameraLabel: '摄像头看到的',
  cameraRefused: '这里不允许使用摄像头。请在浏览器的本页设置中允许，然后再试。',
  cameraMissing: '没有找到摄像头。',
  cameraBusy: '摄像头没有响应：可能正被其他程序使用。',
  cameraLost: '摄像头已断开。拍好的图片都保留着。',
  className: (number) => `类别 ${number}`,
  nameLabel: (number) => `类别 ${number} 的名称`,
  examples: (count) => `${count} 个样本`,
  take: '按住连续拍照',
  fromPad: '加入画板上的图',
  files: '图片文件…',
  dropHere: '也可以把图片或文件夹拖到这里',
  removeExample: (name, number) => `删除“${name}”的样本 ${number}`,
  removeClass: (name) => `删除“${name}”`,
  addClass: '添加类别',
  train: '用这些类别训练',
  tooFew: '至少需要两个类别，每个两个样本。',
  answer: '它的回答',
  noAnswer: '先训练，再给它看点什么。',
  save: '保存样本（ZIP）',
  open: '打开保存的样本…',
  notZip: (name) => `${name} 里没有在这里保存的样本。`,
  notPictures: (count) => `有 ${count} 个文件不是浏览器能读取的图片。`,
  full: `一个类别最多 ${mostExamples} 个样本。`,
  manyClasses: (found) => `文件里有 ${found} 个类别，这里最多放 ${mostClasses} 个。`,
};

const texts: Readonly<Record<Language, typeof en>> = { en, zh };

/** What this room says. */
export const ownTexts: ReadonlySignal<typeof en> = computed(() => texts[language.value]);

/** What is to be said of files that were added; `undefined` if all are examples now. */
export function problemOf({ refused, full }: Added): string | undefined {
  const { notPictures, full: noPlace } = ownTexts.value;
  return [...(refused > 0 ? [notPictures(refused)] : []), ...(full ? [noPlace] : [])].join(' ') || undefined;
}
