// Information about one message: when it was sent, who has read it, who has not, and its edit history.
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { plainText } from "@/lib/markdown/plain";
import type { Message } from "@/net/protocol.gen";
import { onFrame } from "@/state/connection/connection";
import { queries } from "@/state/requests/queries";
import { maySeeReach } from "@/state/rooms/rights";
import { useRoom } from "@/state/rooms/rooms";
import { myId } from "@/state/session/whoami";
import { Dialog } from "@/ui/overlays/Dialog";
import { sourceOf } from "@/state/timeline/sourceOf";
import { NotReached } from "./NotReached";
import { SeenBy } from "./SeenBy";
import { useLiveMessage } from "./useLiveMessage";
import { Wordings } from "./Wordings";

interface InfoDialogProps {
  /** The message when the dialog was opened. */
  message: Message;
  onClose: () => void;
}

export function InfoDialog({ message: opened, onClose }: InfoDialogProps) {
  const { t, i18n } = useTranslation();
  const message = useLiveMessage(opened);
  const room = useRoom(message.room_id);
  const { id, room_id } = message;
  useEffect(
    () =>
      onFrame((frame) => {
        // Read marks arrive at most once a second; the open list follows them.
        if (frame.type === "read" && frame.room_id === room_id)
          void queries.invalidateQueries({ queryKey: ["reach", room_id, id] });
      }),
    [room_id, id],
  );
  const when = (at: string) => dateAndTime(i18n.language, at);
  const excerpt = plainText(sourceOf(message));
  return (
    <Dialog title={t("info.title")} closeLabel={t("common.close")} onClose={onClose} size="md">
      {message.deleted_at !== null ? (
        <p className="text-text-2">{t("info.gone")}</p>
      ) : (
        <div className="grid gap-6 pb-[env(safe-area-inset-bottom)]">
          <div>
            <p
              dir="auto"
              className="line-clamp-3 border-s-2 border-line-strong ps-3 text-sm break-words text-text-2"
            >
              {excerpt === "" ? t("rooms.attachment") : excerpt}
            </p>
            <p className="mt-2 text-xs text-text-3">
              <bdi>{message.author.display_name}</bdi>
              <span>{` · ${t("info.sent", { when: when(message.created_at) })}`}</span>
              {message.edited_at !== null && (
                <span>{` · ${t("info.edited", { when: when(message.edited_at) })}`}</span>
              )}
            </p>
          </div>
          <SeenBy message={message} />
          {maySeeReach(room, message, myId()) && <NotReached message={message} />}
          {message.edited_at !== null && <Wordings message={message} />}
        </div>
      )}
    </Dialog>
  );
}
