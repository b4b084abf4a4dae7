// What a deletion leaves of a message: its place, its author and the time. The server's tombstone is the same (TALK2).
import type { Message, ServerFrame } from "@/net/protocol.gen";

type Deletion = Pick<Extract<ServerFrame, { type: "message.deleted" }>, "version" | "deleted_at">;

export function tombstone(message: Message, { version, deleted_at }: Deletion): Message {
  const { kind: _, mentions_groups: __, ...rest } = message;
  return {
    ...rest,
    version,
    deleted_at,
    body: "",
    attachments: [],
    reactions: [],
    mentions: [],
    mentions_room: false,
    previews: [],
    pinned_at: null,
  };
}
