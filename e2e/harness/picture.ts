// Pictures and other bytes for tests, made here: nothing of anybody's is stored in the repository.
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour, or of noise (which does not compress, so that it is as large as it looks). */
export function png(width: number, height: number, colour: [number, number, number] | 'noise' = [40, 120, 140]): Buffer {
  const stride = width * 3 + 1;
  const raw = Buffer.alloc(stride * height);
  let state = 0x2545f491;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width * 3; x += 1) {
      // xorshift: the same bytes in every run.
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

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
