import type { ComponentChildren, JSX } from 'preact';
import { session, state } from '../state/page-session.ts';
import { count, percent, t } from '../i18n/language.ts';
import type { RunWarning } from '../messages.ts';
import type { Notice } from '../state/state.ts';

/** The most parameters that are quoted, so that a hostile link can't fill the page. */
const mostQuoted = 4;

/** Errors of the page as a whole, with remedies. */
export function Notices(): JSX.Element {
  return (
    <div class="notices" aria-live="polite">
      <WorkerNotice />
      <DataNotice />
      <LinkNotice />
      <RunNotice />
      <ActionNotice />
    </div>
  );
}

function WorkerNotice(): JSX.Element | null {
  const text = t.value.notices;
  const worker = state.worker.value;
  const restart = (
    <button type="button" onClick={() => session.restartWorker()}>
      {text.restart}
    </button>
  );
  if (worker.status === 'dead') {
    return (
      <Problem title={text.dead} remedy={text.deadRemedy} detail={worker.message}>
        {restart}
      </Problem>
    );
  }
  if (worker.status === 'unreachable') {
    return (
      <Problem title={text.unreachable} remedy={text.unreachableRemedy} detail={worker.message}>
        {restart}
      </Problem>
    );
  }
  if (worker.status === 'starting' && worker.slow) {
    return (
      <div class="notice">
        <p>{text.slowStart}</p>
        {restart}
      </div>
    );
  }
  if (worker.status === 'ready' && worker.late) {
    return (
      <div class="notice">
        <p>{text.threadsLate}</p>
      </div>
    );
  }
  if (worker.status !== 'failed') return null;
  switch (worker.reason) {
    case 'no-simd':
      return <Problem title={text.noSimd} remedy={text.noSimdRemedy} />;
    case 'backend':
      return (
        <Problem title={text.backend} remedy={text.backendRemedy} detail={worker.message}>
          {restart}
        </Problem>
      );
    case 'crash':
      return (
        <Problem title={text.crash} remedy={text.crashRemedy} detail={worker.message}>
          {restart}
        </Problem>
      );
  }
}

function DataNotice(): JSX.Element | null {
  const text = t.value.data;
  const data = state.data.value;
  if (data.status !== 'failed') return null;
  return (
    <Problem title={text.failed[data.reason]} remedy={text.remedy[data.reason]} detail={data.message}>
      <button type="button" onClick={() => session.data.load()}>
        {text.retry}
      </button>
    </Problem>
  );
}

function LinkNotice(): JSX.Element | null {
  const text = t.value.notices;
  const refused = state.refused.value;
  if (refused.length === 0) return null;
  const quoted = refused.slice(0, mostQuoted).map((each) => `${each.parameter}=${each.text}`);
  const more = refused.length > mostQuoted ? ` ${text.refusedMore(refused.length - mostQuoted)}` : '';
  return (
    <div class="notice">
      <p>{`${text.refused(quoted.join(', '))}${more}`}</p>
      <button
        type="button"
        onClick={() => {
          state.refused.value = [];
        }}
      >
        {text.dismiss}
      </button>
    </div>
  );
}

function RunNotice(): JSX.Element | null {
  const text = t.value.notices;
  const ending = state.run.value?.state;
  if (ending?.status === 'diverged') {
    return <Problem title={text.diverged(ending.epoch, ending.loss, String(ending.learningRate))} />;
  }
  if (ending?.status === 'failed') return <Problem title={text.failed(ending.message)} />;
  const warning = ending && 'warning' in ending ? ending.warning : undefined;
  return warning ? (
    <div class="notice">
      <p>{warningText(warning)}</p>
    </div>
  ) : null;
}

function warningText(warning: RunWarning): string {
  const text = t.value.notices;
  const rateOf = (factor: number): string => String(Number((warning.learningRate * factor).toPrecision(3)));
  switch (warning.kind) {
    case 'loss grew':
      return text.lossGrew(warning.first.toFixed(4), warning.last.toFixed(4), rateOf(0.1));
    case 'chance level': {
      const [accuracy, chance] = [percent(warning.accuracy), percent(warning.chance)];
      // Runs that an earlier page kept do not say which.
      return warning.rate === 'higher'
        ? text.chanceLevelSlow(accuracy, chance, rateOf(10))
        : text.chanceLevel(accuracy, chance, rateOf(0.1));
    }
    case 'statistics behind':
      return text.statisticsBehind(count(warning.steps), percent(warning.share));
  }
}

/** The result of opening files or copying a link. */
function ActionNotice(): JSX.Element | null {
  const notice = state.notice.value;
  if (!notice) return null;
  return (
    <div class="notice">
      <p>
        <NoticeText notice={notice} />
      </p>
      <button
        type="button"
        onClick={() => {
          state.notice.value = undefined;
        }}
      >
        {t.value.notices.dismiss}
      </button>
    </div>
  );
}

function NoticeText({ notice }: { readonly notice: Notice }): JSX.Element {
  const text = t.value.keep;
  switch (notice.kind) {
    case 'opened':
      return (
        <>
          {text.opened(notice.name)} {notice.data === 'other' && text.openedOther}
          {notice.data === 'unknown' && text.openedUnknown}
        </>
      );
    case 'link-copied':
      return <>{text.linkCopied}</>;
    case 'link-shown':
      return (
        <>
          {text.linkShown} <code>{notice.link}</code>
        </>
      );
    case 'data-used':
      return <>{[t.value.data.used(notice.name), ...notice.notes.map((note) => `${note}.`)].join(' ')}</>;
    case 'data-refused':
      return <span class="problem-text">{t.value.data.refused(notice.message)}</span>;
    case 'export-failed':
      return <span class="problem-text">{text.exportFailed(notice.message)}</span>;
    case 'no-model-file':
      return <span class="problem-text">{text.noModelFile}</span>;
    case 'not-a-model':
      return <span class="problem-text">{text.notAModel(notice.message)}</span>;
    case 'not-a-run':
      return <span class="problem-text">{text.notARun(notice.fileName)}</span>;
  }
}

interface ProblemProps {
  readonly title: string;
  readonly remedy?: string;
  /** The technical message; not translated. */
  readonly detail?: string;
  readonly children?: ComponentChildren;
}

function Problem({ title, remedy, detail, children }: ProblemProps): JSX.Element {
  return (
    <div class="notice problem" role="alert">
      <div>
        <p class="notice-title">{title}</p>
        {remedy && <p>{remedy}</p>}
        {detail && <p class="detail">{detail}</p>}
      </div>
      {children}
    </div>
  );
}
