import { DatasetError } from '@atelier/datasets';
import { ExportError } from '@atelier/export';
import { RunFolderError } from '@atelier/runs';
import { CheckpointError, ModelFileError, UnsupportedError } from '@atelier/training';
import { exitCodes, UsageError } from './errors.ts';

/** 2 for input that names something missing, damaged, or out of range; 1 for anything else. */
export function exitCodeOf(error: unknown): number {
  const isInput =
    error instanceof UsageError ||
    error instanceof RunFolderError ||
    (error instanceof DatasetError && !networkTroubles.has(error.code)) ||
    error instanceof ModelFileError ||
    error instanceof CheckpointError ||
    error instanceof UnsupportedError ||
    error instanceof ExportError ||
    (error instanceof RangeError && !isOfRuntime(error));
  return isInput ? exitCodes.usage : exitCodes.failure;
}

/** Reasons for missing data that no other input would change. */
const networkTroubles: ReadonlySet<DatasetError['code']> = new Set([
  'fetch-failed',
  'offline',
  'unusable-folder',
]);

/** Whether Node threw it: a lack of memory, or a fault of the program. What packages say of arguments is a sentence about them. */
function isOfRuntime({ message, ...error }: RangeError): boolean {
  return (
    'code' in error ||
    /^(WebAssembly\.|Maximum (call stack|BigInt)|Invalid (typed array|array|string|count|time|DataView|code point|language)|Array buffer allocation|[Oo]ffset is out|[Ss]tart offset|[Bb]yte length|The number .* cannot be converted|to\w+\(\) |\w+\.prototype\.)/.test(
      message,
    )
  );
}
