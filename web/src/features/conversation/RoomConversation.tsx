// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor. What one asks of the
// other, or of the world around them, passes here.
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import type { Me, Room } from "@/net/protocol.gen";
import { type Conversation, authorOf, useConversation } from "@/state/conversation/conversation";
import { notify } from "@/state/shell/notices";
import { trayRefs, trayTaken, useTray } from "@/state/files/files";
import { useMe } from "@/state/session/whoami";
import { AttachButton } from "./files/tray/AttachButton";
import { Composer, type ComposerHandle } from "./composer/Composer";
import { Timeline, type TimelineHandle } from "./timeline/Timeline";
import { mayTakeFocus } from "./mayTakeFocus";
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
