import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, htmlPage, renderSvg, type Section } from '@atelier/plotting';
import { renderPng } from '@atelier/plotting/png';
import { writeWhole } from '@atelier/runs';
import type { Experiment, Presentation } from '../experiment.ts';
import type { ResultFolder } from '../folder/result-folder.ts';
import { grouped } from './words.ts';
import { resultsCsv } from './results-csv.ts';

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
  const { manifest, results } = folder;
  const decisions = experiment.decisions?.(manifest.options, results) ?? [];
  const files: string[] = [];
  const write = async (file: string, content: string | Uint8Array): Promise<void> => {
    await writeWhole(join(folder.path, file), content);
    files.push(file);
  };
  mkdirSync(join(folder.path, 'figures'), { recursive: true });
  for (const [name, figure] of Object.entries(figures)) {
    await write(join('figures', `${name}.svg`), await renderSvg(figure));
    await write(join('figures', `${name}.png`), await renderPng(figure));
  }
  const { name, question } = experiment;
  await write('results.csv', resultsCsv(folder.all));
  const summary = { experiment: name, question, ...manifest.options, table, decisions, reading };
  await write('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
  await write('report.html', await htmlPage({ title: name, subtitle: question, sections: sections() }));
  return files;

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
