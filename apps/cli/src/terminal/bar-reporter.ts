import { SingleBar } from 'cli-progress';
import type { RunEvent } from './events.ts';
import { duration, megabytes, metrics } from './format.ts';
import { LineReporter } from './line-reporter.ts';

/** The most redraws of the bar per second. */
const framesPerSecond = 10;

/** A Keras-like bar on a terminal: epoch, step, time left, loss and accuracy, then the validation's. */
export class BarReporter extends LineReporter {
  #bar: SingleBar | undefined;
  /** What is read while the bar stands. */
  #task: string | undefined;

  override report(event: RunEvent): void {
    switch (event.type) {
      case 'fetch':
        this.#fetch(event);
        return;
      case 'read':
        this.#read(event);
        return;
      case 'epoch-begin':
        this.clear();
        this.line(`Epoch ${event.epoch}/${event.epochs}`);
        this.#bar = this.#start(event.steps, `{value}/${event.steps} {bar} {status}`);
        return;
      case 'progress':
        this.#bar?.update(event.step, { status: `${duration(event.secondsLeft)} - ${metrics(event)}` });
        return;
      case 'epoch': {
        const bar = this.#bar;
        if (!bar) return;
        // A bar is cut at the width of the terminal; a line is not.
        this.clear();
        this.line(`${bar.getTotal()}/${bar.getTotal()} - ${event.seconds.toFixed(1)}s - ${metrics(event)}`);
        return;
      }
      case 'notice':
      case 'dataset':
      case 'start':
      case 'resume':
      case 'curves':
      case 'end':
        this.clear();
        super.report(event);
    }
  }

  override clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #fetch({ file, bytes, total, secondsLeft }: Extract<RunEvent, { type: 'fetch' }>): void {
    this.#bar ??= this.#start(total, 'Fetching {bar} {status}');
    const left = secondsLeft === undefined ? '' : `, ${duration(secondsLeft)} left`;
    this.#bar.update(bytes, { status: `${megabytes(bytes)} of ${megabytes(total)}${left} - ${file}` });
  }

  #read({ task, done, total }: Extract<RunEvent, { type: 'read' }>): void {
    if (task !== this.#task) this.clear();
    this.#task = task;
    this.#bar ??= this.#start(total, `${task} {bar} {value}/${total}`);
    this.#bar.update(done);
    if (done === total) this.clear();
  }

  #start(total: number, format: string): SingleBar {
    const bar = new SingleBar({
      format,
      stream: this.stdout.stream,
      fps: framesPerSecond,
      barsize: Math.max(4, Math.min(20, this.stdout.columns - 56)),
      clearOnComplete: true,
      barCompleteChar: '━',
      barIncompleteChar: '─',
      hideCursor: true,
      linewrap: false,
      gracefulExit: false,
      autopadding: true,
    });
    bar.start(total, 0, { status: '' });
    return bar;
  }
}
