import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/language.ts';
import { type Point, stroke } from '../image/brush.ts';
import { fill } from '../image/fill.ts';
import { type OwnPicture, padFormat, padSide, padSteps } from '../state/own-picture.ts';
import { Pixels } from './pixels.tsx';

export type Tool = 'brush' | 'fill' | 'eraser';

interface DrawingCanvasProps {
  readonly own: OwnPicture;
  readonly tool: Tool;
  /** Radius of the brush, in steps of the pad. */
  readonly size: number;
  /** A picture to trace. */
  readonly outline: OwnPicture['ready'];
  /** Whether the first test picture is still to come: until then the page's own copy is shown. */
  readonly awaitsFirst: boolean;
  readonly onDraw: (drawing: Uint8Array) => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Clothes are seldom black: a filled area is as dark as most of those in the pictures. */
const fillInk = 190;

/** An area to draw on with a pointer or with the keyboard. */
export function DrawingCanvas(props: DrawingCanvasProps): JSX.Element {
  const { own, tool, size, outline, awaitsFirst, onDraw } = props;
  const text = t.value.try;
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const marker = useRef<HTMLDivElement>(null);
  const lastPoint = useRef<Point | undefined>(undefined);
  const [over, setOver] = useState(false);
  /** In steps of the pad. */
  const [cursor, setCursor] = useState<Point>({ x: padSteps / 2, y: padSteps / 2 });
  const scale = padSide / padSteps;

  useLayoutEffect(() => {
    marker.current?.style.setProperty('--x', String(cursor.x / padSteps));
    marker.current?.style.setProperty('--y', String(cursor.y / padSteps));
  }, [cursor]);

  const draw = (from: Point, to: Point, by: Tool = tool): void => {
    const pixels = Uint8Array.from(own.drawing);
    const picture = { pixels, height: padSide, width: padSide };
    if (by === 'fill') fill(picture, to, fillInk);
    else stroke(picture, from, to, { size: size * scale, erases: by === 'eraser' });
    onDraw(pixels);
  };
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return {
      x: ((clientX - box.left) / box.width) * padSide,
      y: ((clientY - box.top) / box.height) * padSide,
    };
  };
  const centre = ({ x, y }: Point): Point => ({ x: (x + 0.5) * scale, y: (y + 0.5) * scale });
  const endStroke = (): void => {
    lastPoint.current = undefined;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = arrows[event.key];
    if (step) {
      const within = (place: number): number => Math.min(padSteps - 1, Math.max(0, place));
      const next = { x: within(cursor.x + step[0]), y: within(cursor.y + step[1]) };
      setCursor(next);
      if (event.shiftKey && tool !== 'fill') draw(centre(cursor), centre(next));
    } else if (event.key === ' ' || event.key === 'Enter') {
      draw(centre(cursor), centre(cursor));
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      draw(centre(cursor), centre(cursor), 'eraser');
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
          if (tool !== 'fill') lastPoint.current = point;
          draw(point, point);
        }}
        onPointerMove={(event) => {
          const from = lastPoint.current;
          if (!from) return;
          const to = pointOf(event);
          lastPoint.current = to;
          draw(from, to);
        }}
        onPointerUp={endStroke}
        onPointerCancel={endStroke}
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      >
        {awaitsFirst && <div class="first-picture ink" aria-hidden="true" />}
        {outline && (
          <div class="outline" aria-hidden="true">
            <Pixels pixels={outline.pixels} format={outline.format} label="" />
          </div>
        )}
        <Pixels {...(own.ready ?? { pixels: own.drawing, format: padFormat })} label={text.canvas} />
        <div class="marker" ref={marker} />
      </div>
      <p id={`${id}-help`} class="visually-hidden">
        {text.canvasHelp}
      </p>
    </>
  );
}
