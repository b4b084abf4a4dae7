// The header of an open room: its name and topic, and the actions on the room.
import { ArrowLeft, Lock, MoreHorizontal, PanelRight, UserPlus } from "lucide-react";
import type { Ref } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import type { Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { useMayInvite } from "@/state/rooms/inviting";
import { facesOf, useRoomTitle } from "@/state/rooms/roomTitle";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu } from "@/ui/overlays/Menu";
import { useRoomEntries } from "./useRoomEntries";

const DirectNote = later(async () => (await import("./direct/DirectNote")).DirectNote);

interface RoomHeaderProps {
  room: Room;
  member: boolean;
  detail: boolean;
  onDetail: () => void;
  detailRef?: Ref<HTMLButtonElement>;
  /** Set only if the room list is not beside the room. */
  onBack?: (() => void) | undefined;
}

export function RoomHeader({ room, member, detail, onDetail, detailRef, onBack }: RoomHeaderProps) {
  const { t } = useTranslation();
  const title = useRoomTitle(room);
  const entries = useRoomEntries(room, onDetail);
  const invites = useMayInvite(room);
  return (
    <header
      data-region="header"
      tabIndex={-1}
      className="z-20 flex min-h-14 shrink-0 items-center gap-3 border-b border-line bg-bg px-3 pt-[env(safe-area-inset-top)] outline-offset-[-2px] rail:px-5"
    >
      {onBack !== undefined && (
        <IconButton
          label={t("rooms.back")}
          tip="none"
          icon={<ArrowLeft size={20} className="rtl:rotate-180" />}
          onClick={onBack}
          className="-ms-1"
        />
      )}
      <RoomAvatar id={room.id} name={title} url={room.avatar_url} size={32} faces={facesOf(room)} />
      <div className="min-w-0 grow">
        <h1 className="flex items-center gap-1.5 leading-5 font-semibold">
          <span dir="auto" className="truncate">
            {title}
          </span>
          {room.kind === "private" && (
            <>
              <Lock size={13} aria-hidden="true" className="shrink-0 text-text-3" />
              <span className="sr-only">{t("rooms.private")}</span>
            </>
          )}
        </h1>
        <p className="min-h-4 truncate text-xs text-text-3">
          {room.archived === true && <span>{`${t("rooms.archived")} · `}</span>}
          {room.kind === "direct" ? (
            <DirectNote room={room} />
          ) : (
            <span>{t("rooms.members", { count: room.member_count })}</span>
          )}
          {room.description !== "" && <span>{` · ${room.description}`}</span>}
        </p>
      </div>
      {invites && (
        <IconButton
          label={t("rooms.invite_people")}
          icon={<UserPlus size={19} />}
          onClick={() => openDialog({ name: "invite", roomId: room.id })}
        />
      )}
      {member && (
        <Menu
          label={t("rooms.menu")}
          align="end"
          entries={entries}
          trigger={(props) => (
            <IconButton {...props} label={t("rooms.menu")} icon={<MoreHorizontal size={19} />} />
          )}
        />
      )}
      <IconButton
        ref={detailRef}
        label={t("rooms.details")}
        tip="below-end"
        icon={<PanelRight size={19} className="rtl:-scale-x-100" />}
        aria-expanded={detail}
        onClick={onDetail}
      />
    </header>
  );
}
