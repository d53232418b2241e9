import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { session, state } from '../../state/page-session.ts';
import { className, t } from '../../i18n/language.ts';
import type { DataInfo, LabelledPicture, TestResult } from '../../messages.ts';
import type { Cell } from '../../state/state.ts';
import { Later } from '../later.tsx';
import { PictureButton } from '../picture-button.tsx';
import { Shade } from '../shade.tsx';

/** A name with upright characters, one below the other, like vertical Chinese. */
const standsUpright = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

interface ConfusionCardProps {
  readonly result: TestResult;
  readonly info: DataInfo;
}

/** Counts of what the test pictures show against what the network says; a cell shows its pictures. */
export function ConfusionCard({ result, info }: ConfusionCardProps): JSX.Element {
  const text = t.value.learned;
  const names = info.classNames.map((_, label) => className(info.classNames, label));
  const half = Math.ceil(names.length / 2);
  return (
    <div class="card">
      <h3 id="confusion">{text.confusion}</h3>
      <p class="caption">{text.confusionCaption}</p>
      <div class="scroll" role="region" aria-labelledby="confusion" tabIndex={0}>
        <table class="confusion">
          <thead>
            <tr>
              <td class="axis">
                {text.shows} ↓ {text.says} →
              </td>
              {names.map((name, label) => (
                <th key={label} scope="col">
                  <span class={standsUpright.test(name) ? 'upright' : undefined}>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Later>
              <Rows from={0} to={half} names={names} result={result} />
            </Later>
            <Later>
              <Rows from={half} to={names.length} names={names} result={result} />
            </Later>
          </tbody>
        </table>
      </div>
      <CellPictures info={info} names={names} result={result} />
    </div>
  );
}

interface RowsProps {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
  readonly result: TestResult;
}

/** Some of the rows: all at once are the largest thing that the page draws. */
function Rows({ from, to, names, result }: RowsProps): JSX.Element {
  return (
    <>
      {names.slice(from, to).map((name, place) => {
        const label = from + place;
        const row = result.confusion[label] ?? [];
        const total = row.reduce((sum, count) => sum + count, 0);
        return (
          <tr key={label}>
            <th scope="row">{name}</th>
            {names.map((_, predicted) => {
              const count = row[predicted] ?? 0;
              return (
                <Shade
                  key={predicted}
                  as="td"
                  class={label === predicted ? 'right' : 'wrong'}
                  share={total > 0 ? count / total : 0}
                >
                  {count > 0 && (
                    <CellButton label={label} predicted={predicted} count={count} names={names} />
                  )}
                </Shade>
              );
            })}
          </tr>
        );
      })}
    </>
  );
}

interface CellButtonProps {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  readonly names: readonly string[];
}

function CellButton({ label, predicted, count, names }: CellButtonProps): JSX.Element {
  const text = t.value.learned;
  const chosen = state.cell.value?.label === label && state.cell.value.predicted === predicted;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={text.cell(count, names[label] ?? '', names[predicted] ?? '')}
      onClick={() => {
        state.cell.value = chosen ? undefined : { label, predicted };
      }}
    >
      {count}
    </button>
  );
}

interface CellPicturesProps {
  readonly info: DataInfo;
  readonly names: readonly string[];
  readonly result: TestResult;
}

/** The pictures of the chosen cell, anew with each result. */
function CellPictures({ info, names, result }: CellPicturesProps): JSX.Element | null {
  const text = t.value.learned;
  const cell = state.cell.value;
  const [pictures, setPictures] = useState<readonly LabelledPicture[]>([]);
  useEffect(() => {
    let current = true;
    const show = async (chosen: Cell): Promise<void> => {
      const found = await session.pictures.ofCell(chosen);
      if (current) setPictures(found);
    };
    if (cell) void show(cell);
    return () => {
      current = false;
    };
  }, [cell, result]);
  if (!cell) return <p class="hint">{text.cellHint}</p>;
  const name = names[cell.label] ?? '';
  return (
    <div class="cell-pictures" aria-live="polite">
      <h4>{text.cellPictures(name, names[cell.predicted] ?? '')}</h4>
      <ul>
        {pictures.map((picture) => (
          <li key={picture.index}>
            <PictureButton picture={picture} info={info} label={name} />
          </li>
        ))}
      </ul>
    </div>
  );
}
