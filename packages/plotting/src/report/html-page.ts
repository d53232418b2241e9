import { checkArray, checkObject } from '@atelier/checks';
import type { Page } from './page.ts';

/**
 * A page as one HTML file that opens offline: no script, no request, light or dark like the reader's system,
 * readable at 380 pixels and on paper. Every string of the page is shown as text.
 *
 * @throws TypeError for what is no page
 */
export async function htmlPage(page: Page): Promise<string> {
  checkObject('A page', page, 'title and sections');
  checkArray('sections', page.sections, 'sections');
  const { writePage } = await import('../drawing.ts');
  return writePage(page);
}
