// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor. What one asks of the
// other, or of the world around them, passes here.
import { Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { copyText } from "@/lib/copyText";
import { paths } from "@/lib/paths";
import type { Me, Message, Room } from "@/net/protocol.gen";
import { type Conversation, authorOf, useConversation } from "@/state/conversation";
import { nameOf } from "@/state/names";
import { notify } from "@/state/notices";
import { markUnreadFrom } from "@/state/readMarks";
import { FILE_MAX, FILES_MAX, readyOf } from "@/state/files/tray";
import { tray, useTrayFiles } from "@/state/files/useTray";
import { openDialog } from "@/state/dialogs";
import { useProblem } from "@/state/useProblem";
import { useMe } from "@/state/whoami";
import { AttachButton } from "@/features/files/AttachButton";
import { DropArea } from "@/features/files/DropArea";
import { MessageFiles } from "@/features/files/MessageFiles";
import { sizeOf } from "@/features/files/size";
import { TrayStrip } from "@/features/files/TrayStrip";
import { Composer, type ComposerHandle } from "@/features/composer/Composer";
import { Timeline, type TimelineHandle } from "@/features/timeline/Timeline";
import { TypingRow } from "@/features/timeline/TypingRow";
import { later } from "./chunks";
import { openMessageOf } from "./openRoom";
import type { talkEntries } from "./talkEntries";

const RoomOpening = later(async () => (await import("@/features/rooms/RoomOpening")).RoomOpening);

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

const filesOf = (message: Message) => <MessageFiles attachments={message.attachments} />;

function OpenConversation({ conversation, me, room, target }: OpenConversationProps) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const { timelines, outbox, drafts } = conversation;
  const timeline = useMemo(() => timelines.room(room.id), [timelines, room.id]);
  useEffect(() => timelines.open(room.id), [timelines, room.id]);
  const more = useRef<typeof talkEntries | null>(null);
  useEffect(() => {
    // Menus open long after the messages show. What fails now is brought with the next room.
    const bring = async () => {
      more.current = (await import("./talkEntries")).talkEntries;
    };
    bring().catch(() => {});
  }, []);
  const messages = useRef<TimelineHandle>(null);
  const box = useRef<ComposerHandle>(null);

  useEffect(() => {
    if (mayTakeFocus()) box.current?.focus();
  }, [room.id]);

  const trayFiles = useTrayFiles(room.id);
  const attach = (picked: File[]) => {
    const limits = { too_large: sizeOf(i18n.language, FILE_MAX), too_many: FILES_MAX, empty: "" };
    for (const { name, why } of tray.add(room.id, picked)) {
      const size = sizeOf(i18n.language, picked.find((file) => file.name === name)?.size ?? 0);
      notify({ text: t(`files.${why}`, { name, size, limit: limits[why] }), tone: "danger" });
    }
    box.current?.focus();
  };
  const mayPost = room.posting === "everyone" || room.you?.role !== "member";

  const copyLink = async (message: Message) => {
    const link = `${window.location.origin}${paths.message(room.id, message.id)}`;
    if (await copyText(link)) notify({ text: t("timeline.link_copied"), tone: "success" });
  };
  const reply = (message: Message) => {
    drafts.setReply(room.id, {
      id: message.id,
      seq: message.seq,
      author: message.author,
      excerpt: message.body.replace(/\s+/g, " ").slice(0, 140),
      deleted: message.deleted_at !== null,
    });
    box.current?.focus();
  };
  const markUnread = (seq: number) => {
    markUnreadFrom(room.id, seq).catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };

  return (
    <>
      <Timeline
        ref={messages}
        room={room}
        me={me}
        timeline={timeline}
        target={target}
        onReply={reply}
        onCopyLink={(message) => void copyLink(message)}
        onMarkUnread={markUnread}
        onRetry={(id) => outbox.retry(id)}
        onDiscard={(id) => outbox.remove(id)}
        onMissing={() => notify({ text: t("timeline.missing"), tone: "plain" })}
        onLeave={() => box.current?.focus()}
        files={filesOf}
        entriesFor={(message) => more.current?.(t, room, message) ?? []}
        onHistory={(message) => openDialog({ name: "message_info", message })}
        empty={
          <Suspense fallback={null}>
            <RoomOpening room={room} />
          </Suspense>
        }
      />
      {mayPost && <DropArea room={room.name} onFiles={attach} />}
      <TypingRow roomId={room.id} nameOf={nameOf} />
      <Composer
        ref={box}
        room={room}
        me={authorOf(me)}
        drafts={drafts}
        outbox={outbox}
        files={{
          strip: <TrayStrip roomId={room.id} />,
          button: <AttachButton onFiles={attach} />,
          ready: readyOf(trayFiles),
          onPasted: attach,
          onTaken: () => tray.taken(room.id),
        }}
        onSent={() => messages.current?.toNewest("sent")}
        onEscape={() => messages.current?.toNewest("asked")}
      />
    </>
  );
}

/**
 * Opening a room leads to its message box, except on touch (the keyboard would cover the messages) and for people who move
 * by keys, whose focus stays where they put it.
 */
function mayTakeFocus(): boolean {
  const { activeElement, body } = document;
  if (matchMedia("(hover: none)").matches || document.querySelector("dialog[open]") !== null) return false;
  return activeElement === null || activeElement === body || !activeElement.matches(":focus-visible");
}
