import type { Given, GivenFile } from '../src/given/given.ts';

/** A folder in memory, of these files. */
export function givenFolder(files: Readonly<Record<string, Uint8Array | string>>, name = 'mine'): Given {
  return { name, location: `/${name}`, files: filesOf(files, name), chosen: undefined };
}

/** One file in memory that was given, with others beside it. */
export function givenFile(files: Readonly<Record<string, Uint8Array | string>>, path: string): Given {
  const all = filesOf(files, 'mine');
  return {
    name: path,
    location: `/mine/${path}`,
    files: all,
    chosen: all.find((file) => file.path === path),
  };
}

function filesOf(files: Readonly<Record<string, Uint8Array | string>>, name: string): GivenFile[] {
  return Object.keys(files)
    .sort()
    .map((path) => ({
      path,
      location: `/${name}/${path}`,
      async *pieces() {
        const content = files[path]!;
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
        // In two pieces: no reader may count on getting all at once.
        yield bytes.slice(0, bytes.length / 2);
        yield bytes.slice(bytes.length / 2);
      },
    }));
}
