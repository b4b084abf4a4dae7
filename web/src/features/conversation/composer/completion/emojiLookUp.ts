// Which emoji a completion may insert: all that the picker offers, in the person's language and skin tone. It comes with the
// first colon, not with the message box.
import { loadEmoji, searchEmoji, skinTone, toned } from "@/state/emoji/catalogue";
import type { Suggestion } from "./completion";

export type FindEmoji = (query: string, limit: number) => Suggestion[];

/** @throws {TypeError} where the list cannot be fetched. */
export async function emojiFinder(): Promise<FindEmoji> {
  const all = await loadEmoji();
  return (query, limit) => {
    const tone = skinTone();
    return searchEmoji(all, query)
      .slice(0, limit)
      .map((emoji) => {
        const insert = toned(emoji, tone);
        return { key: emoji.emoji, insert, label: emoji.name, detail: "", emoji: insert };
      });
  };
}
