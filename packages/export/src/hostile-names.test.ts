import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { decodeTensors } from '@atelier/training';
import { fromBinary } from '@bufbuild/protobuf';
import { afterAll, expect, test } from 'vitest';
import { modelOf } from '../test/example-models.ts';
import { hostileNames } from '../test/hostile-names.ts';
import { exportFormats } from './formats.ts';
import { ModelProtoSchema } from './onnx/onnx_pb.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const units = hostileNames.length;

/** How programs find the class names in each kind of file. */
const readers: Readonly<Record<string, (content: string | Uint8Array) => unknown>> = {
  onnx: (content) => {
    const { metadataProps } = fromBinary(ModelProtoSchema, Buffer.from(content));
    return JSON.parse(metadataProps.find(({ key }) => key === 'class_names')?.value ?? '');
  },
  safetensors: async (content) =>
    JSON.parse((await decodeTensors(Buffer.from(content))).metadata['class_names'] ?? ''),
  tfjs: (content) => JSON.parse(String(content)).userDefinedMetadata.classNames,
  module: async (content) => {
    writeFileSync(join(folder, 'model.mjs'), content);
    const { classNames, classify } = await import(pathToFileURL(join(folder, 'model.mjs')).href);
    expect(new Set(classify(new Uint8Array(216)).map(namesOf))).toEqual(new Set(hostileNames));
    return classNames;
  },
  page: (content) => {
    // As HTML ends a script: at the first end tag, whatever surrounds it.
    const [, script = ''] = /<script>([\s\S]*?)<\/script/i.exec(String(content)) ?? [];
    const context = createContext({ atob });
    runInContext(script, context);
    return [...runInContext('classifier.classNames', context)];
  },
};

function namesOf({ className }: { readonly className: string }): string {
  return className;
}

test.each(exportFormats)('$name: class names, title and data set may have any name', async (format) => {
  const [title, dataset] = [hostileNames.join(''), hostileNames.join(' ')];
  const layers = [['Flatten'], ['Dense', { units, activation: 'softmax' }]] as const;
  const model = modelOf(title, layers, hostileNames);
  const files = await format.write({ ...model, training: { dataset, images: 1 } }, 'model.mjs', {});
  const [content = ''] = Object.values(files);
  expect(await readers[format.name]?.(content)).toEqual(hostileNames);
});
