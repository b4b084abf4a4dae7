// What the emoji picker knows, made from emojibase-data when the client is built: one module per language, fetched from our own
// server when the picker first opens. It keeps the spelling that the Unicode standard calls fully qualified, since the server
// answers with that one, and leaves out what is no emoji by itself (skin tones, letters of flags) or newer than the server.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const PREFIX = "virtual:emoji/";
/** What the server takes as a reaction, one a line. */
const TAKEN = new URL("../../crates/protocol/golden/emoji.txt", import.meta.url);
const COMPONENTS = 2;

interface Source {
  label: string;
  hexcode: string;
  emoji: string;
  /** 0: text unless told, 1: a picture unless told. */
  type: number;
  group?: number;
  tags?: string[];
  skins?: (Source & { tone: number | number[] })[];
}

/** One code point that is a picture anyhow is written without a selector; all else as the data has it. */
const spelled = ({ emoji, hexcode, type }: Source) =>
  type === 1 && !hexcode.includes("-") ? emoji.replace(/\uFE0F$/, "") : emoji;

/** Five tones, from light to dark; of pairs of people those in which both have the same. */
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
      // Parsing a string is faster than running a literal of this size.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))});`;
    },
  };
}
