import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import { isBlank, type OwnPicture, side } from '../../state/own-picture.ts';
import { DrawingCanvas, type Tool } from '../drawing-canvas.tsx';
import { clear, draw, openPicture, takeTestPicture } from '../own-picture.ts';
import { Pixels } from '../pixels.tsx';
import { PadTools } from './pad-tools.tsx';

/** The picture that runs through the network: drawn, taken from the test pictures, or from a file. */
export function Pad(): JSX.Element {
  const text = t.value.try;
  const own = state.own.value;
  const [tool, setTool] = useState<Tool>('brush');
  const [size, setSize] = useState(1);
  const [traced, setTraced] = useState<number | undefined>(undefined);
  return (
    <section class="card pad" aria-labelledby="pad">
      <h2 id="pad" class="visually-hidden">
        {text.heading}
      </h2>
      <DrawingCanvas
        drawing={own.drawing}
        given={own.note?.kind === 'test' && own.note.given}
        tool={tool}
        size={size}
        outline={traced === undefined ? undefined : exampleOf(traced)}
        onDraw={draw}
      />
      <PadTools
        tool={tool}
        onTool={setTool}
        size={size}
        onSize={setSize}
        traced={traced}
        onTrace={(label) => {
          setTraced(label);
          if (label !== undefined) clear();
        }}
      />
      <figure class="placed">
        <Pixels pixels={own.pixels} height={side} width={side} label={text.placed} />
        <figcaption>{text.gets}</figcaption>
      </figure>
      <div class="pad-tools">
        <button type="button" disabled={isBlank(own)} onClick={clear}>
          {text.clear}
        </button>
        <button
          type="button"
          disabled={!state.dataHere.value || state.run.value?.otherData !== undefined}
          onClick={() => void takeTestPicture()}
        >
          {text.fromTest}
        </button>
        <label class="button">
          {text.choose}
          <input
            type="file"
            accept="image/*"
            class="visually-hidden"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) void openPicture(file);
              currentTarget.value = '';
            }}
          />
        </label>
      </div>
      <p class="hint" aria-live="polite">
        <OwnNote note={own.note} blank={isBlank(own)} />
      </p>
    </section>
  );
}

/** A training picture of a class. */
function exampleOf(label: number): Uint8Array | undefined {
  return state.classes.value.find((each) => each.label === label)?.pixels.subarray(0, side * side);
}

interface OwnNoteProps {
  readonly note: OwnPicture['note'];
  readonly blank: boolean;
}

function OwnNote({ note, blank }: OwnNoteProps): JSX.Element {
  const text = t.value.try;
  const names = state.dataInfo.value?.classNames ?? [];
  switch (note?.kind) {
    case 'test':
      return <>{text.itIs(className(names, note.label))}</>;
    case 'file':
      return <>{text.prepared(note.from, note.inverted)}</>;
    case 'no-image':
      return <span class="problem-text">{text.notAnImage(note.fileName)}</span>;
    case undefined:
      return <>{blank ? text.dropHint : text.fitted}</>;
  }
}
