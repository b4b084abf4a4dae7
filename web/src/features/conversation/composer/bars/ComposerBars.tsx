// The bars above the text: the confirmation of a mention, the edit, the reply and the files.
import { later } from "@/lib/later";
import { useTray } from "@/state/files/files";
import type { Sending } from "../sending/useSending";
import type { Writing } from "../writing/useWriting";
import { EditBar } from "./EditBar";
import { ReplyBar } from "./ReplyBar";

const RoomMentionBar = later(async () => (await import("./RoomMentionBar")).RoomMentionBar);
const TrayStrip = later(async () => (await import("../../files/tray/TrayStrip")).TrayStrip);

interface ComposerBarsProps {
  roomId: string;
  writing: Writing;
  sending: Sending;
}

export function ComposerBars({ roomId, writing, sending }: ComposerBarsProps) {
  const { editing, reply } = writing;
  const hasFiles = useTray(roomId).length > 0;
  return (
    <>
      {sending.unconfirmed !== null && (
        <RoomMentionBar mention={sending.unconfirmed} onSend={sending.send} onCancel={sending.reconsider} />
      )}
      {editing !== undefined && <EditBar onCancel={writing.stopEditing} />}
      {reply !== null && <ReplyBar quote={reply} onCancel={writing.stopReplying} />}
      {editing === undefined && hasFiles && <TrayStrip roomId={roomId} />}
    </>
  );
}
