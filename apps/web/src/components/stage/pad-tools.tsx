import type { JSX } from 'preact';
import { state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import type { Tool } from '../drawing-canvas.tsx';

interface PadToolsProps {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly size: number;
  readonly onSize: (size: number) => void;
  /** The class whose example is traced. */
  readonly traced: number | undefined;
  readonly onTrace: (label: number | undefined) => void;
}

const tools: readonly Tool[] = ['brush', 'fill', 'eraser'];

/** What the pointer does on the pad. */
export function PadTools({ tool, onTool, size, onSize, traced, onTrace }: PadToolsProps): JSX.Element {
  const text = t.value.try;
  const names = state.dataInfo.value?.classNames ?? [];
  return (
    <div class="brush">
      <div class="tools" role="radiogroup" aria-label={text.tools}>
        {tools.map((each) => (
          <label key={each} class="tool">
            <input type="radio" name="tool" checked={each === tool} onChange={() => onTool(each)} />
            {text[each]}
          </label>
        ))}
      </div>
      <label class="brush-size">
        <span class="visually-hidden">{text.brushSize}</span>
        <input
          type="range"
          min={0.4}
          max={4}
          step={0.1}
          value={size}
          onInput={({ currentTarget }) => onSize(currentTarget.valueAsNumber)}
        />
      </label>
      <label class="trace">
        <span class="visually-hidden">{text.trace}</span>
        <select
          value={traced === undefined ? '' : String(traced)}
          onChange={({ currentTarget: { value } }) => onTrace(value === '' ? undefined : Number(value))}
        >
          <option value="">{text.trace}</option>
          {names.map((_, label) => (
            <option key={label} value={String(label)}>
              {className(names, label)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
