// Stable hue, variant and initials for generated avatars.

/** FNV-1a; ids are UUIDs whose last bytes are random, so any uniform hash will do. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** One of twelve hues in degrees: 15, 45 … 345. */
export const hueOf = (id: string): number => 15 + 30 * (hash(id) % 12);

/** A second number derived from the id, 0…n-1, independent of the hue. */
export const variantOf = (id: string, n: number): number => hash(`${id}#`) % n;

/** Initials of a name, at most two letters. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const first = Array.from(words[0] ?? "?")[0] ?? "?";
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? "")[0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
