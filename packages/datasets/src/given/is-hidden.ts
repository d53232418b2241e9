/** Whether a file or folder is not looked at: what begins with a dot, and what archives leave. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}
