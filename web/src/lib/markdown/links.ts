// Which addresses a message may link to: http, https and mailto, nothing else, and how far an address in running text goes.

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address if it may be linked to, else null. */
export function safeHref(address: string): string | null {
  // Browsers drop these characters inside an address, which would hide a scheme from the check.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f-\u00a0]/.test(address)) return null;
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? address : null;
  } catch {
    return null;
  }
}

const BARE = /^https?:\/\/[^\s<>"`]+/i;

/** The address that begins the text, without the punctuation that ends a sentence; null: none. */
export function bareLink(text: string): string | null {
  let found = BARE.exec(text)?.[0];
  if (found === undefined) return null;
  // Counted once: counting anew for each mark that is dropped would take a second for a line of parentheses.
  let surplus = count(found, ")") - count(found, "(");
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1] ?? "";
    const closes = last === ")" && surplus > 0;
    if (!closes && !/[.,;:!?'*_~\]]/.test(last)) break;
    if (last === ")") surplus -= 1;
  }
  found = found.slice(0, end);
  return /^https?:\/\/[^/?#]/i.test(found) ? safeHref(found) : null;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

const ROOM = /^\/r\/[0-9a-f-]{36}(?:\/m\/[0-9a-f-]{36})?$/i;

/** The path of an address that leads to a room or a message of this server, else null. */
export function ownPath(address: string): string | null {
  if (!address.startsWith(`${location.origin}/r/`)) return null;
  const path = address.slice(location.origin.length);
  return ROOM.test(path) ? path : null;
}
