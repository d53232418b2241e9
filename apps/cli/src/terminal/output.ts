import { clean, csvLine, jsonText } from './text.ts';

/** An output stream of the program. All output of commands goes through here, and is cleaned for the terminal. */
export class Output {
  /** For the bar, which writes its own characters and numbers. */
  readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  get isTTY(): boolean {
    return this.stream.isTTY;
  }

  /** Whether it is a terminal that can draw over what it has drawn. */
  get movesCursor(): boolean {
    return this.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Whether the terminal shows colours, and the user wants them (https://no-color.org). */
  get colours(): boolean {
    return this.movesCursor && (process.env['NO_COLOR'] ?? '') === '';
  }

  /** The width of the terminal. */
  get columns(): number {
    return this.stream.columns ?? 80;
  }

  /** Text, which may quote anything. It must contain its own line feeds. */
  write(text: string): void {
    this.stream.write(clean(text));
  }

  /** A line of CSV. */
  csv(cells: readonly (string | number)[]): void {
    this.stream.write(csvLine(cells));
  }

  /** A value as a line of JSON. */
  json(value: unknown): void {
    this.stream.write(`${jsonText(value)}\n`);
  }

  /** The program's own escape sequences: nothing from outside may be in them. */
  styled(sequences: string): void {
    this.stream.write(sequences);
  }
}

export const stdout: Output = new Output(process.stdout);

export const stderr: Output = new Output(process.stderr);
