/** Saves a file as a download. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; the browser holds the content itself.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
