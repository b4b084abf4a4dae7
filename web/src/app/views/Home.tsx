// Shown when no room is open: opens the last room, or explains how to join one.
import { Compass, Plus, SquarePen, Ticket } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Redirect, useLocation } from "wouter";
import { later } from "@/lib/later";
import { screens, useMedia } from "@/lib/media";
import { paths } from "@/lib/paths";
import { openDialog } from "@/state/shell/dialogs";
import { lastRoom } from "@/state/rooms/lastRoom";
import { useRooms } from "@/state/rooms/rooms";
import { useGuest, useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Mark } from "@/ui/pictures/Mark";

const FirstRoom = later(async () => (await import("@/features/rooms/FirstRoom")).FirstRoom);

export function Home() {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const phone = useMedia(screens.phone);
  const me = useMe();
  const guest = useGuest();
  const { status, order } = useRooms();
  const last = lastRoom();
  const target = last !== null && order.includes(last) ? last : order[0];
  if (!phone && location === paths.home && target !== undefined)
    return <Redirect to={paths.room(target)} replace />;
  if (status !== "ready" || order.length > 0) return null;
  if (me?.is_admin === true)
    return (
      <Suspense fallback={null}>
        <FirstRoom />
      </Suspense>
    );
  const action = (
    <Button icon={<Ticket size={17} />} onClick={() => openDialog({ name: "join_code" })}>
      {t("rooms.join_code")}
    </Button>
  );
  if (guest)
    return (
      <EmptyState art={<Mark size={48} />} title={t("rooms.none")} actions={action}>
        {t("rooms.none_guest")}
      </EmptyState>
    );
  return (
    <EmptyState
      art={<Mark size={48} />}
      title={t("rooms.none")}
      actions={
        <>
          <Button
            tone="primary"
            icon={<Plus size={17} />}
            onClick={() => openDialog({ name: "create_room" })}
          >
            {t("rooms.create")}
          </Button>
          <Button icon={<Compass size={17} />} onClick={() => navigate(paths.directory)}>
            {t("rooms.browse")}
          </Button>
          <Button icon={<SquarePen size={17} />} onClick={() => openDialog({ name: "new_message" })}>
            {t("rooms.new_message")}
          </Button>
          {action}
        </>
      }
    >
      {t("rooms.none_text")}
    </EmptyState>
  );
}
