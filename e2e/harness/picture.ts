// Generates pictures and other bytes for tests, so that no real files are stored in the repository.
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour, or of noise, which does not compress. */
export function png(width: number, height: number, colour: [number, number, number] | 'noise' = [40, 120, 140]): Buffer {
  const stride = width * 3 + 1;
  const raw = Buffer.alloc(stride * height);
  let state = 0x2545f491;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width * 3; x += 1) {
      // xorshift, so that the bytes are the same in every run.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      raw[y * stride + 1 + x] = colour === 'noise' ? state & 0xff : (colour[x % 3] ?? 0);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An animated GIF: two frames, black and white, a fifth of a second each, in an endless loop. */
export function gif(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  const palette = Buffer.from([0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
  const frame = (colour: number) => [
    Buffer.from([0x21, 0xf9, 4, 0, 20, 0, 0, 0, 0x2c, 0, 0, 0, 0]),
    size,
    Buffer.from([0, 2]),
    blocks(codes(colour, width * height)),
  ];
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    size,
    Buffer.from([0x91, 0, 0]),
    palette,
    Buffer.from([0x21, 0xff, 11]),
    Buffer.from('NETSCAPE2.0', 'latin1'),
    Buffer.from([3, 1, 0, 0, 0]),
    ...frame(0),
    ...frame(1),
    Buffer.from([0x3b]),
  ]);
}

/** LZW codes of three bits; the table is cleared before they would grow. */
function codes(colour: number, pixels: number): Buffer {
  const all: number[] = [];
  for (let at = 0; at < pixels; at += 1) {
    if (at % 2 === 0) all.push(4);
    all.push(colour);
  }
  all.push(5);
  const bytes = Buffer.alloc(Math.ceil((all.length * 3) / 8));
  for (const [at, code] of all.entries()) {
    for (let bit = 0; bit < 3; bit += 1) {
      const place = at * 3 + bit;
      if ((code >> bit) & 1) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    }
  }
  return bytes;
}

function blocks(content: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += 255) {
    const part = content.subarray(at, at + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
