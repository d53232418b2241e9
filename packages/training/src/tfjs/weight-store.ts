import { type BackendValues, KernelBackend } from '@tensorflow/tfjs-core';

interface Stored {
  readonly values: BackendValues;
  references: number;
}

/** A backend of TensorFlow.js that keeps tensors and computes nothing. Others take over its tensors when they compute with them. */
export class WeightStore extends KernelBackend {
  readonly #stored = new Map<object, Stored>();

  override write(values: BackendValues): object {
    const id = {};
    this.move(id, values, [], 'float32', 1);
    return id;
  }

  override move(id: object, values: BackendValues, _: number[], __: string, references: number): void {
    this.#stored.set(id, { values, references });
  }

  override readSync(id: object): BackendValues {
    const stored = this.#stored.get(id);
    if (!stored) throw new Error('The tensor is on another backend, or was disposed');
    return stored.values;
  }

  override async read(id: object): Promise<BackendValues> {
    return this.readSync(id);
  }

  override refCount(id: object): number {
    return this.#stored.get(id)?.references ?? 0;
  }

  override incRef(id: object): void {
    const stored = this.#stored.get(id);
    if (stored) stored.references++;
  }

  override disposeData(id: object, force = false): boolean {
    const stored = this.#stored.get(id);
    if (!stored) return true;
    stored.references--;
    if (stored.references > 0 && !force) return false;
    this.#stored.delete(id);
    return true;
  }

  override numDataIds(): number {
    return this.#stored.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override timerAvailable(): boolean {
    return false;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.#stored.clear();
  }
}
