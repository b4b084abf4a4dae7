// Emoji for completion: all those of the picker, in the user's language and skin tone. Loaded at the first colon, not with the
// composer.
import { loadEmoji, searchEmoji, skinTone, toned } from "@/state/emoji/catalogue";
import type { Suggestion } from "./completion";

export type FindEmoji = (query: string, limit: number) => Suggestion[];

/** @throws {TypeError} if the list cannot be fetched. */
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
