// Scores how well typed letters match a name; 0 is no match. The start of the name beats the start of a word, then the middle,
// then letters in order with gaps. Accents and case are ignored.

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
