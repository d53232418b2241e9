import { session } from '../app.ts';
import { droppedFiles } from './dropped-files.ts';
import { openPicture } from './own-picture.ts';

/** Takes what is dropped, wherever on the page: a browser leaves the page for a file that nobody takes. */
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

/** Text that is dragged into a box is the box's. */
function isForInput({ target, dataTransfer }: DragEvent): boolean {
  return target instanceof HTMLInputElement && !dataTransfer?.types.includes('Files');
}

/** One file that is none of a run's is a picture, or is said to be none; anything else is a run, or is said to be none. */
async function take(files: readonly File[]): Promise<void> {
  const [file] = files;
  if (!file) return;
  if (files.length === 1 && !/\.(?:json|bin)$/.test(file.name)) {
    await openPicture(file);
    show('try');
  } else {
    await session.openFiles(files);
    show('keep');
  }
}

/** Brings the section that says what became of a drop into sight, unless it was dropped there. */
function show(heading: string): void {
  const section = document.getElementById(heading)?.closest('section');
  section?.scrollIntoView({ block: 'nearest' });
}
