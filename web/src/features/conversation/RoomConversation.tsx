// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor. What one asks of the
// other, or of the world around them, passes here.
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { copyText } from "@/lib/copyText";
import { excerptOf } from "@/lib/excerpt";
import { later } from "@/lib/later";
import { paths } from "@/lib/paths";
import type { Me, Message, Room } from "@/net/protocol.gen";
import { type Conversation, authorOf, useConversation } from "@/state/conversation/conversation";
import { notify } from "@/state/shell/notices";
import { markUnreadFrom } from "@/state/reading/readMarks";
import { trayRefs, trayTaken, useTray } from "@/state/files/files";
import { useProblem } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";
import { AttachButton } from "./files/tray/AttachButton";
import { Composer, type ComposerHandle } from "./composer/Composer";
import { Timeline, type TimelineHandle } from "./timeline/Timeline";
import { TypingRow } from "./timeline/TypingRow";
import { Pane } from "@/ui/blocks/Pane";
import { openMessageOf } from "@/lib/openRoom";

const DropArea = later(async () => (await import("./files/tray/DropArea")).DropArea);
const TrayStrip = later(async () => (await import("./files/tray/TrayStrip")).TrayStrip);
const VoiceButton = later(async () => (await import("./files/voice/VoiceButton")).VoiceButton);
const EmojiButton = later(async () => (await import("./emoji/EmojiButton")).EmojiButton);

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
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const { timelines, outbox, drafts } = conversation;
  const timeline = useMemo(() => timelines.room(room.id), [timelines, room.id]);
  useEffect(() => timelines.open(room.id), [timelines, room.id]);
  const messages = useRef<TimelineHandle>(null);
  const box = useRef<ComposerHandle>(null);
  const [covered, setCovered] = useState(false);
  const toMessage = useRef(target !== null);

  useEffect(() => {
    // An address that names a message leads the focus to that message.
    if (!toMessage.current && mayTakeFocus()) box.current?.focus();
  }, [room.id]);

  const tray = useTray(room.id);
  const attach = async (picked: File[]) => {
    box.current?.focus();
    try {
      const { attach } = await import("./files/tray/attach");
      await attach(t, i18n.language, room.id, picked);
    } catch {
      notify({ text: t("errors.part"), tone: "danger" });
    }
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
      excerpt: excerptOf(message.body),
      deleted: message.deleted_at !== null,
    });
    box.current?.focus();
  };
  const markUnread = (seq: number) => {
    markUnreadFrom(room.id, seq).catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };

  return (
    <>
      <Pane resetKey={target}>
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
          onMissing={() => {
            notify({ text: t("timeline.missing"), tone: "plain" });
            if (mayTakeFocus()) box.current?.focus();
          }}
          onLeave={() => box.current?.focus()}
        />
      </Pane>
      {mayPost && <DropArea room={room.name} onFiles={(files) => void attach(files)} />}
      <TypingRow roomId={room.id} />
      <Pane>
        <Composer
          ref={box}
          room={room}
          me={authorOf(me)}
          drafts={drafts}
          outbox={outbox}
          files={{
            strip: tray.length > 0 && <TrayStrip roomId={room.id} />,
            button: (
              <>
                <AttachButton onFiles={(files) => void attach(files)} />
                {/* Screens that are touched have a keyboard with emoji. */}
                <span className="size-9 pointer-coarse:hidden">
                  <EmojiButton onPick={(emoji) => box.current?.insert(emoji)} />
                </span>
                {"MediaRecorder" in window && navigator.mediaDevices !== undefined && (
                  // Its place is there before it is.
                  <span className="size-9 pointer-coarse:size-11">
                    <VoiceButton
                      roomId={room.id}
                      onCover={setCovered}
                      onSent={() => messages.current?.toNewest("sent")}
                    />
                  </span>
                )}
              </>
            ),
            covered,
            count: tray.some(({ state }) => state === "failed") ? null : tray.length,
            refs: () => trayRefs(room.id),
            onPasted: (files) => void attach(files),
            onTaken: () => trayTaken(room.id),
          }}
          onSent={() => messages.current?.toNewest("sent")}
          onEscape={() => messages.current?.toNewest("asked")}
        />
      </Pane>
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
