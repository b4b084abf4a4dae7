// All public and private rooms, by name and numbers. Direct rooms are only counted, under Usage.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { deleteAnyRoom, listAllRooms } from "@/net/api/admin/rooms";
import type { AdminRoom } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { SearchField } from "@/ui/controls/SearchField";
import { act } from "../parts/acting";
import { DeleteConfirm } from "../parts/DeleteConfirm";
import { Listing } from "../parts/Listing";
import { usePages, usePaused } from "../parts/usePages";
import { OwnerDialog } from "./OwnerDialog";
import { RoomItem } from "./RoomItem";

export interface RoomAct {
  name: "owner" | "delete";
  room: AdminRoom;
}

export function RoomsSection() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const query = usePaused(typed);
  const pages = usePages(["rooms", query], (cursor, signal) => listAllRooms(query, cursor, signal));
  const [open, setOpen] = useState<RoomAct | null>(null);
  const onClose = () => setOpen(null);
  return (
    <>
      <SearchField label={t("admin.rooms_search")} value={typed} onChange={setTyped} />
      <div className="mt-2">
        <Listing
          label={t("admin.rooms")}
          pages={pages}
          empty={
            query === "" ? (
              <EmptyState title={t("admin.rooms_empty")}>{t("admin.rooms_empty_text")}</EmptyState>
            ) : (
              <EmptyState
                title={t("admin.rooms_none")}
                actions={<Button onClick={() => setTyped("")}>{t("admin.search_clear")}</Button>}
              >
                {t("admin.rooms_none_text")}
              </EmptyState>
            )
          }
        >
          {(room) => <RoomItem key={room.id} room={room} onAct={setOpen} />}
        </Listing>
      </div>
      {open?.name === "owner" && <OwnerDialog room={open.room} onClose={onClose} />}
      {open?.name === "delete" && <DeleteRoom room={open.room} onClose={onClose} />}
    </>
  );
}

function DeleteRoom({ room, onClose }: { room: AdminRoom; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DeleteConfirm
      title={t("admin.delete_title", { name: room.name })}
      text={t("admin.delete_room_text", { count: room.member_count })}
      name={room.name}
      onConfirm={async () => {
        await act(() => deleteAnyRoom(room.id));
        onClose();
        notify({ text: t("admin.room_deleted", { room: room.name }), tone: "success" });
      }}
      onClose={onClose}
    />
  );
}
