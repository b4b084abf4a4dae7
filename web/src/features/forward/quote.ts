// A message's source as a quote in another room, under who said it where. A quote names nobody: neither may forwarding notify
// people again, nor may a moderator's forward of "@room" notify a whole room.

/** Characters in a message, as the server counts them: Unicode scalar values. */
const BODY_MAX = 16_000;
/** Invisible, and no part of a username: what follows it is not a name. */
const JOINER = "\u2060";
const CODE = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;

/** @param head who said it where, as plain text. */
export function quoteOf(head: string, body: string): string {
  const lines = withoutMentions(body)
    .trimEnd()
    .split("\n")
    .map((line) => (line.trim() === "" ? ">" : `> ${line}`));
  // Backticks in a name could pair with those of the text and turn what is code there into words.
  const title = withoutMentions(head.replaceAll("`", "'").replaceAll(/[\\*_~[\]()#>+\-!:|]/g, "\\$&"));
  return bounded(`**${title}**\n${lines.join("\n")}`);
}

/** Leaves code as it is: nobody is named in it, and it may be copied from there. */
function withoutMentions(text: string): string {
  let out = "";
  let from = 0;
  for (const code of text.matchAll(CODE)) {
    out += loose(text.slice(from, code.index)) + code[0];
    from = code.index + code[0].length;
  }
  return out + loose(text.slice(from));
}

const loose = (text: string): string => text.replaceAll(/@(?=[a-z0-9_])/gi, `@${JOINER}`);

function bounded(text: string): string {
  const characters = Array.from(text);
  return characters.length <= BODY_MAX ? text : `${characters.slice(0, BODY_MAX - 1).join("")}…`;
}
