// One of twelve hues for an id, always the same: the colour of generated avatars.

/** FNV-1a; ids are UUIDs whose last bytes are random, so any even hash does. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** Degrees: 15, 45 … 345. */
export const hueOf = (id: string): number => 15 + 30 * (hash(id) % 12);

/** A second, independent number of the id, 0…n-1. */
export const variantOf = (id: string, n: number): number => hash(`${id}#`) % n;

/** At most two letters that stand for a name. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const first = Array.from(words[0] ?? "?")[0] ?? "?";
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? "")[0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
