// Suggestions for completion: emoji, those with a shortcode first; members of the room and groups; the user's rooms; and the server's
// search results for people and rooms.
import { useEffect, useState } from "react";
import { emojiNamed } from "@/lib/markdown/grammar/emoji";
import { roomOf, useRooms } from "@/state/rooms/rooms";
import { myId } from "@/state/session/whoami";
import type { FindEmoji } from "./emojiLookUp";
import { fitting, type Named, roomLink, type Suggestion, type Trigger } from "./completion";

const LIMIT = 8;
/** Maximum number of candidates kept for a room; beyond it, the oldest are dropped. */
const POOL_MAX = 500;

/** Listed last, so that nobody mentions everyone by accident. */
const EVERYBODY: readonly Suggestion[] = [
  { key: "@here", insert: "@here", label: "@here", detail: "", emoji: "🟢" },
  { key: "@room", insert: "@room", label: "@room", detail: "", emoji: "📣" },
];

interface Pool {
  /** Kind and room that the candidates belong to. */
  of: string;
  named: ReadonlyMap<string, Named>;
}

export function useSuggestions(roomId: string, trigger: Trigger | null): Suggestion[] {
  const [pool, setPool] = useState<Pool>({ of: "", named: new Map() });
  const kind = trigger?.kind;
  const query = trigger?.query ?? "";
  const of = `${kind} ${roomId}`;
  const [findEmoji, setFindEmoji] = useState<FindEmoji | null>(null);
  const wantsEmoji = kind === "emoji" && findEmoji === null;
  useEffect(() => {
    if (!wantsEmoji) return;
    const load = async () => {
      const { emojiFinder } = await import("./emojiLookUp");
      const find = await emojiFinder();
      setFindEmoji(() => find);
    };
    // If this fails, only shortcodes are offered; the next colon tries again.
    load().catch(() => undefined);
  }, [wantsEmoji]);
  useEffect(() => {
    if (kind !== "mention" && kind !== "room") return;
    const asking = new AbortController();
    const tell = (found: Named[]) => {
      if (!asking.signal.aborted) setPool((old) => together(old.of === of ? old.named : [], found, of));
    };
    import("./lookUp")
      .then(({ lookUp }) => lookUp(kind, roomId, query, asking.signal, tell))
      // Without an answer, the local candidates remain.
      .catch(() => undefined);
    return () => asking.abort();
  }, [kind, roomId, query, of]);
  if (trigger === null) return [];
  const found = pool.of === of ? pool.named : new Map<string, Named>();
  switch (trigger.kind) {
    case "emoji":
      return emojiFor(query, findEmoji);
    case "mention": {
      const others = [...found.values()].filter(({ id }) => id !== myId());
      const people = fitting(others, query, LIMIT).map(
        ({ id, sign, name, url, group }): Suggestion => ({
          key: id,
          insert: `@${sign}`,
          label: name,
          detail: `@${sign}`,
          ...(group === true ? { emoji: "👥" } : { picture: { id, name, url, shape: "circle" } }),
        }),
      );
      // In a direct room everybody is addressed anyway.
      const everybody = roomOf(roomId)?.kind === "direct" ? [] : EVERYBODY;
      const calls = everybody.filter(({ key }) => key.startsWith(`@${query}`));
      return [...people.slice(0, LIMIT - calls.length), ...calls];
    }
    case "room": {
      const all = new Map([...mine(), ...found]);
      return fitting(all.values(), query, LIMIT).map((room) => ({
        key: room.id,
        insert: roomLink(room),
        label: room.name,
        detail: "",
        picture: { id: room.id, name: room.name, url: room.url, shape: "square" },
      }));
    }
  }
}

/** Shortcodes that begin with the query come first; the same emoji is not listed again by its name. */
function emojiFor(query: string, find: FindEmoji | null): Suggestion[] {
  const coded = emojiNamed(query, LIMIT).map(
    ([name, emoji]): Suggestion => ({ key: name, insert: emoji, label: `:${name}:`, detail: "", emoji }),
  );
  const known = new Set(coded.map(({ emoji }) => plain(emoji)));
  const others = find?.(query, 2 * LIMIT).filter(({ key }) => !known.has(plain(key))) ?? [];
  return [...coded, ...others].slice(0, LIMIT);
}

/** The emoji without its variation selector, which is not always written. */
const plain = (emoji = "") => emoji.replaceAll("\uFE0F", "");

/** The user's rooms except direct ones, most recently active first. */
function mine(): Map<string, Named> {
  const { order, byId } = useRooms.getState();
  const rooms = order.flatMap((id) => byId[id] ?? []).filter((room) => room.kind !== "direct");
  return new Map(rooms.map(({ id, name, avatar_url }) => [id, { id, sign: "", name, url: avatar_url }]));
}

function together(old: Iterable<readonly [string, Named]>, found: readonly Named[], of: string): Pool {
  const all = [...new Map([...old, ...found.map((one) => [one.id, one] as const)])];
  return { of, named: new Map(all.slice(-POOL_MAX)) };
}
