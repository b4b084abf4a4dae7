// A list of the user's rooms, each with a button to move it into a folder.
import { FolderInput } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { openDialog } from "@/state/shell/dialogs";
import { useRoom } from "@/state/rooms/rooms";
import { IconButton } from "@/ui/controls/IconButton";
import { RoomRow } from "./RoomRow";

export function RoomItems({ ids, current }: { ids: readonly string[]; current: string | null }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      {ids.map((id) => (
        <li key={id} className="group relative [contain-intrinsic-size:auto_56px] [content-visibility:auto]">
          <RoomRow id={id} current={id === current} rail={false} />
          <MoveButton id={id} />
        </li>
      ))}
    </ul>
  );
}

/** For the mouse, and for the keyboard once the row has the focus; on touch screens the room's menu has it. */
function MoveButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const name = useRoom(id)?.name ?? "";
  return (
    <IconButton
      label={t("rooms.move_named", { room: name })}
      tip="none"
      icon={<FolderInput size={16} />}
      onClick={() => openDialog({ name: "move_room", roomId: id })}
      className="absolute end-1.5 top-1/2 size-8! -translate-y-1/2 bg-surface-2 opacity-0 shadow-sm group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
    />
  );
}
