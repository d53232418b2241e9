import type { FileAtPath } from '@atelier/datasets/browser';
import { session, state } from '../state/page-session.ts';
import { droppedFiles } from './dropped-files.ts';
import { openPicture } from './own-picture.ts';

const isOfRun = /(?:^|\/)(?:model\.json|weights\.bin|run\.json)$/;
/** What formats of data call a file that is whole by itself. */
const isData = /(?:\.(?:csv|npz|npy|gz|bin)|ubyte)$/i;

/** Takes drops anywhere on the page: a browser would navigate away to an unhandled file. */
export function takeDrops(): void {
  window.addEventListener('dragover', (event) => {
    if (!isForInput(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    if (isForInput(event)) return;
    event.preventDefault();
    if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(take);
  });
}

/** Text that is dragged into a text box stays there. */
function isForInput({ target, dataTransfer }: DragEvent): boolean {
  return target instanceof HTMLInputElement && !dataTransfer?.types.includes('Files');
}

/** Files of a run are opened as one; a single file of another kind is a picture or data, and everything else is data. */
async function take(files: readonly FileAtPath[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  if (files.some(({ path }) => isOfRun.test(path))) {
    await session.openFiles(files);
    state.panel.value = 'keep';
    show('keep');
  } else if (files.length > 1 || isData.test(first.path)) {
    state.panel.value = 'data';
    show('data');
    await session.data.useFiles(files);
  } else {
    await openPicture(new File([first.file], first.path));
    show('pad');
  }
}

/** Scrolls to the section that shows the result of a drop, unless it was dropped there. */
function show(heading: string): void {
  const section = document.getElementById(heading)?.closest('section');
  section?.scrollIntoView({ block: 'nearest' });
}
