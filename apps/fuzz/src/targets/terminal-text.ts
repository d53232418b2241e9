import { clean, columnsOf, jsonText, nameText } from 'cli/terminal-text';
import { anyText } from '../mutate.ts';
import { Finding, type Target } from '../target.ts';

/** Class names and other text that commands show. */
export const terminalText: Target = {
  prepare: () =>
    Promise.resolve((random) => {
      const parts = Array.from({ length: 1 + random.below(4) }, () =>
        random.below(2) === 0 ? anyText(random) : String.fromCodePoint(random.below(0x110000)),
      );
      const text = parts.join('');
      const most = 1 + random.below(80);
      const name = nameText(text, most);
      if (columnsOf(name) > most)
        throw new Finding(`${columnsOf(name)} columns of ${most}: ${JSON.stringify(text)}`);
      for (const shown of [name, clean(text).replaceAll('\n', ''), jsonText(text)]) {
        if (/[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/u.test(shown))
          throw new Finding(`It reaches the terminal: ${JSON.stringify(text)}`);
      }
      if (JSON.parse(jsonText(text)) !== text)
        throw new Finding(`JSON says another text: ${JSON.stringify(text)}`);
      return Promise.resolve();
    }),
};
