// How well a few typed letters match a name: 0 not at all; a start beats a word's start, that beats the middle, and letters
// in order with gaps come last. Accents and case do not count.

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLocaleLowerCase();

export function matchScore(query: string, name: string): number {
  const wanted = plain(query.trim());
  const given = plain(name);
  if (wanted === "") return 1;
  if (given.startsWith(wanted)) return 4;
  const at = given.indexOf(wanted);
  if (at > 0) return /[\s\-_.]/.test(given[at - 1] ?? "") ? 3 : 2;
  let next = 0;
  for (const letter of given) if (letter === wanted[next]) next += 1;
  return next === wanted.length ? 1 : 0;
}
