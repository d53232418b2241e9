/** What the page exports a model to, with the ending of its file. */
export const exportFormats = { onnx: '.onnx', module: '.js', page: '.html' } as const;
export type ExportFormat = keyof typeof exportFormats;
