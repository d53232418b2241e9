/** The suffix of files being written. Files with this suffix are unfinished and may be removed. */
export const unfinished = '.tmp';
