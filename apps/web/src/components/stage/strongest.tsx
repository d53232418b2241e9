import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { className, count, t } from '../../i18n/language.ts';
import type { StrongestPictures } from '../../messages.ts';
import { session, state } from '../../state/page-session.ts';
import { Pixels } from '../pixels.tsx';

/** Milliseconds that a pointer rests before its unit is asked about. */
const rest = 120;

/** The test pictures that excite the unit that is pointed at most. */
export function Strongest(): JSX.Element | null {
  const text = t.value.network;
  const pointed = state.pointed.value;
  const run = state.currentRun.value;
  const canAsk = state.hasModel.value && state.testHere.value && !state.otherData.value;
  const [found, setFound] = useState<StrongestPictures | undefined>(undefined);
  useEffect(() => {
    setFound(undefined);
    if (!pointed || !canAsk) return;
    let current = true;
    const ask = async (): Promise<void> => {
      const answer = await session.pictures.strongest(pointed.layer, pointed.unit);
      if (current) setFound(answer);
    };
    const timer = setTimeout(() => void ask(), rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [pointed, run, canAsk]);
  const info = state.dataInfo.value;
  if (!pointed || !found || !info) return null;
  const { pictures, among } = found;
  const say = pictures.length > 0 ? text.strongest : text.off;
  return (
    <div class="strongest" role="status">
      <p>{say(pointed.unit + 1, count(among))}</p>
      {pictures.map(({ index, label, pixels }) => (
        <Pixels key={index} pixels={pixels} format={info} label={className(info.classNames, label)} />
      ))}
    </div>
  );
}
