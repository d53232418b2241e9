import type { Reporter, RunEvent } from './events.ts';
import { duration, grouped, interval, metrics, percent } from './format.ts';
import { nameText } from './text.ts';
import { Lines } from './lines.ts';
import { problemsOf } from './problems.ts';

/** Lines for people: one per epoch, and the lines at the start and the end that all reporters for people share. */
export class LineReporter extends Lines implements Reporter {
  report(event: RunEvent): void {
    switch (event.type) {
      case 'notice':
        this.notice(event.message);
        return;
      case 'fetch':
        this.fetching(event);
        return;
      case 'read':
        this.reading(event);
        return;
      case 'dataset':
        this.line(
          `${nameText(event.name)}: ${grouped(event.train)} training${event.validation > 0 ? `, ${grouped(event.validation)} validation` : ''} and ${grouped(event.test)} test images from ${event.source}`,
        );
        if (event.onTest) {
          this.line(
            'Validation takes the test images, as in the tutorial; to choose settings or epochs by it, add --validation 0.1',
          );
        }
        return;
      case 'start': {
        const { config, engine, parameters } = event;
        this.line(
          `${config.preset}: ${grouped(parameters)} parameters, ${config.optimizer.name} ${config.optimizer.learningRate}, batch ${config.batchSize}, seed ${config.seed}, engine ${engine}`,
        );
        return;
      }
      case 'resume':
        this.line(
          `Resuming after ${event.epochs} epochs${event.steps > 0 ? ` and ${event.steps} steps` : ''}`,
        );
        return;
      case 'epoch':
        this.line(`Epoch ${event.epoch}/${event.epochs} - ${event.seconds.toFixed(1)}s - ${metrics(event)}`);
        return;
      case 'curves':
        this.line(`\n${event.text}\n`);
        return;
      case 'end':
        this.end(event);
        return;
      case 'epoch-begin':
      case 'progress':
    }
  }

  clear(): void {}

  protected end(event: Extract<RunEvent, { type: 'end' }>): void {
    for (const line of problemsOf(event)) this.notice(line);
    if (event.status === 'stopped') this.line(`Stopped: ${event.reason}`);
    if (event.keptEpoch !== undefined) {
      this.line(`Kept the weights of epoch ${event.keptEpoch}, the best by ${event.keptBy}`);
    }
    if (event.status === 'interrupted') this.line('Interrupted: the training so far is saved');
    if (event.test) {
      this.line(
        `Test accuracy ${percent(event.test.accuracy)} (95% interval ${interval(event.test.interval)}), loss ${event.test.loss.toFixed(4)}, after ${duration(event.seconds)}`,
      );
    }
    if (event.prediction) {
      const { index, predicted, className, label, labelName } = event.prediction;
      this.line(
        `Test image ${index}: predicted ${predicted} ${nameText(className)}, label ${label} ${nameText(labelName)}`,
      );
    }
    this.line(`\n${event.folder}`);
    for (const file of event.files) this.line(`  ${file}`);
  }
}
