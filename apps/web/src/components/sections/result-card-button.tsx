import type { JSX } from 'preact';
import { t } from '../../i18n/language.ts';
import { session, state } from '../../state/page-session.ts';
import { isRepeatable } from '../../state/runs.ts';
import { download } from '../download.ts';

/** Downloads a picture of the shown run. What draws it is loaded with the first one. */
export function ResultCardButton(): JSX.Element {
  const save = async (): Promise<void> => {
    const { drawResultCard } = await import('../../result-card/draw-result-card.ts');
    const run = state.run.value;
    const link = run && isRepeatable(run) ? session.link(run.recipe) : undefined;
    download('atelier.png', await drawResultCard(state, link));
  };
  return (
    <button type="button" disabled={!state.savedModel.value} onClick={() => void save()}>
      {t.value.keep.card}
    </button>
  );
}
