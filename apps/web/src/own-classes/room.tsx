import type { FileAtPath } from '@atelier/datasets/browser';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { download } from '../components/download.ts';
import { FilesButton } from '../components/files-button.tsx';
import { indexOfLargest, ProbabilityList } from '../components/probability-list.tsx';
import { ExportButtons } from '../components/sections/export-buttons.tsx';
import { className, percent } from '../i18n/language.ts';
import { fieldNamed } from '../settings/fields.ts';
import { defaultSettings } from '../settings/settings.ts';
import { session, state } from '../state/page-session.ts';
import { Camera } from './camera.tsx';
import { ClassCard } from './class-card.tsx';
import { type Added, addFiles } from './add-files.ts';
import { addClass, canLearn, exampleFiles, mostClasses, ownClasses, removeAll } from './own-classes.ts';
import './room.css';
import { ownTexts, problemOf } from './texts.ts';
import { readZip, writeZip } from './zip.ts';

/** What a run on them is trained on. */
const dataName = 'own-classes';
/** Of the pictures that the network gets. */
const size = [32, 32] as const;
/** A few hundred small steps: a second or two. */
const layers = 'conv 16 3x3, pool 2, conv 32 3x3, pool 2, dense 32, output';
const recipe = { epochs: 30, batchSize: 8, augment: { shift: 2 } } as const;

/** Classes of one's own: examples from the camera, the pad or files, training, and what the network says. */
export function OwnClassesRoom(): JSX.Element {
  const text = ownTexts.value;
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const open = async ([archive]: readonly FileAtPath[]): Promise<void> => {
    const files = archive && (await readZip(archive.file));
    if (archive) setProblem(files ? await placeExamples(files) : text.notZip(archive.path));
  };
  return (
    <>
      <p class="caption">{text.caption}</p>
      <div class="own-room">
        <div class="own-classes">
          {ownClasses.value.map((own, place) => (
            <ClassCard key={own.key} own={own} number={place + 1} />
          ))}
          <button type="button" disabled={ownClasses.value.length >= mostClasses} onClick={() => addClass()}>
            {text.addClass}
          </button>
        </div>
        <div class="card own-answer">
          <Camera />
          <button
            type="button"
            class="primary"
            disabled={!canLearn.value || state.going.value || !state.canTrain.value}
            onClick={() => void train()}
          >
            {text.train}
          </button>
          {!canLearn.value && <p class="hint">{text.tooFew}</p>}
          <OwnAnswer />
          {state.run.value?.ownData?.name === dataName && <ExportButtons />}
          <button
            type="button"
            disabled={!ownClasses.value.some(({ examples }) => examples.length > 0)}
            onClick={() => void save()}
          >
            {text.save}
          </button>
          <FilesButton label={text.open} accept=".zip" onFiles={(files) => void open(files)} />
          {problem && (
            <p class="hint problem-text" role="alert">
              {problem}
            </p>
          )}
        </div>
      </div>
    </>
  );
}

/** What the network says of the picture before it. */
function OwnAnswer(): JSX.Element {
  const text = ownTexts.value;
  const names = state.classNames.value;
  const probabilities = state.hasModel.value ? state.answer.value?.probabilities : undefined;
  const best = probabilities && indexOfLargest(probabilities);
  return (
    <>
      <h3>{text.answer}</h3>
      <p class="answer-line">
        {probabilities && best !== undefined
          ? `${className(names, best)}, ${percent(probabilities[best] ?? 0)}`
          : text.noAnswer}
      </p>
      {probabilities && <ProbabilityList classNames={names} probabilities={probabilities} />}
    </>
  );
}

/** Makes the examples the page's data, and trains a small network on them. */
async function train(): Promise<void> {
  const { className: nameOf } = ownTexts.value;
  const files = exampleFiles(nameOf);
  if (!(await session.data.useFiles(files, { name: dataName, size }))) return;
  const settings = { ...defaultSettings(), ...recipe };
  session.change(fieldNamed('layers').change(settings, layers) ?? settings);
  session.train();
}

async function save(): Promise<void> {
  download('own-classes.zip', await writeZip(exampleFiles(ownTexts.value.className)));
}

/** Replaces the classes by those of a file, a folder of pictures for each; returns what is to be said of it. */
async function placeExamples(files: readonly FileAtPath[]): Promise<string | undefined> {
  const folderOf = ({ path }: FileAtPath): string => path.split('/').at(-2) ?? '';
  const names = [...new Set(files.map(folderOf))];
  if (names.length > mostClasses) return ownTexts.value.manyClasses(names.length);
  removeAll();
  const classes = names.map((name) => ({ name, key: addClass(name).key }));
  const added: Added[] = [];
  // One class after the other, for the reason that `addFiles` has.
  for (const { name, key } of classes) {
    const pictures = files.filter((file) => folderOf(file) === name);
    added.push(
      await addFiles(
        key,
        pictures.map(({ file }) => file),
      ),
    );
  }
  return problemOf({
    refused: added.reduce((sum, { refused }) => sum + refused, 0),
    full: added.some(({ full }) => full),
  });
}
