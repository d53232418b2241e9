import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import type { Placed } from '../../messages.ts';
import { isBlank, type OwnPicture } from '../../state/own-picture.ts';
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
        own={own}
        tool={tool}
        size={size}
        outline={traced === undefined ? undefined : exampleOf(traced)}
        awaitsFirst={!state.dataInfo.value && isBlank(own)}
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
      <Received />
      <div class="pad-tools">
        <button type="button" disabled={isBlank(own)} onClick={clear}>
          {text.clear}
        </button>
        <button
          type="button"
          disabled={!state.testHere.value || state.otherData.value !== undefined}
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

/** The picture as the network gets it. */
function Received(): JSX.Element {
  const text = t.value.try;
  const got = state.answer.value?.placed ?? state.own.value.ready;
  return (
    <figure class="placed">
      {got && (
        <div class="frame">
          <Pixels
            pixels={got.pixels}
            format={got.format}
            label={text.placed(got.format.width, got.format.height)}
          />
        </div>
      )}
      <figcaption>{text.gets}</figcaption>
    </figure>
  );
}

/** A training picture of a class. */
function exampleOf(label: number): OwnPicture['ready'] {
  const format = state.dataInfo.value;
  const found = state.classes.value.find((each) => each.label === label);
  if (!format || !found) return undefined;
  const size = format.height * format.width * format.channels;
  return { pixels: found.pixels.subarray(0, size), format };
}

interface OwnNoteProps {
  readonly note: OwnPicture['note'];
  readonly blank: boolean;
}

function OwnNote({ note, blank }: OwnNoteProps): JSX.Element {
  const text = t.value.try;
  const names = state.dataInfo.value?.classNames ?? [];
  switch (note?.kind) {
    case 'training':
    case 'test':
      return <>{text.itIs[note.kind](className(names, note.label))}</>;
    case 'file':
      return <PlacedNote placed={note.placed} from={note.from} />;
    case 'no-image':
      return <span class="problem-text">{text.notAnImage(note.fileName)}</span>;
    case undefined: {
      const placed = state.answer.value?.placed;
      return blank ? <>{text.dropHint}</> : placed ? <PlacedNote placed={placed} /> : <></>;
    }
  }
}

/** What was done to a picture, and whether it is like the training pictures at all. */
function PlacedNote({ placed, from }: { readonly placed: Placed; readonly from?: string }): JSX.Element {
  const text = t.value.try;
  const { blank, cluttered, inverted, moved, strangeness } = placed;
  if (blank) return <span class="problem-text">{text.nothingToSee}</span>;
  const done = [
    ...(from === undefined ? [] : [text.from(from)]),
    ...(cluttered ? [text.cluttered] : moved ? [text.moved] : []),
    ...(inverted ? [text.inverted] : []),
  ];
  const strange = strangeness !== undefined && strangeness > 1;
  return (
    <>
      <span>{done.join(' ')}</span>{' '}
      {strange && <span class="problem-text">{text.strange(strangeness.toFixed(1))}</span>}
    </>
  );
}
