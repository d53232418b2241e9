import type { FileAtPath } from '@atelier/datasets/browser';
import type { JSX } from 'preact';
import { chosenFiles } from './dropped-files.ts';

interface FilesButtonProps {
  readonly label: string;
  /** Whether a folder is chosen; default several files. */
  readonly folder?: boolean;
  /** Endings, as in the attribute of that name. */
  readonly accept?: string;
  readonly onFiles: (files: FileAtPath[]) => void;
}

/** A button that opens a dialog for files. */
export function FilesButton({ label, folder = false, accept, onFiles }: FilesButtonProps): JSX.Element {
  return (
    <label class="button">
      {label}
      <input
        type="file"
        multiple
        {...(folder ? { webkitdirectory: true } : accept === undefined ? {} : { accept })}
        class="visually-hidden"
        onChange={({ currentTarget }) => {
          const files = chosenFiles(currentTarget.files ?? []);
          if (files.length > 0) onFiles(files);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
