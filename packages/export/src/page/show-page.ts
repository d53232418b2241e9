import type { Classifier } from '../runtime/create-classifier.ts';
import { startCamera } from './camera.ts';
import { startDrawing } from './drawing.ts';

/** The longest side of a picture that is looked at: larger ones are shrunk by the browser. */
const longestSide = 512;

/** Brings an exported page to life: draw, drop or choose a picture, or use the camera, and see the probabilities. */
export function showPage(classifier: Classifier): void {
  const drawing = element('drawing', HTMLCanvasElement);
  const message = element('message', HTMLElement);
  const rows = classifier.classNames.map(() => document.createElement('li'));
  element('classes', HTMLElement).append(...rows);

  const show = (picture: HTMLCanvasElement | ImageData): void => {
    for (const [index, { className, probability }] of classifier.classify(picture).entries()) {
      const row = rows[index]!;
      const name = document.createElement('span');
      // Text, never markup: a class may have any name.
      name.textContent = className;
      // A long name is cut.
      name.title = className;
      const share = document.createElement('meter');
      share.value = probability;
      share.ariaLabel = className;
      const percent = document.createElement('output');
      percent.textContent = `${(100 * probability).toFixed(1)}%`;
      row.replaceChildren(name, share, percent);
    }
  };

  const showPicture = (source: CanvasImageSource, width: number, height: number): void => {
    const scale = Math.min(1, longestSide / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
    pen.showPicture(canvas);
    show(canvas);
  };

  const open = async (file: Blob | undefined): Promise<void> => {
    message.textContent = '';
    camera.stop();
    if (!file) return;
    try {
      const picture = await createImageBitmap(file);
      showPicture(picture, picture.width, picture.height);
      picture.close();
    } catch {
      message.textContent = 'This file cannot be read as a picture.';
    }
  };

  const pen = startDrawing(drawing, () => show(drawing));
  const camera = startCamera(element('camera', HTMLButtonElement), {
    onFrame: (video) => showPicture(video, video.videoWidth, video.videoHeight),
    onProblem: (problem) => (message.textContent = problem),
  });
  element('clear', HTMLButtonElement).addEventListener('click', () => {
    camera.stop();
    message.textContent = '';
    pen.clear();
  });
  const chooser = element('file', HTMLInputElement);
  chooser.addEventListener('change', () => void open(chooser.files?.[0]));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    void open(event.dataTransfer?.files[0]);
  });
  pen.clear();
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`The page has no element ${id}`);
}
