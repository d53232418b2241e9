// Measures how well `predict` does on pictures that are not cut like the training pictures. Test pictures of Fashion-MNIST become
// files, in several ways, and each folder of files is predicted by the program itself.
//
//     node apps/cli/scripts/own-pictures.js RUN [COUNT]
//
// RUN is a run on Fashion-MNIST, COUNT the number of test pictures (default 1000). Build the program first (pnpm build).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadDataset } from '@atelier/datasets';
import { RandomStream } from '@atelier/random';
import sharp from 'sharp';

const [run, typedCount = '1000'] = process.argv.slice(2);
if (run === undefined) throw new Error('Usage: own-pictures.js RUN [COUNT]');
const count = Number(typedCount);
const program = resolve(import.meta.dirname, '../bin/atelier.js');
const { test } = await loadDataset('fashion-mnist');
const folder = mkdtempSync(join(tmpdir(), 'own-pictures-'));
const stream = new RandomStream(0, 'own-pictures');

/** A test picture, dark on white or as it is, enlarged to fill a square. */
async function picture(index, { side = 28, white = false, kernel = 'cubic' } = {}) {
  const pixels = test.images.subarray(index * 784, (index + 1) * 784);
  const raw = Uint8Array.from(pixels, (value) => (white ? 255 - value : value));
  const options = { raw: { width: 28, height: 28, channels: 1 } };
  return side === 28
    ? sharp(raw, options)
    : sharp(await sharp(raw, options).resize(side, side, { kernel }).png().toBuffer());
}

/** On a larger ground, at a place that is a share of the free room. */
async function placed(index, { size, side, x = 0.5, y = 0.5, white = true }) {
  const ground = white ? '#ffffff' : '#000000';
  const left = Math.round((size - side) * x);
  const top = Math.round((size - side) * y);
  const object = await (await picture(index, { side, white })).png().toBuffer();
  return sharp({ create: { width: size, height: size, channels: 3, background: ground } }).composite([
    { input: object, left, top },
  ]);
}

/** Enlarged to 280 pixels altogether, with margins of a share of the object on each side. */
const margin = (share) => (index) => placed(index, { size: 280, side: Math.round(280 / (1 + 2 * share)) });

/** Ink on unevenly lit, grainy paper. */
async function photo(index) {
  const size = 400;
  const ink = await (await picture(index, { side: 140, white: false })).raw().toBuffer();
  const pixels = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const inside = x >= 130 && x < 270 && y >= 130 && y < 270;
      const dark = inside ? ink[((y - 130) * 140 + (x - 130)) * (ink.length / 19600)] / 255 : 0;
      const light = 225 - 30 * (x / size) - 15 * (y / size) + 6 * (stream.uniform() - 0.5);
      pixels[y * size + x] = Math.round(light * (1 - 0.75 * dark));
    }
  }
  return sharp(pixels, { raw: { width: size, height: size, channels: 1 } });
}

const ways = {
  'as they are, 28x28': (index) => picture(index),
  'dark on white, 28x28': (index) => picture(index, { white: true }),
  'enlarged to 280': (index) => picture(index, { side: 280 }),
  'on white, margins 10 %': margin(0.1),
  'on white, margins 20 %': margin(0.2),
  'on white, margins 40 %': margin(0.4),
  'on white, in a corner': (index) => placed(index, { size: 400, side: 200, x: 0.05, y: 0.1 }),
  'on black, margins 40 %': (index) => placed(index, { size: 280, side: 156, white: false }),
  'JPEG, on white, margins 20 %': margin(0.2),
  'photo of paper': photo,
};

/** The lines that the program prints. */
function predict(files) {
  const printed = execFileSync(process.execPath, [program, 'predict', run, files, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Makes the pictures of a folder, and returns its path. */
async function filesOf(name, make, length) {
  const files = join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(files);
  const extension = name.startsWith('JPEG') ? 'jpg' : 'png';
  for (let at = 0; at < length; at++) {
    await (await make(at)).toFile(join(files, `${String(at).padStart(5, '0')}.${extension}`));
  }
  return files;
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

try {
  console.log('| pictures | predicted right | unlike the training pictures |\n| --- | ---: | ---: |');
  for (const [name, make] of Object.entries(ways)) {
    const lines = predict(await filesOf(name, make, count));
    const right = lines.filter(
      (line) => line.predicted === test.labels[Number(/(\d+)\.\w+$/.exec(line.file)[1])],
    );
    const strange = lines.filter((line) => line.strangeness > 1);
    console.log(`| ${name} | ${percent(right.length / count)} | ${percent(strange.length / count)} |`);
  }
  const noise = () =>
    sharp(
      Uint8Array.from({ length: 784 }, () => stream.below(256)),
      {
        raw: { width: 28, height: 28, channels: 1 },
      },
    );
  const fonts = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'];
  const digit = (at) => {
    const weight = at % 2 === 0 ? 400 : 700;
    const turn = ((at * 37) % 31) - 15;
    return sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="140" height="140"><rect width="140" height="140" fill="white"/><text x="70" y="105" transform="rotate(${turn} 70 70)" font-family="${fonts[at % 3]}" font-weight="${weight}" font-size="${80 + (at % 4) * 8}" text-anchor="middle">${Math.floor(at / 6) % 10}</text></svg>`,
      ),
    );
  };
  const others = { noise: noise, 'digits of fonts': digit };
  for (const [name, make] of Object.entries(others)) {
    const lines = predict(await filesOf(name, make, 300));
    const strange = lines.filter((line) => line.strangeness > 1);
    console.log(`| ${name} | | ${percent(strange.length / lines.length)} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
