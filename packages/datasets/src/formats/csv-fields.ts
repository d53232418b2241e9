const quote = 34;
const space = 32;
const zero = 48;

/** The fields of a line, by where they are. Used again for each line. */
export class CsvFields {
  readonly #delimiter: number;
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #count = 0;

  /** @param delimiter a character's code */
  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  get count(): number {
    return this.#count;
  }

  /** Finds the fields of a line. Between quotes, a delimiter is text. */
  read(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#count = 0;
    let start = 0;
    let quoted = false;
    for (let at = 0; at <= bytes.length; at++) {
      const byte = bytes[at];
      if (byte === quote) quoted = !quoted;
      if (at < bytes.length && (quoted || byte !== this.#delimiter)) continue;
      this.#add(start, at);
      start = at + 1;
    }
  }

  /** A field's text, without spaces and quotes around it. */
  text(field: number): string {
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#starts[field], this.#ends[field]));
    return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  }

  /** A field's number; NaN if it is none. */
  number(field: number): number {
    const bytes = this.#bytes;
    const [start = 0, end = 0] = [this.#starts[field], this.#ends[field]];
    // Nearly all pixels are a few digits.
    if (end - start > 6 || end === start) return this.#longNumber(field);
    let value = 0;
    for (let at = start; at < end; at++) {
      const digit = bytes[at]! - zero;
      if (digit < 0 || digit > 9) return this.#longNumber(field);
      value = value * 10 + digit;
    }
    return value;
  }

  #longNumber(field: number): number {
    const text = this.text(field);
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  }

  #add(from: number, to: number): void {
    const bytes = this.#bytes;
    let [start, end] = [from, to];
    while (start < end && bytes[start] === space) start++;
    while (end > start && bytes[end - 1] === space) end--;
    // Spaces as delimiters come in any number.
    if (this.#delimiter === space && start === end) return;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
  }
}

/** The character between the fields of a line: of comma, semicolon and tab the most frequent, otherwise the space. */
export function delimiterOf(line: Uint8Array): number {
  const counts = [44, 59, 9].map(
    (code) => [code, line.reduce((sum, byte) => sum + (byte === code ? 1 : 0), 0)] as const,
  );
  const [best] = counts.sort((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : space;
}
