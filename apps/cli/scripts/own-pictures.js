// Measures how well `predict` does on pictures that are not cut like the training pictures, and how many it says are unlike them. Test
// pictures of Fashion-MNIST become files, in several ways, and so do digits and noise; each folder of files is predicted by the program.
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

/** Moved by half a pixel across and down, which blurs it. */
function halfPixel(index) {
  const pixels = test.images.subarray(index * 784, (index + 1) * 784);
  const at = (y, x) => pixels[Math.min(27, y) * 28 + Math.min(27, x)];
  const soft = Uint8Array.from({ length: 784 }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / 28), pixel % 28];
    return Math.round((at(y, x) + at(y, x + 1) + at(y + 1, x) + at(y + 1, x + 1)) / 4);
  });
  return sharp(soft, { raw: { width: 28, height: 28, channels: 1 } });
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
  'on white, margins 3 %': margin(0.03),
  'on white, margins 10 %': margin(0.1),
  'on white, margins 20 %': margin(0.2),
  'on white, margins 40 %': margin(0.4),
  'on white, in a corner': (index) => placed(index, { size: 400, side: 200, x: 0.05, y: 0.1 }),
  'on black, margins 40 %': (index) => placed(index, { size: 280, side: 156, white: false }),
  'JPEG, on white, margins 20 %': margin(0.2),
  'half a pixel aside': halfPixel,
  'photo of paper': photo,
};

const noise = () => Uint8Array.from({ length: 784 }, () => stream.below(256));
const raw28 = { raw: { width: 28, height: 28, channels: 1 } };

/** Noise, blurred by half a pixel up to four, in its own contrast or in all there is. */
async function softNoise(index) {
  const soft = sharp(noise(), raw28).blur([0.5, 0.8, 1, 1.5, 2, 3, 4][index % 7]);
  const pixels = await soft.png().toBuffer();
  return index % 2 === 0 ? sharp(pixels) : sharp(pixels).normalise({ lower: 0, upper: 100 });
}

const svg = (body) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="140" height="140"><rect width="140" height="140" fill="white"/>${body}</svg>`,
    ),
  );

const fonts = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'];

function typedDigit(index) {
  const place = `x="70" y="105" transform="rotate(${30 * stream.uniform() - 15} 70 70)" text-anchor="middle"`;
  const font = `font-family="${fonts[stream.below(3)]}" font-weight="${400 + 300 * stream.below(2)}" font-size="${80 + stream.below(30)}"`;
  return svg(`<text ${place} ${font}>${index % 10}</text>`);
}

/** The digits as paths in a frame of 28 x 28. */
const digits = [
  'M14,6 C6,6 6,22 14,22 C22,22 22,6 14,6',
  'M14,5 L14,23',
  'M8,9 C9,4 19,4 19,10 C19,14 9,18 8,22 L20,22',
  'M8,7 C12,4 19,5 18,10 C18,13 14,14 12,14 C16,14 20,15 19,19 C18,24 10,24 8,21',
  'M11,5 L8,15 L20,15 M17,6 L16,23',
  'M19,6 L10,6 L9,13 C14,11 20,13 19,18 C18,23 11,24 8,21',
  'M17,5 C10,8 7,15 9,20 C11,24 19,23 18,18 C17,13 11,14 9,18',
  'M7,7 L20,7 L13,23',
  'M14,14 C8,12 9,5 14,5 C19,5 20,12 14,14 C8,16 8,23 14,23 C20,23 20,16 14,14',
  'M19,9 C18,4 9,5 9,10 C9,15 18,15 19,9 L17,23',
];

/** Digits drawn with a pen of some of the frame's 28 pixels. */
const drawnDigit = (thin, thick) => (index) => {
  const turn = `rotate(${30 * stream.uniform() - 15}) skewX(${30 * stream.uniform() - 15}) scale(${4 + 1.25 * stream.uniform()})`;
  const pen = `stroke-width="${thin + (thick - thin) * stream.uniform()}" stroke-linecap="round" stroke-linejoin="round"`;
  return svg(
    `<g transform="translate(70 70) ${turn} translate(-14 -14)"><path d="${digits[index % 10]}" fill="none" stroke="black" ${pen}/></g>`,
  );
};

const others = {
  noise: () => sharp(noise(), raw28),
  'soft noise': softNoise,
  'digits, typed': typedDigit,
  'digits, drawn': drawnDigit(2, 3.6),
  'digits, thick': drawnDigit(3.5, 5.5),
  'digits, thin': drawnDigit(1, 2),
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
  for (const [name, make] of Object.entries(others)) {
    const lines = predict(await filesOf(name, make, count));
    // Noise that is nearly flat gets "nothing to see".
    const told = lines.filter((line) => line.strangeness > 1 || line.blank === true);
    console.log(`| ${name} | | ${percent(told.length / lines.length)} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
