// The emoji picker's data, generated from emojibase-data at build time: one module per language, fetched from our own server
// when the picker first opens. Emoji are fully qualified as defined by Unicode, because the server answers with that form.
// Components (skin tones, letters of flags) and emoji that the server does not know are left out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const PREFIX = "virtual:emoji/";
/** Emoji that the server accepts as reactions, one per line. */
const TAKEN = new URL("../../crates/protocol/golden/emoji.txt", import.meta.url);
const COMPONENTS = 2;

interface Source {
  label: string;
  hexcode: string;
  emoji: string;
  /** Default presentation: 0 is text, 1 is a picture. */
  type: number;
  group?: number;
  tags?: string[];
  skins?: (Source & { tone: number | number[] })[];
}

/** Drops the variation selector of single code points that are pictures by default; the rest is as in the data. */
const spelled = ({ emoji, hexcode, type }: Source) =>
  type === 1 && !hexcode.includes("-") ? emoji.replace(/\uFE0F$/, "") : emoji;

/** Variants in five tones from light to dark; for pairs of people, those in which both have the same tone. */
function tonesOf(skins: Source["skins"]): string[] {
  const same = (skins ?? []).filter(({ tone }) => typeof tone === "number" || new Set(tone).size === 1);
  const first = (tone: number | number[]) => (typeof tone === "number" ? tone : (tone[0] ?? 0));
  return same.toSorted((a, b) => first(a.tone) - first(b.tone)).map(spelled);
}

export function emojiData(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: "emoji-data",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const language = id.slice(PREFIX.length + 1);
      const all: Source[] = JSON.parse(
        readFileSync(require.resolve(`emojibase-data/${language}/data.json`), "utf8"),
      );
      const taken = new Set(readFileSync(TAKEN, "utf8").split("\n"));
      const rows = all
        .filter((source) => source.group !== undefined && source.group !== COMPONENTS)
        .filter((source) => taken.has(spelled(source)))
        .map((source) => {
          const tones = tonesOf(source.skins).filter((tone) => taken.has(tone));
          const row = [source.group, spelled(source), source.label, (source.tags ?? []).join(" ")];
          return tones.length === 5 ? [...row, tones] : row;
        });
      // Parsing a JSON string is faster than evaluating a literal of this size.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))});`;
    },
  };
}
