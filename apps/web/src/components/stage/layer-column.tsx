import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { count, t } from '../../i18n/language.ts';
import type { LayerView } from '../../messages.ts';

/** The same colours as those of weights: distinguishable with any kind of colour vision. */
const negative = [0, 114, 206] as const;
const positive = [222, 98, 0] as const;
/** Between two feature maps, in pixels. */
const gap = 1;

/** One layer of the network: its size, and what it makes of the picture. */
export function LayerColumn({ layer }: { readonly layer: LayerView }): JSX.Element {
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
        const colour = value < 0 ? negative : positive;
        const at = ((top + Math.floor(pixel / layer.width)) * width + left + (pixel % layer.width)) * 4;
        image.data.set([...colour, Math.abs(value) * 2], at);
      }
    }
    context.putImageData(image, 0, 0);
  }, [layer, width, height]);
  const text = t.value.network;
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
