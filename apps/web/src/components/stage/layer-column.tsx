import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { count, t } from '../../i18n/language.ts';
import type { LayerView } from '../../messages.ts';
import { state } from '../../state/page-session.ts';

/** The same colours as those of weights: distinguishable with any kind of colour vision. */
const negative = [0, 114, 206] as const;
const positive = [222, 98, 0] as const;
/** Between two feature maps, in pixels. */
const gap = 1;

interface LayerColumnProps {
  readonly layer: LayerView;
  /** Among the shown layers, from 0. */
  readonly place: number;
}

/** One layer of the network: its size, and what it makes of the picture. */
export function LayerColumn({ layer, place }: LayerColumnProps): JSX.Element {
  const { title, shape, shown, parameters } = layer;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { columns, rows } = gridOf(layer);
  const spacing = layer.height > 1 ? gap : 0;
  const width = columns * (layer.width + spacing) - spacing;
  const height = rows * (layer.height + spacing) - spacing;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let map = 0; map < shown; map++) {
      const left = (map % columns) * (layer.width + spacing);
      const top = Math.floor(map / columns) * (layer.height + spacing);
      for (let pixel = 0; pixel < layer.width * layer.height; pixel++) {
        const value = layer.values[map * layer.width * layer.height + pixel]!;
        const [red, green, blue] = value < 0 ? negative : positive;
        const at = ((top + Math.floor(pixel / layer.width)) * width + left + (pixel % layer.width)) * 4;
        image.data[at] = red;
        image.data[at + 1] = green;
        image.data[at + 2] = blue;
        image.data[at + 3] = Math.abs(value) * 2;
      }
    }
    context.putImageData(image, 0, 0);
  }, [layer, width, height]);
  const text = t.value.network;
  const point = (unit: number | undefined): void => {
    const { pointed } = state;
    if (unit === undefined || unit < 0 || unit >= shown) pointed.value = undefined;
    else if (pointed.value?.unit !== unit || pointed.value.layer !== place)
      pointed.value = { layer: place, unit };
  };
  return (
    <>
      <span class="layer-arrow" aria-hidden="true" />
      <figure class="layer-column">
        <canvas
          ref={canvas}
          width={width}
          height={height}
          role="img"
          aria-label={text.outputs(title, shape.join(' × '))}
          tabIndex={0}
          onPointerMove={({ currentTarget, clientX, clientY }) => {
            const box = currentTarget.getBoundingClientRect();
            const column = Math.floor(((clientX - box.left) / box.width) * columns);
            point(Math.floor(((clientY - box.top) / box.height) * rows) * columns + column);
          }}
          onPointerLeave={() => point(undefined)}
          onFocus={() => point(0)}
          onBlur={() => point(undefined)}
          onKeyDown={(event) => {
            const steps: Readonly<Record<string, number>> = {
              ArrowLeft: -1,
              ArrowRight: 1,
              ArrowUp: -columns,
              ArrowDown: columns,
            };
            const step = steps[event.key];
            if (step === undefined) return;
            event.preventDefault();
            const at = state.pointed.value?.layer === place ? state.pointed.value.unit : 0;
            point(Math.min(shown - 1, Math.max(0, at + step)));
          }}
        />
        <figcaption>
          <strong>{title === 'template × picture' ? text.evidence : title}</strong>
          <span class="number">{shape.join('×')}</span>
          <span class="number">{parameters > 0 ? text.weights(count(parameters)) : '\u00a0'}</span>
        </figcaption>
      </figure>
    </>
  );
}

/** Units stand in a tall block, feature maps in a wide one. */
function gridOf({ shown, height }: LayerView): { readonly columns: number; readonly rows: number } {
  const columns = height > 1 ? Math.ceil(Math.sqrt(shown)) : Math.max(1, Math.ceil(Math.sqrt(shown / 2)));
  return { columns, rows: Math.ceil(shown / columns) };
}
