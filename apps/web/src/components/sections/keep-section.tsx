import type { FileAtPath } from '@atelier/datasets/browser';
import type { EpochRecord } from '@atelier/training';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { t } from '../../i18n/language.ts';
import { copyLink } from '../copy-link.ts';
import { download } from '../download.ts';
import { FilesButton } from '../files-button.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { KeptNote } from './kept-note.tsx';
import { ResultCardButton } from './result-card-button.tsx';
import { isRepeatable } from '../../state/runs.ts';
import { historyCsv } from '../../state/history-csv.ts';

export function KeepSection(): JSX.Element {
  const text = t.value.keep;
  const run = state.run.value;
  const model = state.savedModel.value;
  const history: readonly EpochRecord[] = run?.history ?? [];
  const [over, setOver] = useState(false);
  const open = (files: readonly FileAtPath[]): void => void session.openFiles(files);
  return (
    <section class="panel-keep" aria-labelledby="keep">
      <div class="section-head">
        <h2 id="keep">{text.heading}</h2>
        <p>
          {text.caption} <KeptNote />
        </p>
      </div>
      <div
        class={over ? 'card keep over' : 'card keep'}
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      >
        <div class="keep-tools">
          <button
            type="button"
            disabled={!model}
            onClick={() => {
              if (!model) return;
              download('model.json', new Blob([model.modelJson], { type: 'application/json' }));
              download('weights.bin', new Blob([model.weights], { type: 'application/octet-stream' }));
            }}
          >
            {text.model}
          </button>
          <button
            type="button"
            disabled={history.length === 0}
            onClick={() => download('history.csv', new Blob([historyCsv(history)], { type: 'text/csv' }))}
          >
            {text.history}
          </button>
          <button
            type="button"
            disabled={run ? !isRepeatable(run) : state.ownData.value !== undefined}
            onClick={() => void copyLink(run)}
          >
            {text.link}
          </button>
          <ResultCardButton />
          <ExportButtons />
          <FilesButton label={text.openFolder} folder onFiles={open} />
          <FilesButton label={text.open} accept=".json,.bin" onFiles={open} />
        </div>
        <p class="hint">{text.drop}</p>
      </div>
    </section>
  );
}
