import { themeVariables } from '../svg/theme.ts';

/** The least window width at which figures are drawn at full width. */
const WIDE = '35rem';

/** The style sheet of every page: one column, light or dark like the reader's system, fit for paper. */
export const pageStyle: string = `
:root { color-scheme: light dark; ${themeVariables('light')} }
@media (prefers-color-scheme: dark) { :root { ${themeVariables('dark')} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--figure-surface); color: var(--figure-ink); font: 1rem/1.5 Inter, system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h1 + p { margin: 0.25rem 0 0; color: var(--figure-muted); }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--figure-grid); }
h3, caption { font-size: 1rem; line-height: 1.25; font-weight: 600; text-align: left; margin: 1.5rem 0 0.5rem; }
.blocks { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: flex-start; }
.blocks > * { flex: 1 1 100%; min-width: 0; }
.blocks > .figures, .blocks > .table { flex: 0 1 auto; }
p { max-width: 42rem; margin: 0.75rem 0; }
.notice { border-left: 4px solid var(--figure-wrong); padding: 0.25rem 0 0.25rem 0.75rem; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.75rem 2.5rem; margin: 1.5rem 0 0; padding: 0; }
.headline div { display: flex; flex-direction: column-reverse; }
.headline dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.headline div:first-child dd { font-size: 3rem; }
.headline dt { color: var(--figure-muted); font-size: 0.875rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
.figures > figure { margin: 0; max-width: 100%; break-inside: avoid; }
.figures svg { display: block; max-width: calc(100% + 2rem); height: auto; margin: 0 -1rem; }
.figures .large { overflow-x: auto; }
.figures .large svg { max-width: none; }
.wide { display: none; }
@media (min-width: ${WIDE}) { .wide { display: block; } .narrow { display: none; } }
.blocks > .figures:has(.pictures), .pictures { flex-basis: 100%; width: 100%; }
.pictures figcaption { margin: 1rem 0 0.75rem; }
.pictures figcaption strong { display: block; }
.pictures figcaption span, .scale { color: var(--figure-muted); font-size: 0.875rem; }
.pictures ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr)); gap: 1rem 0.75rem; }
.pictures li { break-inside: avoid; font-size: 0.8125rem; line-height: 1.35; color: var(--figure-muted); }
.pictures li > * { display: block; }
.pictures img { width: 5.25rem; height: auto; image-rendering: pixelated; border: 1px solid var(--figure-grid); margin-bottom: 0.25rem; }
.pictures b { color: var(--figure-ink); font-weight: 600; }
.pictures .wrong img { border: 2px dashed var(--figure-wrong); }
.pictures .wrong b { color: var(--figure-wrong); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 0 2rem; margin: 0; }
.facts div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.375rem 0; border-bottom: 1px solid var(--figure-grid); break-inside: avoid; }
.facts .long { grid-column: 1 / -1; }
.facts dt { color: var(--figure-muted); flex: none; max-width: 60%; }
.facts dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; max-width: 100%; }
.table:focus-visible, .large:focus-visible, summary:focus-visible { outline: 2px solid var(--figure-right); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.875rem; overflow-wrap: normal; }
caption { margin: 0; padding: 1rem 0 0.5rem; }
th, td { padding: 0.375rem 0 0.375rem 1rem; white-space: nowrap; border-bottom: 1px solid var(--figure-grid); text-align: left; font-weight: 400; }
thead th { color: var(--figure-muted); vertical-align: bottom; }
@media (max-width: ${WIDE}) { th, td { padding-left: 0.625rem; } }
th:first-child, td:first-child { padding-left: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
summary { cursor: pointer; padding: 0.375rem 0; }
@media print {
  :root { color-scheme: light; ${themeVariables('light')} }
  main { max-width: none; padding: 0 0.5rem; }
  .figures > figure:not(:only-child) { flex: 0 1 calc(50% - 0.5rem); }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`.trim();
