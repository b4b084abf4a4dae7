// A deleted message keeps its place and author, and nothing of what it said.
import { expect, test } from "vitest";
import type { Message } from "@/net/protocol.gen";
import { tombstone } from "./tombstone";

const AT = "2026-01-02T00:00:00.000Z";
const author = { id: "ana", username: "ana", display_name: "Ana", avatar_url: null };
const place = { id: "m1", room_id: "r1", seq: 3, author, created_at: AT, edited_at: AT, reply_to: null };

test("TALK2: a tombstone has no text, files, reactions, mentions, previews or pin", () => {
  const message: Message = {
    ...place,
    version: 7,
    body: "hi @bo @room https://example.org",
    deleted_at: null,
    attachments: [{ id: "f1" } as Message["attachments"][number]],
    reactions: [{ emoji: "👍", count: 1, user_ids: ["bo"], me: false }],
    mentions: ["bo"],
    mentions_room: true,
    previews: [{ url: "https://example.org" } as Message["previews"][number]],
    pinned_at: AT,
  };
  expect(tombstone(message, { version: 9, deleted_at: AT })).toEqual({
    ...place,
    version: 9,
    body: "",
    deleted_at: AT,
    attachments: [],
    reactions: [],
    mentions: [],
    mentions_room: false,
    previews: [],
    pinned_at: null,
  });
});
