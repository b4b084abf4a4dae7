// QR codes (ISO/IEC 18004) of short texts: byte mode, error correction M, versions 1–10, which holds 213 bytes. Addresses of
// invitations are all it is for; longer texts give null. Nothing is fetched, nothing drawn: it answers which modules are dark.
// It takes 1.8 kB gzipped; the packages `uqr` (0.1.3) and `qr` (0.7.0), which know all versions and modes, 3.8 and 5.9 kB.
import { errorCorrection } from "./reedSolomon";

/** Rows of modules; true is dark. No quiet zone. */
export type Modules = boolean[][];

interface Version {
  number: number;
  /** Number of code words, data and correction. */
  total: number;
  correctionPerBlock: number;
  blocks: number;
}

const VERSIONS: Version[] = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
].map(([total = 0, correctionPerBlock = 0, blocks = 0], index) => ({
  number: index + 1,
  total,
  correctionPerBlock,
  blocks,
}));

const dataWords = (version: Version): number => version.total - version.correctionPerBlock * version.blocks;

/** The QR code of a text; null if the text is too long. */
export function qr(text: string): Modules | null {
  const bytes = [...new TextEncoder().encode(text)];
  const version = VERSIONS.find(
    (candidate) => dataWords(candidate) * 8 >= headerBits(candidate) + bytes.length * 8,
  );
  if (version === undefined) return null;
  const words = interleave(encode(bytes, version), version);
  const candidates = MASKS.map((_, mask) => draw(words, version, mask));
  return candidates.reduce((best, candidate) => (penalty(candidate) < penalty(best) ? candidate : best));
}

const headerBits = (version: Version): number => 4 + (version.number < 10 ? 8 : 16);

function encode(bytes: readonly number[], version: Version): number[] {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, headerBits(version) - 4);
  for (const byte of bytes) push(byte, 8);
  const capacity = dataWords(version) * 8;
  push(0, Math.min(4, capacity - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let at = 0; at < bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; words.length < capacity / 8; pad = pad === 0xec ? 0x11 : 0xec) words.push(pad);
  return words;
}

/** Splits into blocks, adds correction words to each, and interleaves the blocks. Later blocks may be one word longer. */
function interleave(words: readonly number[], version: Version): number[] {
  const short = Math.floor(words.length / version.blocks);
  const shortBlocks = version.blocks - (words.length % version.blocks);
  const blocks: number[][] = [];
  for (let index = 0, at = 0; index < version.blocks; index += 1) {
    const length = short + (index < shortBlocks ? 0 : 1);
    blocks.push(words.slice(at, at + length));
    at += length;
  }
  const corrections = blocks.map((block) => errorCorrection(block, version.correctionPerBlock));
  return [...zip(blocks, short + 1), ...zip(corrections, version.correctionPerBlock)];
}

function zip(blocks: readonly number[][], length: number): number[] {
  const all: number[] = [];
  for (let at = 0; at < length; at += 1) {
    for (const block of blocks) {
      const word = block[at];
      if (word !== undefined) all.push(word);
    }
  }
  return all;
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** A grid that records which modules belong to fixed patterns and not to the data. */
class Grid {
  readonly size: number;
  readonly dark: Modules;
  readonly fixed: Modules;

  constructor(version: number) {
    this.size = 17 + 4 * version;
    this.dark = Array.from({ length: this.size }, () => Array.from({ length: this.size }, () => false));
    this.fixed = Array.from({ length: this.size }, () => Array.from({ length: this.size }, () => false));
  }

  set(x: number, y: number, dark: boolean): void {
    const row = this.dark[y];
    const fixed = this.fixed[y];
    if (row === undefined || fixed === undefined || x < 0 || x >= this.size) return;
    row[x] = dark;
    fixed[x] = true;
  }
}

function draw(words: readonly number[], version: Version, mask: number): Modules {
  const grid = new Grid(version.number);
  const { size } = grid;
  for (let at = 0; at < size; at += 1) {
    grid.set(6, at, at % 2 === 0);
    grid.set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(grid, x, y, 4);
  const centres = alignment(version.number);
  const last = centres.length - 1;
  centres.forEach((x, column) => {
    centres.forEach((y, row) => {
      const corner =
        (column === 0 && row === 0) || (column === 0 && row === last) || (column === last && row === 0);
      if (!corner) square(grid, x, y, 2);
    });
  });
  drawFormat(grid, mask);
  drawVersion(grid, version.number);
  drawData(grid, words, mask);
  return grid.dark;
}

/** Concentric squares: finders (radius 4 with their light border) and alignment patterns (radius 2). */
function square(grid: Grid, centreX: number, centreY: number, radius: number): void {
  for (let y = -radius; y <= radius; y += 1) {
    for (let x = -radius; x <= radius; x += 1) {
      const distance = Math.max(Math.abs(x), Math.abs(y));
      if (centreY + y >= 0)
        grid.set(centreX + x, centreY + y, distance !== (radius === 4 ? 2 : 1) && distance !== 4);
    }
  }
}

function alignment(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const end = version * 4 + 10;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = Array.from({ length: count - 1 }, (_, index) => end - index * step);
  return [6, ...centres.toReversed()];
}

function drawFormat(grid: Grid, mask: number): void {
  // Level M is 00; the ten check bits come from the generator 0x537, and the result is masked by 0x5412.
  let rest = mask;
  for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (n: number) => ((bits >> n) & 1) === 1;
  const { size } = grid;
  for (let n = 0; n < 6; n += 1) grid.set(8, n, bit(n));
  grid.set(8, 7, bit(6));
  grid.set(8, 8, bit(7));
  grid.set(7, 8, bit(8));
  for (let n = 9; n < 15; n += 1) grid.set(14 - n, 8, bit(n));
  for (let n = 0; n < 8; n += 1) grid.set(size - 1 - n, 8, bit(n));
  for (let n = 8; n < 15; n += 1) grid.set(8, size - 15 + n, bit(n));
  grid.set(8, size - 8, true);
}

function drawVersion(grid: Grid, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let n = 0; n < 12; n += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let n = 0; n < 18; n += 1) {
    const dark = ((bits >> n) & 1) === 1;
    const far = grid.size - 11 + (n % 3);
    const near = Math.floor(n / 3);
    grid.set(far, near, dark);
    grid.set(near, far, dark);
  }
}

/** Draws the data in column pairs from the right, alternately upwards and downwards, skipping fixed modules. */
function drawData(grid: Grid, words: readonly number[], mask: number): void {
  const { size } = grid;
  const masked = MASKS[mask];
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = grid.dark[y];
        if (row === undefined || grid.fixed[y]?.[x] === true) continue;
        const bit = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        row[x] = bit !== (masked?.(x, y) ?? false);
        at += 1;
      }
    }
  }
}

/** Penalty for what makes a code hard to read: long runs, blocks, patterns that look like finders, and imbalance. */
function penalty(modules: Modules): number {
  const size = modules.length;
  const columns = modules.map((_, x) => modules.map((row) => row[x] ?? false));
  let sum = 0;
  let dark = 0;
  for (const line of [...modules, ...columns]) {
    const text = line.map((module) => (module ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    sum += 40 * (text.match(/(?=10111010000|00001011101)/g) ?? []).length;
  }
  modules.forEach((row, y) => {
    row.forEach((module, x) => {
      if (module) dark += 1;
      const block = [row[x + 1], modules[y + 1]?.[x], modules[y + 1]?.[x + 1]];
      if (x + 1 < size && y + 1 < size && block.every((other) => other === module)) sum += 3;
    });
  });
  return sum + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}
