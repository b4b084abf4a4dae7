// The rooms that the user owns and that were deleted less than a week ago, with buttons to restore them. Shows nothing if there
// are none.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { paths } from "@/lib/paths";
import { listDeletedRooms } from "@/net/api/rooms";
import type { DeletedRoom } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { undelete } from "@/state/rooms/undelete";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";

export function DeletedRooms() {
  const { t } = useTranslation();
  // Another owner may have deleted one a moment ago.
  const found = useQuery({ queryKey: keys.deletedRooms(), queryFn: listDeletedRooms, staleTime: 0 }, queries);
  const rooms = found.data ?? [];
  if (rooms.length === 0) return null;
  return (
    <section className="mt-10 border-t border-line pt-6">
      <h2 className="font-semibold">{t("rooms.deleted_title")}</h2>
      <p className="mt-1 text-sm text-text-2">{t("rooms.deleted_lead")}</p>
      <ul className="mt-2 divide-y divide-line">
        {rooms.map((room) => (
          <li key={room.id}>
            <DeletedCard room={room} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeletedCard({ room }: { room: DeletedRoom }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      await undelete(room.id);
      navigate(paths.room(room.id));
    } catch (error) {
      setBusy(false);
      notify({ text: problem(error), tone: "danger" });
    }
  };
  return (
    <div className="flex items-center gap-4 py-4">
      <Avatar id={room.id} name={room.name} url={null} size={44} shape="square" />
      <div className="min-w-0 grow">
        <p className="truncate font-semibold">{room.name}</p>
        <p className="mt-0.5 text-xs text-text-3">
          <span>{`${t("rooms.members", { count: room.member_count })} · `}</span>
          <span>{t("rooms.deleted_until", { when: dateAndTime(i18n.language, room.delete_after) })}</span>
        </p>
      </div>
      <Button
        busy={busy}
        aria-label={t("rooms.restore_room", { room: room.name })}
        onClick={() => void restore()}
      >
        {t("rooms.restore")}
      </Button>
    </div>
  );
}
