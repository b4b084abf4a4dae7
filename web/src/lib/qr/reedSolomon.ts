// Reed–Solomon correction words over GF(2⁸) with the polynomial 0x11d, as QR codes use them.

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Generator polynomial of a degree without its leading 1, highest power first. */
function generator(degree: number): number[] {
  const polynomial = Array.from({ length: degree }, () => 0);
  polynomial[degree - 1] = 1;
  let root = 1;
  for (let n = 0; n < degree; n += 1) {
    for (let at = 0; at < degree; at += 1) {
      polynomial[at] = multiply(polynomial[at] ?? 0, root) ^ (polynomial[at + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return polynomial;
}

/** The `count` correction words of a block. */
export function errorCorrection(block: readonly number[], count: number): number[] {
  const divisor = generator(count);
  let rest = Array.from({ length: count }, () => 0);
  for (const word of block) {
    const factor = word ^ (rest[0] ?? 0);
    rest = [...rest.slice(1), 0].map((value, at) => value ^ multiply(divisor[at] ?? 0, factor));
  }
  return rest;
}
