/**
 * Panels of a first layer's weights: some of their groups of four units, each panel a matrix of its own (see src/program/parameter.ts).
 * With several, threads own panels in both directions, and transpose all bytes for themselves: what another thread has written takes
 * longer to fetch, also where it only lies next to what is needed. With one they own samples forward and groups of four rows of weights
 * backward.
 */
import { thread } from './step';

/** The first group of a panel. */
export function panelStart(panel: i32, panels: i32, groups: i32): i32 {
  return (groups * panel) / panels;
}

/** How many panels, from this one on and before `end`, are one block of sums: two of the same width of 1, 2 or 4 groups, or this one. */
export function joinedPanels(panel: i32, end: i32, panels: i32, groups: i32): i32 {
  if (panel + 1 >= end) return 1;
  const own = panelStart(panel + 1, panels, groups) - panelStart(panel, panels, groups);
  const next = panelStart(panel + 2, panels, groups) - panelStart(panel + 1, panels, groups);
  return own == next && (own == 1 || own == 2 || own == 4) ? 2 : 1;
}

/** Where this thread's transposed bytes are. */
export function transposedAt(transposed: usize, pixels: i32, stride: usize, panels: i32): usize {
  return panels > 1 ? transposed + thread * ((pixels + 15) & ~15) * stride : transposed;
}
