import type { Declarations } from './declaration.ts';
import { anyText, countTo, orNone } from './kind.ts';
import { classNames } from './class-name-list.ts';
import { type ImageSize, imageSize } from './image-size.ts';

/** What data a model is trained on, and how they are read. */
export interface DataPlan {
  /** A data set's name, or the absolute path of a folder or file. */
  readonly data: string;
  /** `[height, width]` that pictures get; `null` for their most frequent size. */
  readonly size: ImageSize | null;
  /** 1 or 3, for gray or colours; `null` for the pictures' most frequent number. */
  readonly channels: number | null;
  /** In the order of the labels; `null` for those in the data. */
  readonly classNames: readonly string[] | null;
}

export const dataSettings: Declarations<DataPlan> = {
  data: {
    flag: 'data',
    placeholder: 'name|path',
    help: 'fashion-mnist, mnist, a folder of class folders of pictures, or of IDX, NPZ, CSV or CIFAR files, or one such file',
    label: 'data',
    kind: anyText('a name or a path'),
    default: 'fashion-mnist',
  },
  size: {
    flag: 'size',
    placeholder: 'pixels',
    help: 'of pictures: 28, or 32x24 for height and width (or auto, the most frequent)',
    label: 'image size',
    kind: orNone(imageSize, 'auto'),
    default: null,
    before: null,
  },
  channels: {
    flag: 'channels',
    placeholder: 'n',
    help: 'of pictures: 1 for gray, 3 for colours (or auto, the most frequent)',
    label: 'channels',
    kind: orNone(countTo(4), 'auto'),
    default: null,
    before: null,
  },
  classNames: {
    flag: 'class-names',
    placeholder: 'names',
    help: 'in the order of the labels, joined by commas (or auto, those in the data)',
    label: 'class names',
    kind: orNone(classNames, 'auto'),
    default: null,
    before: null,
  },
};
