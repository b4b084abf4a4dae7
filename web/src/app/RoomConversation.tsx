// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor. What leads from one to
// the other passes here.
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Message, Room } from "@/net/protocol.gen";
import { paths } from "@/lib/paths";
import { Composer, type ComposerHandle } from "@/features/composer/Composer";
import { Timeline, type TimelineHandle } from "@/features/timeline/Timeline";
import { TypingRow } from "@/features/timeline/TypingRow";
import { authorOf, type Conversation, useConversation } from "@/state/conversation";
import { notify } from "@/state/notices";
import { markUnreadFrom } from "@/state/readMarks";
import { excerptOf } from "@/state/timeline/records";
import { useMe } from "@/state/whoami";
import { openMessageOf } from "./openRoom";

const RoomOpening = lazy(async () => ({
  default: (await import("@/features/rooms/RoomOpening")).RoomOpening,
}));

interface RoomConversationProps {
  room: Room;
  location: string;
}

export function RoomConversation({ room, location }: RoomConversationProps) {
  const conversation = useConversation((state) => state.current);
  // Ready one effect after the shell is: there is nothing to show for it.
  if (conversation === null) return <div className="grow" />;
  return <Talk key={room.id} room={room} target={openMessageOf(location)} conversation={conversation} />;
}

interface TalkProps {
  room: Room;
  target: string | null;
  conversation: Conversation;
}

function Talk({ room, target, conversation }: TalkProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { timelines, outbox, drafts, userId } = conversation;
  const timeline = timelines.room(room.id);
  const list = useRef<TimelineHandle>(null);
  const box = useRef<ComposerHandle>(null);
  useEffect(() => timelines.open(room.id), [timelines, room.id]);
  const username = me?.username ?? "";
  const mine = useMemo(() => ({ id: userId, username }), [userId, username]);
  const nameOf = useCallback((id: string) => knownName(timeline, id), [timeline]);

  return (
    <>
      <Timeline
        ref={list}
        room={room}
        me={mine}
        timeline={timeline}
        target={target}
        onReply={(message) => drafts.setReply(room.id, quoteOf(message))}
        onCopyLink={(message) => {
          navigator.clipboard
            ?.writeText(new URL(paths.message(room.id, message.id), window.location.origin).href)
            .then(
              () => notify({ text: t("timeline.link_copied"), tone: "plain" }),
              // The browser refused the clipboard; the address stands in no other place.
              () => {},
            );
        }}
        onMarkUnread={(seq) => void markUnreadFrom(room.id, seq).catch(() => {})}
        onRetry={(id) => outbox.retry(id)}
        onDiscard={(id) => outbox.remove(id)}
        onMissing={() => notify({ text: t("timeline.missing"), tone: "plain" })}
        onLeave={() => box.current?.focus()}
        empty={
          <Suspense fallback={null}>
            <RoomOpening room={room} />
          </Suspense>
        }
      />
      <TypingRow roomId={room.id} nameOf={nameOf} />
      {me !== null && (
        <Composer
          ref={box}
          room={room}
          me={authorOf(me)}
          drafts={drafts}
          outbox={outbox}
          onSent={() => list.current?.toNewest("sent")}
          onEscape={() => list.current?.toNewest("asked")}
        />
      )}
    </>
  );
}

const quoteOf = ({ id, seq, author, body }: Message) => ({
  id,
  seq,
  author,
  excerpt: excerptOf(body),
  deleted: false,
});

/** The name of somebody whose message is held; who writes has mostly written before. */
function knownName(timeline: ReturnType<Conversation["timelines"]["room"]>, userId: string): string | null {
  for (const item of timeline.list().items.toReversed()) {
    const message = item.kind === "message" ? timeline.entry(item.id)?.message : undefined;
    if (message?.author.id === userId) return message.author.display_name;
  }
  return null;
}
