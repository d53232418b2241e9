import { session, state } from '../state/page-session.ts';
import { droppedFiles } from './dropped-files.ts';
import { openPicture } from './own-picture.ts';

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

/** A single file that does not belong to a run is opened as a picture; anything else is opened as a run. */
async function take(files: readonly File[]): Promise<void> {
  const [file] = files;
  if (!file) return;
  if (files.length === 1 && !/\.(?:json|bin)$/.test(file.name)) {
    await openPicture(file);
    show('pad');
  } else {
    await session.openFiles(files);
    state.panel.value = 'keep';
    show('keep');
  }
}

/** Scrolls to the section that shows the result of a drop, unless it was dropped there. */
function show(heading: string): void {
  const section = document.getElementById(heading)?.closest('section');
  section?.scrollIntoView({ block: 'nearest' });
}
