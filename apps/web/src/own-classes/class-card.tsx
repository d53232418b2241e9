import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { droppedFiles } from '../components/dropped-files.ts';
import { FilesButton } from '../components/files-button.tsx';
import { isBlank } from '../state/own-picture.ts';
import { state } from '../state/page-session.ts';
import { camera } from './camera.tsx';
import { addFiles } from './add-files.ts';
import { cameraSquare, padExample } from './example-picture.ts';
import { addExamples, type OwnClass, removeClass, removeExample, renameClass } from './own-classes.ts';
import { ownTexts, problemOf } from './texts.ts';

/** Milliseconds between two pictures while the button is held. */
const takeInterval = 150;

interface ClassCardProps {
  readonly own: OwnClass;
  /** From 1. */
  readonly number: number;
}

/** One class: its name, its examples, and the ways to add some. */
export function ClassCard({ own: { key, name, examples }, number }: ClassCardProps): JSX.Element {
  const text = ownTexts.value;
  const shownName = name || text.className(number);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [over, setOver] = useState(false);
  const add = async (files: readonly Blob[]): Promise<void> => {
    setProblem(undefined);
    setProblem(problemOf(await addFiles(key, files)));
  };
  return (
    <section
      class={over ? 'card own-class over' : 'card own-class'}
      aria-label={name ? `${name} (${number})` : shownName}
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        event.preventDefault();
        // The page would take it for a data set.
        event.stopPropagation();
        if (event.dataTransfer)
          void droppedFiles(event.dataTransfer).then((files) => add(files.map(({ file }) => file)));
      }}
    >
      <div class="own-class-head">
        <input
          type="text"
          autocomplete="off"
          maxLength={40}
          value={name}
          placeholder={text.className(number)}
          aria-label={text.nameLabel(number)}
          onInput={({ currentTarget }) => renameClass(key, currentTarget.value)}
        />
        <span class="number">{text.examples(examples.length)}</span>
        <button
          type="button"
          class="quiet"
          aria-label={text.removeClass(shownName)}
          onClick={() => removeClass(key)}
        >
          ×
        </button>
      </div>
      <ul class="own-examples" tabIndex={examples.length > 0 ? 0 : undefined}>
        {examples.map((example, place) => (
          <li key={example.url}>
            <button
              type="button"
              title={text.removeExample(shownName, place + 1)}
              onClick={() => removeExample(key, example)}
            >
              <img src={example.url} alt={text.removeExample(shownName, place + 1)} />
            </button>
          </li>
        ))}
      </ul>
      <div class="own-class-tools">
        {camera.value && <TakeButton label={text.take} onTake={(picture) => addExamples(key, [picture])} />}
        <button
          type="button"
          disabled={isBlank(state.own.value)}
          onClick={() => void padExample(state.own.value).then((picture) => addExamples(key, [picture]))}
        >
          {text.fromPad}
        </button>
        <FilesButton
          label={text.files}
          accept="image/*"
          onFiles={(files) => void add(files.map(({ file }) => file))}
        />
        <span class="hint">{text.dropHere}</span>
      </div>
      {problem && (
        <p class="hint problem-text" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

interface TakeButtonProps {
  readonly label: string;
  readonly onTake: (picture: Blob) => void;
}

/** Takes a picture, and more while it is held. */
function TakeButton({ label, onTake }: TakeButtonProps): JSX.Element {
  const timer = useRef<ReturnType<typeof setInterval> | undefined>(undefined);
  const take = (): void => {
    const video = camera.peek();
    if (video) void cameraSquare(video).convertToBlob().then(onTake);
  };
  const stop = (): void => clearInterval(timer.current);
  useEffect(() => stop, []);
  return (
    <button
      type="button"
      class="take"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        stop();
        take();
        timer.current = setInterval(take, takeInterval);
      }}
      onPointerUp={stop}
      onPointerCancel={stop}
      onClick={({ detail }) => {
        // By the keyboard: a pointer has taken its pictures.
        if (detail === 0) take();
      }}
    >
      {label}
    </button>
  );
}
