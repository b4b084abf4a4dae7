// The pane beside or over a room: what it is about, who is in it, and how to leave.
import { LogOut, Settings2, UserPlus, X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { longDate } from "@/lib/format";
import type { Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/dialogs";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { cx } from "@/ui/cx";
import { IconButton } from "@/ui/IconButton";
import { AnnounceLevel } from "./AnnounceLevel";
import { MemberList } from "./MemberList";
import { NotifyLevel } from "./NotifyLevel";
import { PinnedList } from "./PinnedList";

const rowClass = "flex min-h-11 w-full items-center gap-3 rounded-md px-2.5 text-sm font-medium";

interface DetailPaneProps {
  room: Room;
  member: boolean;
  onClose: () => void;
}

export function DetailPane({ room, member, onClose }: DetailPaneProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <div className="flex min-h-14 shrink-0 items-center justify-between border-b border-line ps-5 pe-2.5 pt-[env(safe-area-inset-top)]">
        <h2 id="detail-title" className="font-semibold">
          {t("details.title")}
        </h2>
        <IconButton label={t("common.close")} tip="none" icon={<X size={19} />} onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]">
        <section className="flex flex-col items-center px-5 pt-7 pb-6 text-center">
          <Avatar id={room.id} name={room.name} url={room.avatar_url} size={64} shape="square" />
          <p className="mt-3 max-w-full text-lg font-semibold break-words">{room.name}</p>
          {room.description !== "" && (
            <p className="mt-1 text-sm text-text-2 text-pretty break-words">{room.description}</p>
          )}
          <p className="mt-1.5 text-xs text-text-3">
            {t(`rooms.${room.kind}`)} ·{" "}
            {t("details.created", { date: longDate(i18n.language, room.created_at) })}
          </p>
          {member && (
            <Button
              className="mt-5"
              icon={<UserPlus size={17} />}
              onClick={() => openDialog({ name: "invite", roomId: room.id })}
            >
              {t("rooms.invite_people")}
            </Button>
          )}
        </section>
        {member && (
          <>
            <PinnedList room={room} />
            {room.you !== null && <NotifyLevel roomId={room.id} level={room.you.notify} />}
            <AnnounceLevel key={room.id} roomId={room.id} />
            <MemberList roomId={room.id} count={room.member_count} />
            <div className="border-t border-line p-3">
              {room.you !== null && room.you.role !== "member" && (
                <button
                  type="button"
                  onClick={() => openDialog({ name: "edit_room", roomId: room.id })}
                  className={cx(rowClass, "hover:bg-surface-2")}
                >
                  <Settings2 size={18} aria-hidden="true" className="text-text-3" />
                  {t("details.edit")}
                </button>
              )}
              <button
                type="button"
                onClick={() => openDialog({ name: "leave", roomId: room.id })}
                className={cx(rowClass, "text-danger hover:bg-danger-soft")}
              >
                <LogOut size={18} aria-hidden="true" />
                {t("details.leave")}
              </button>
            </div>
          </>
        )}
      </div>
    </>
  );
}
