// All emoji by group, with names and search words in the user's language. Recently used emoji and the skin tone are stored on
// this device, per user. It renders nothing.
import { preferredLanguage } from "@/i18n/i18n";
import { readStored, writeStored } from "@/lib/storage";
import { lastMe } from "../session/whoami";

export interface Emoji {
  group: number;
  emoji: string;
  name: string;
  /** The name and further search words, folded. */
  words: string;
  /** Variants from light to dark; empty for emoji without skin. */
  tones: readonly string[];
}

/** Skin tone from light (1) to dark (5); 0 is the default yellow. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5;

/** Recent emoji kept, two rows of the picker; the least recently used one is dropped. */
const RECENT = 16;

const sources = {
  en: () => import("virtual:emoji/en"),
  de: () => import("virtual:emoji/de"),
  es: () => import("virtual:emoji/es"),
};

const loaded = new Map<string, Promise<readonly Emoji[]>>();

/** Fetched once per language; a failure is not remembered. */
export function loadEmoji(): Promise<readonly Emoji[]> {
  const preferred = preferredLanguage();
  const language = preferred in sources ? (preferred as keyof typeof sources) : "en";
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = sources[language]().then(({ default: rows }) =>
    rows.map(([group, emoji, name, tags, tones = []]) => ({
      group,
      emoji,
      name,
      words: folded(`${name} ${tags}`),
      tones,
    })),
  );
  loaded.set(language, loading);
  loading.catch(() => loaded.delete(language));
  return loading;
}

/** Emoji that match every word of the query; names that begin with it come first. */
export function searchEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = folded(query.replaceAll(/[_:]/g, " ")).trim();
  if (wanted === "") return all;
  const words = wanted.split(/\s+/);
  const rank = ({ words: own }: Emoji) =>
    own.startsWith(wanted) ? 0 : ` ${own}`.includes(` ${wanted}`) ? 1 : 2;
  return all
    .filter(({ words: own }) => words.every((word) => own.includes(word)))
    .toSorted((a, b) => rank(a) - rank(b));
}

export const toned = (emoji: Emoji, tone: Tone): string => emoji.tones[tone - 1] ?? emoji.emoji;

const keyOf = (what: string) => `confluence.emoji.${what}.${lastMe()?.id ?? ""}`;

export const recentEmoji = (): readonly string[] => {
  const kept = readStored<unknown>(keyOf("recent"), []);
  return Array.isArray(kept) ? kept.filter((emoji): emoji is string => typeof emoji === "string") : [];
};

export function rememberEmoji(emoji: string): void {
  writeStored(keyOf("recent"), [emoji, ...recentEmoji().filter((other) => other !== emoji)].slice(0, RECENT));
}

export function skinTone(): Tone {
  const kept = readStored<unknown>(keyOf("tone"), 0);
  return kept === 1 || kept === 2 || kept === 3 || kept === 4 || kept === 5 ? kept : 0;
}

export const rememberTone = (tone: Tone): void => writeStored(keyOf("tone"), tone);

const folded = (text: string) => text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
