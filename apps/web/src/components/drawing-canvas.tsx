import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/language.ts';
import { type Point, stroke } from '../image/brush.ts';
import { Pixels } from './pixels.tsx';

interface DrawingCanvasProps {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly onDraw: (pixels: Uint8Array) => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The network's own pixels, to be drawn on with a pointer or with the keyboard. */
export function DrawingCanvas(props: DrawingCanvasProps): JSX.Element {
  const { pixels, height, width, onDraw } = props;
  const text = t.value.try;
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const marker = useRef<HTMLDivElement>(null);
  const lastPoint = useRef<Point | undefined>(undefined);
  const [size, setSize] = useState(1.2);
  const [erases, setErases] = useState(false);
  const [over, setOver] = useState(false);
  const [cursor, setCursor] = useState<Point>({ x: Math.floor(width / 2), y: Math.floor(height / 2) });

  useLayoutEffect(() => {
    marker.current?.style.setProperty('--x', String(cursor.x / width));
    marker.current?.style.setProperty('--y', String(cursor.y / height));
  }, [cursor]);

  const draw = (from: Point, to: Point, erasing = erases): void => {
    const next = Uint8Array.from(pixels);
    stroke({ pixels: next, height, width }, from, to, { size, erases: erasing });
    onDraw(next);
  };
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
  };
  const centre = ({ x, y }: Point): Point => ({ x: x + 0.5, y: y + 0.5 });

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = arrows[event.key];
    if (step) {
      const next = {
        x: Math.min(width - 1, Math.max(0, cursor.x + step[0])),
        y: Math.min(height - 1, Math.max(0, cursor.y + step[1])),
      };
      setCursor(next);
      if (event.shiftKey) draw(centre(cursor), centre(next));
    } else if (event.key === ' ' || event.key === 'Enter') {
      draw(centre(cursor), centre(cursor));
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      draw(centre(cursor), centre(cursor), true);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <>
      <div
        ref={area}
        class={over ? 'drawing over' : 'drawing'}
        role="application"
        tabIndex={0}
        aria-label={text.canvas}
        aria-describedby={`${id}-help`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const point = pointOf(event);
          lastPoint.current = point;
          draw(point, point);
        }}
        onPointerMove={(event) => {
          const from = lastPoint.current;
          if (!from) return;
          const to = pointOf(event);
          lastPoint.current = to;
          draw(from, to);
        }}
        onPointerUp={() => {
          lastPoint.current = undefined;
        }}
        onPointerCancel={() => {
          lastPoint.current = undefined;
        }}
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      >
        <Pixels pixels={pixels} height={height} width={width} label={text.canvas} />
        <div class="marker" ref={marker} />
      </div>
      <p id={`${id}-help`} class="visually-hidden">
        {text.canvasHelp}
      </p>
      <div class="brush">
        <label>
          <span>{text.brushSize}</span>
          <input
            type="range"
            min={0.5}
            max={4}
            step={0.1}
            value={size}
            onInput={({ currentTarget }) => setSize(currentTarget.valueAsNumber)}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={erases}
            onChange={({ currentTarget }) => setErases(currentTarget.checked)}
          />
          {text.erase}
        </label>
      </div>
    </>
  );
}
