// The entries of a room's menu: everything that concerns the room as a whole.
import {
  BellOff,
  Check,
  CheckCheck,
  FolderInput,
  Info,
  Link2,
  LogOut,
  Settings2,
  UserPlus,
  X,
} from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { changeNotifyLevel, levelOf, levelsOf } from "@/state/notifications/notifyLevel";
import { markRead } from "@/state/reading/readMarks";
import { useProblem } from "@/state/requests/useProblem";
import { useMayInvite } from "@/state/rooms/inviting";
import { moderates } from "@/state/rooms/rights";
import type { MenuEntry } from "@/ui/overlays/Menu";

/** As wide as the check mark, so that the names of levels are aligned. */
const NO_CHECK = <span className="size-4.5" />;

export function useRoomEntries(room: Room, onDetail: () => void): MenuEntry[] {
  const { t } = useTranslation();
  const problem = useProblem();
  const invites = useMayInvite(room);
  const { you, id } = room;
  if (you === null) return [];
  const run = (act: () => Promise<unknown>) => () => {
    act().catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };
  const copyLink = async () => (await import("./copyRoomLink")).copyRoomLink(id, t);
  const direct = room.kind === "direct";
  const close = async () => (await import("@/state/rooms/closeDirect")).closeDirect(id);
  const current = levelOf(room);
  const levels: MenuEntry[] = levelsOf(room.kind).map((level, index) => ({
    label: t(`rooms.notify_${level}`),
    icon: current === level ? <Check size={18} /> : level === "none" ? <BellOff size={18} /> : NO_CHECK,
    checked: current === level,
    separated: index === 0,
    onSelect: run(() => changeNotifyLevel(id, level)),
  }));
  const favourite = you.favourite === true;
  const star = async () => (await import("@/state/rooms/favourite")).changeFavourite(id, !favourite);
  const entries: (MenuEntry | false)[] = [
    you.unread > 0 && {
      label: t("rooms.mark_read"),
      icon: <CheckCheck size={18} />,
      onSelect: run(() => markRead(id, room.last_seq)),
    },
    invites && {
      label: t("rooms.invite_people"),
      icon: <UserPlus size={18} />,
      onSelect: () => openDialog({ name: "invite", roomId: id }),
    },
    !direct && { label: t("rooms.copy_link"), icon: <Link2 size={18} />, onSelect: run(copyLink) },
    !direct && {
      label: t("rooms.move"),
      icon: <FolderInput size={18} />,
      onSelect: () => openDialog({ name: "move_room", roomId: id }),
    },
    {
      label: t(favourite ? "rooms.unfavourite" : "rooms.favourite"),
      icon: <span className="size-4.5">★</span>,
      onSelect: run(star),
    },
    ...levels,
    { label: t("rooms.details"), icon: <Info size={18} />, separated: true, onSelect: onDetail },
    direct && {
      label: t("rooms.make_room"),
      icon: <UserPlus size={18} />,
      onSelect: () => openDialog({ name: "make_room", roomId: id }),
    },
    direct && { label: t("rooms.close"), icon: <X size={18} />, onSelect: run(close) },
    moderates(room) && {
      label: t("rooms.settings"),
      icon: <Settings2 size={18} />,
      onSelect: () => openDialog({ name: "edit_room", roomId: id }),
    },
    !direct && {
      label: t("rooms.leave"),
      icon: <LogOut size={18} />,
      tone: "danger",
      onSelect: () => openDialog({ name: "leave", roomId: id }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
