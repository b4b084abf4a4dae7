// A list of the user's rooms, each with a button to move it into a folder, or to close it if it is a direct room.
import { FolderInput, X } from "lucide-react";
import type { MouseEvent } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useProblem } from "@/state/requests/useProblem";
import { useRoom } from "@/state/rooms/rooms";
import { useRoomTitle } from "@/state/rooms/roomTitle";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { IconButton } from "@/ui/controls/IconButton";
import { RoomRow } from "./RoomRow";

export function RoomItems({ ids, current }: { ids: readonly string[]; current: string | null }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      {ids.map((id) => (
        <li key={id} className="group relative [contain-intrinsic-size:auto_56px] [content-visibility:auto]">
          <RoomRow id={id} current={id === current} rail={false} />
          <RowButton id={id} />
        </li>
      ))}
    </ul>
  );
}

/** For the mouse, and for the keyboard once the row has the focus; on touch screens the room's menu has it. */
function RowButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(id);
  const title = useRoomTitle(room);
  const direct = room?.kind === "direct";
  const close = ({ detail, currentTarget }: MouseEvent<HTMLElement>) => {
    // Keys click without a count.
    const from = detail === 0 ? currentTarget : null;
    const closing = import("../direct/closeWithUndo").then(({ closeWithUndo }) => closeWithUndo(id, from));
    closing.catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
  };
  return (
    <IconButton
      label={t(direct ? "rooms.close_named" : "rooms.move_named", { room: title })}
      tip="none"
      icon={direct ? <X size={16} /> : <FolderInput size={16} />}
      onClick={direct ? close : () => openDialog({ name: "move_room", roomId: id })}
      className="absolute end-1.5 top-1/2 size-8! -translate-y-1/2 bg-surface-2 opacity-0 shadow-sm group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
    />
  );
}
