import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, htmlPage, type Section } from '@atelier/plotting';
import { renderSvgAndPng } from '@atelier/plotting/png';
import { makeFolder } from '@atelier/runs';
import type { Experiment, Presentation } from '../experiment.ts';
import { type ResultFolder, resultFiles } from '../folder/result-folder.ts';
import { grouped } from './words.ts';
import { resultsCsv } from './results-csv.ts';

const tableFile = 'results.csv';
const summaryFile = 'summary.json';
/** Written last. */
const reportFile = 'report.html';

/** Whether a folder already holds this presentation. */
export function isPresented(
  experiment: Experiment,
  folder: ResultFolder,
  presentation: Presentation,
): boolean {
  const [summary, report] = [summaryFile, reportFile].map((name) => join(folder.path, name));
  if (summary === undefined || report === undefined || !existsSync(summary) || !existsSync(report))
    return false;
  return readFileSync(summary, 'utf8') === summaryText(experiment, folder, presentation);
}

/** The files of a presentation, within the folder. */
export function presentationFiles({ figures }: Presentation): string[] {
  const drawn = Object.keys(figures).flatMap((name) => [`${name}.svg`, `${name}.png`]);
  return [...drawn.map((name) => join(resultFiles.figures, name)), tableFile, summaryFile, reportFile];
}

function summaryText(experiment: Experiment, folder: ResultFolder, presentation: Presentation): string {
  const { name, question } = experiment;
  const { table, reading } = presentation;
  const decisions = decisionsOf(experiment, folder);
  const summary = { experiment: name, question, ...folder.manifest.options, table, decisions, reading };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function decisionsOf(experiment: Experiment, { manifest, results }: ResultFolder): readonly string[] {
  return experiment.decisions?.(manifest.options, results) ?? [];
}

/**
 * Writes the figures (SVG and PNG), `results.csv`, `summary.json` and `report.html` of a complete experiment.
 *
 * @returns the files' paths within the folder
 */
export async function writePresentation(
  experiment: Experiment,
  folder: ResultFolder,
  presentation: Presentation,
): Promise<string[]> {
  const { figures, table, reading } = presentation;
  const { manifest } = folder;
  const decisions = decisionsOf(experiment, folder);
  makeFolder(join(folder.path, resultFiles.figures));
  for (const [name, figure] of Object.entries(figures)) {
    const { svg, png } = await renderSvgAndPng(figure);
    await folder.write(join(resultFiles.figures, `${name}.svg`), svg);
    await folder.write(join(resultFiles.figures, `${name}.png`), png);
  }
  const { name, question } = experiment;
  await folder.write(tableFile, resultsCsv(folder.all));
  await folder.write(summaryFile, summaryText(experiment, folder, presentation));
  await folder.write(reportFile, await htmlPage({ title: name, subtitle: question, sections: sections() }));
  return presentationFiles(presentation);

  function sections(): Section[] {
    const { options, dataset, engine, version } = manifest;
    const parts: Section[] = [
      {
        blocks: [
          ...reading.map((text): Block => ({ kind: 'text', text })),
          ...Object.values(figures).map((figure): Block => ({ kind: 'figures', figures: [figure] })),
        ],
      },
    ];
    if (decisions.length > 0) {
      parts.push({ heading: 'Decisions', blocks: decisions.map((text) => ({ kind: 'text', text })) });
    }
    parts.push(
      {
        heading: 'Numbers',
        blocks: [{ kind: 'table', caption: `Results of ${name}`, columns: table.columns, rows: table.rows }],
      },
      {
        heading: 'Setting',
        blocks: [
          {
            kind: 'facts',
            facts: [
              ['data set', dataset.name],
              ['training images', grouped(options.limit)],
              ['epochs', options.epochs],
              ['seeds', options.seeds],
              ['trials', folder.all.length],
              ['engine', engine],
              ['version', version],
            ],
          },
        ],
      },
    );
    return parts;
  }
}
