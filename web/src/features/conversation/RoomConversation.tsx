// A room's timeline and composer. They are siblings, so that the composer has no scrollable ancestor; this component connects
// them to each other and to their surroundings.
import { useEffect, useMemo, useRef } from "react";
import type { Me, Room } from "@/net/protocol.gen";
import { type Conversation, authorOf, useConversation } from "@/state/conversation/conversation";
import { askedToWrite, useWriting } from "@/state/conversation/writing";
import { useMe } from "@/state/session/whoami";
import { Composer, type ComposerHandle } from "./composer/Composer";
import { Timeline, type TimelineHandle } from "./timeline/Timeline";
import { mayTakeFocus } from "./mayTakeFocus";
import { TypingRow } from "./timeline/TypingRow";
import { Pane } from "@/ui/blocks/Pane";
import { openMessageOf } from "@/lib/openRoom";

export function RoomConversation({ room, location }: { room: Room; location: string }) {
  const conversation = useConversation((state) => state.current);
  const me = useMe();
  if (conversation === null || me === null) return null;
  return (
    <OpenConversation conversation={conversation} me={me} room={room} target={openMessageOf(location)} />
  );
}

interface OpenConversationProps {
  conversation: Conversation;
  me: Me;
  room: Room;
  target: string | null;
}

function OpenConversation({ conversation, me, room, target }: OpenConversationProps) {
  const { timelines, outbox, drafts } = conversation;
  const timeline = useMemo(() => timelines.room(room.id), [timelines, room.id]);
  useEffect(() => timelines.open(room.id), [timelines, room.id]);
  const messages = useRef<TimelineHandle>(null);
  const box = useRef<ComposerHandle>(null);
  const toMessage = useRef(target !== null);

  useEffect(() => {
    // If the URL names a message, that message gets the focus instead.
    if (!toMessage.current && mayTakeFocus()) box.current?.focus();
  }, [room.id]);
  const writing = useWriting(({ roomId }) => roomId === room.id);
  useEffect(() => {
    if (!writing) return;
    box.current?.focus();
    askedToWrite();
  }, [writing]);

  return (
    <>
      <Pane resetKey={target}>
        <Timeline
          ref={messages}
          room={room}
          me={me}
          timeline={timeline}
          target={target}
          onWrite={() => box.current?.focus()}
        />
      </Pane>
      <TypingRow roomId={room.id} />
      <Pane>
        <Composer
          ref={box}
          room={room}
          me={authorOf(me)}
          drafts={drafts}
          outbox={outbox}
          onSent={() => messages.current?.toNewest("sent")}
          onEscape={() => messages.current?.toNewest("asked")}
        />
      </Pane>
    </>
  );
}
