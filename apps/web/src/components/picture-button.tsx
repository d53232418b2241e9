import type { JSX } from 'preact';
import { t } from '../i18n/language.ts';
import type { DataInfo, LabelledPicture } from '../messages.ts';
import { putOnPad } from './own-picture.ts';
import { Pixels } from './pixels.tsx';

interface PictureButtonProps {
  readonly picture: LabelledPicture;
  readonly info: DataInfo;
  readonly label: string;
}

/** A test picture that goes to the pad, and through the network, when it is chosen. */
export function PictureButton({ picture, info, label }: PictureButtonProps): JSX.Element {
  return (
    <button type="button" class="picture-button" title={t.value.try.toPad} onClick={() => putOnPad(picture)}>
      <Pixels pixels={picture.pixels} format={info} label={label} />
    </button>
  );
}
