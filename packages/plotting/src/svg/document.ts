/** Where Node draws: Plot needs a DOM, and linkedom is a small one. Loaded when the first figure is drawn. */
export async function createDocument(): Promise<Document> {
  const { parseHTML } = await import('linkedom');
  return parseHTML('<!doctype html><html><body></body></html>').document;
}
