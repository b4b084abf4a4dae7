// A message's text on one line, for where it is told rather than shown: the room list, what is read aloud.

/** Characters that are looked at. */
const MOST = 400;

/** Without the signs of Markdown that would only be noise. */
export const oneLine = (body: string): string =>
  body
    .slice(0, MOST)
    .replace(/```\w*\n?|[*_~`>#]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
