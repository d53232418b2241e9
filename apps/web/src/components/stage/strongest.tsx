import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { className, t } from '../../i18n/language.ts';
import type { LabelledPicture } from '../../messages.ts';
import { session, state } from '../../state/page-session.ts';
import { Pixels } from '../pixels.tsx';

/** Milliseconds that a pointer rests before its unit is asked about. */
const rest = 120;

/** The test pictures that excite the unit that is pointed at most. */
export function Strongest(): JSX.Element | null {
  const text = t.value.network;
  const pointed = state.pointed.value;
  const run = state.currentRun.value;
  const [found, setFound] = useState<readonly LabelledPicture[] | undefined>(undefined);
  useEffect(() => {
    setFound(undefined);
    if (!pointed || !state.hasModel.value || state.otherData.value) return;
    let current = true;
    const ask = async (): Promise<void> => {
      const pictures = await session.pictures.strongest(pointed.layer, pointed.unit);
      if (current) setFound(pictures);
    };
    const timer = setTimeout(() => void ask(), rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [pointed, run]);
  const info = state.dataInfo.value;
  if (!pointed || !found || !info) return null;
  return (
    <div class="strongest" role="status">
      <p>{found.length > 0 ? text.strongest(pointed.unit + 1) : text.off(pointed.unit + 1)}</p>
      {found.map(({ index, label, pixels }) => (
        <Pixels key={index} pixels={pixels} format={info} label={className(info.classNames, label)} />
      ))}
    </div>
  );
}
