// A room in the list: its name, its numbers, and a menu of what can be done.
import { Crown, MoreHorizontal, Trash2, Undo2 } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { count, dateAndTime, inWords, sizeOf } from "@/lib/format";
import { restoreRoom } from "@/net/api/admin/rooms";
import type { AdminRoom } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu, type MenuEntry } from "@/ui/overlays/Menu";
import { Avatar } from "@/ui/pictures/Avatar";
import { useActNow } from "../parts/acting";
import { Badge, Facts } from "../parts/Facts";
import type { RoomAct } from "./RoomsSection";

interface RoomItemProps {
  room: AdminRoom;
  onAct: (act: RoomAct) => void;
}

export function RoomItem({ room, onAct }: RoomItemProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const owners =
    room.owners.length > 0
      ? inWords(
          language,
          room.owners.map((owner) => owner.display_name),
        )
      : count(language, room.owner_count);
  return (
    <li className="@container flex items-start gap-3 py-4">
      <Avatar id={room.id} name={room.name} url={null} size={40} shape="square" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-semibold break-words">{room.name}</bdi>
          <Badge>{t(room.kind === "private" ? "admin.kind_private" : "admin.kind_public")}</Badge>
          {room.archived && <Badge>{t("rooms.archived")}</Badge>}
          {room.delete_after === null && room.owner_count === 0 && (
            <Badge tone="danger">{t("admin.no_owner")}</Badge>
          )}
          {room.delete_after !== null && <Badge tone="danger">{t("admin.being_deleted")}</Badge>}
        </p>
        {room.delete_after !== null && (
          <p className="mt-1 text-sm text-danger">
            {t("admin.deleted_on", { when: dateAndTime(language, room.delete_after) })}
          </p>
        )}
        <Facts
          facts={[
            { label: t("admin.members"), value: count(language, room.member_count) },
            { label: t("admin.messages"), value: count(language, room.message_count) },
            { label: t("admin.storage"), value: sizeOf(language, room.storage_bytes) },
            { label: t("admin.owners"), value: <bdi>{owners}</bdi> },
          ]}
        />
      </div>
      <RoomMenu room={room} onAct={onAct} />
    </li>
  );
}

function RoomMenu({ room, onAct }: RoomItemProps) {
  const { t } = useTranslation();
  const actNow = useActNow();
  const restore: MenuEntry = {
    label: t("admin.restore_room"),
    icon: <Undo2 size={17} aria-hidden="true" />,
    onSelect: () => void actNow(() => restoreRoom(room.id), t("admin.restored", { name: room.name })),
  };
  const owner: MenuEntry = {
    label: t("admin.give_owner"),
    icon: <Crown size={17} aria-hidden="true" />,
    onSelect: () => onAct({ name: "owner", room }),
  };
  const remove: MenuEntry = {
    label: t("admin.delete_room"),
    icon: <Trash2 size={17} aria-hidden="true" />,
    tone: "danger",
    onSelect: () => onAct({ name: "delete", room }),
  };
  const entries =
    room.delete_after !== null ? [restore] : [...(room.owner_count === 0 ? [owner] : []), remove];
  return (
    <Menu
      label={t("admin.actions", { name: room.name })}
      align="end"
      entries={entries}
      trigger={(props) => (
        <IconButton
          {...props}
          label={t("admin.actions", { name: room.name })}
          tip="none"
          icon={<MoreHorizontal size={18} />}
        />
      )}
    />
  );
}
