import type { JSX } from 'preact';
import { type ExportFormat, exportFormats } from '../../export-model/export-formats.ts';
import { t } from '../../i18n/language.ts';
import { state } from '../../state/page-session.ts';
import { download } from '../download.ts';

/** Exports the shown model for other programs. What writes the files is loaded with the first one. */
export function ExportButtons(): JSX.Element {
  const text = t.value.keep;
  const run = state.run.value;
  return (
    <>
      {(['onnx', 'module', 'page'] as const).map((format) => (
        <button
          key={format}
          type="button"
          disabled={!run?.model || run.images === undefined}
          onClick={() => void save(format)}
        >
          {text.exports[format]}
        </button>
      ))}
      {run?.model && run.state.status === 'opened' && run.images === undefined && (
        <p class="hint">{text.exportNeedsRun}</p>
      )}
    </>
  );
}

async function save(format: ExportFormat): Promise<void> {
  const run = state.run.value;
  if (!run?.model || run.images === undefined) return;
  const training = {
    dataset: state.dataOf(run)?.name ?? '',
    images: run.images,
    testAccuracy: state.testAccuracy.value,
  };
  try {
    const { exportModel } = await import('../../export-model/export-model.ts');
    const file = await exportModel(run.model, { title: run.name.replace(/^\d+ /, ''), training }, format);
    download(`model${exportFormats[format]}`, file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    state.notice.value = { kind: 'export-failed', message };
  }
}
