// Whether a message consists of one to three emoji; such a message is shown large.
import { parse } from "./grammar/parse";

/** More than three of the longest emoji need, as shortcodes or as characters. */
const SOURCE_MAX = 150;
/** Flags, keycaps, and pictographs with skin tone, tags and ZWJ sequences. Those that default to text need a variation selector. */
const EMOJI =
  /(?:\p{RI}{2}|[0-9#*]\uFE0F?\u20E3|(?!\p{RI})(?:\p{Emoji_Presentation}\uFE0F?\p{EMod}?|\p{ExtPict}[\uFE0F\p{EMod}])[\u{E0020}-\u{E007F}]*(?:\u200D\p{ExtPict}[\uFE0F\p{EMod}]?)*)/u
    .source;
const FEW = new RegExp(`^(?:\\s*${EMOJI}){1,3}\\s*$`, "u");

export function isFewEmoji(source: string): boolean {
  if (source.length > SOURCE_MAX) return false;
  const [block, ...more] = parse(source);
  if (block?.kind !== "paragraph" || more.length > 0) return false;
  const texts = block.children.map((node) =>
    node.kind === "text" ? node.text : node.kind === "break" ? "\n" : null,
  );
  return !texts.includes(null) && FEW.test(texts.join(""));
}
