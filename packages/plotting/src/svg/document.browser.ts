/** Where a browser draws: the page's own document, to which nothing is added. */
export function createDocument(): Promise<Document> {
  if (typeof document === 'undefined') {
    return Promise.reject(
      new Error('no document here to draw with; in a worker, post the figure to the page and draw it there'),
    );
  }
  return Promise.resolve(document);
}
