// The header of the room list: the product's mark, and ways to join or create rooms.
import { Compass, Menu as MenuIcon, Plus, SquarePen, Ticket } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link, useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { useGuest } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { IconButton } from "@/ui/controls/IconButton";
import { Mark } from "@/ui/pictures/Mark";
import { Menu } from "@/ui/overlays/Menu";

export function RoomListHeader({
  rail,
  onOpenList,
}: {
  rail: boolean;
  onOpenList: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const guest = useGuest();
  // Everything in it leads elsewhere.
  const menu = guest ? null : (
    <Menu
      label={t("rooms.new")}
      align={rail ? "start" : "end"}
      entries={[
        {
          label: t("rooms.new_message"),
          icon: <SquarePen size={18} />,
          onSelect: () => openDialog({ name: "new_message" }),
        },
        {
          label: t("rooms.create"),
          icon: <Plus size={18} />,
          onSelect: () => openDialog({ name: "create_room" }),
        },
        { label: t("rooms.browse"), icon: <Compass size={18} />, onSelect: () => navigate(paths.directory) },
        {
          label: t("rooms.join_code"),
          icon: <Ticket size={18} />,
          onSelect: () => openDialog({ name: "join_code" }),
        },
      ]}
      trigger={(props) => (
        <IconButton {...props} label={t("rooms.new")} tip="none" icon={<Plus size={20} />} />
      )}
    />
  );
  if (rail) {
    return (
      <div className="flex flex-col items-center gap-1 py-2.5">
        <IconButton
          label={t("rooms.open_list")}
          tip="none"
          icon={<MenuIcon size={20} />}
          onClick={onOpenList}
        />
        {menu}
      </div>
    );
  }
  return (
    <div className="flex h-14 shrink-0 items-center justify-between ps-4 pe-2.5 pt-[env(safe-area-inset-top)]">
      <Link href={paths.home} className="flex items-center gap-2 rounded-md font-semibold tracking-tight">
        <Mark size={26} />
        <span>{t("app.name")}</span>
      </Link>
      {menu}
    </div>
  );
}
