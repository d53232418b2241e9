import { parseLayers } from '@atelier/presets/recipe';

/** The layers of an architecture's text, each as it is written, without the output. */
export function layersIn(text: string): readonly string[] {
  const layers: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? ',';
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      layers.push(text.slice(begin, at).trim());
      begin = at + 1;
    }
  }
  return layers.filter((layer) => layer !== '' && layer !== 'output');
}

/** Why a text is no architecture: a message that points at the word. */
export function whyNot(text: string): string | undefined {
  try {
    parseLayers(text);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
