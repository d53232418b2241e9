import type { ExportedModel } from './exported-model.ts';
import type { WeightFormat } from './runtime/classifier-data.ts';

/** Choices that only some formats have; a format ignores none that it was given, see `takes`. */
export interface ExportOptions {
  /** How kernels are stored, default `float32`. */
  readonly weights?: WeightFormat | undefined;
  /** The type of the pixels that an ONNX model takes, default `uint8`. */
  readonly input?: 'uint8' | 'float32' | undefined;
}

/** Files by their names; the first is the one that the user named. */
export type ExportedFiles = Readonly<Record<string, string | Uint8Array>>;

/** Computes a model's outputs for the raw pixels of one picture, `[height, width, channels]`. */
export type RunModel = (pixels: Uint8Array) => Float32Array | Promise<Float32Array>;

/** A kind of file that a classifier can be exported to. */
export interface ExportFormat {
  /** As the user types it: `onnx`. */
  readonly name: string;
  /** One line for a list. */
  readonly summary: string;
  /** The usual ending of its files: `.onnx`. */
  readonly ending: string;
  /** The options that it takes. */
  readonly takes: readonly (keyof ExportOptions)[];
  /**
   * The files' contents.
   *
   * @param fileName of the first file, which may tell others where it is
   * @throws ExportError when the format cannot hold the model
   */
  write(model: ExportedModel, fileName: string, options: ExportOptions): Promise<ExportedFiles>;
  /**
   * Opens what was written, by nothing but the files, to compare it with the model.
   *
   * @param path of the first file, absolute
   */
  open(path: string, model: ExportedModel): Promise<RunModel>;
}
