// The room list with favourites on top, in folders that can be closed, per device. A closed folder still shows its unread rooms
// and the open room. Rooms without a folder follow under their own heading.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { readStored, writeStored } from "@/lib/storage";
import { useFolders } from "@/state/rooms/folderList";
import { useRooms } from "@/state/rooms/rooms";
import { RoomItems } from "../list/RoomItems";
import { RoomSection } from "../list/RoomSection";
import { sortIntoFolders } from "./arrange";
import { FolderGroup } from "./FolderGroup";

const KEY = "confluence.folders.closed";

export function FolderedRooms({ current }: { current: string | null }) {
  const { t } = useTranslation();
  const rooms = useRooms((state) => state.rooms);
  const favourites = useRooms((state) => state.favourites);
  const { folders, status } = useFolders();
  const [closed, setClosed] = useState(() => new Set(readStored<string[]>(KEY, [])));
  const { groups, rest } = sortIntoFolders(
    rooms.filter((id) => !favourites.includes(id)),
    folders,
  );
  const toggle = (id: string) => {
    // Drops folders that no longer exist.
    const next = new Set([...closed].filter((other) => folders.some((folder) => folder.id === other)));
    if (!next.delete(id)) next.add(id);
    writeStored(KEY, [...next]);
    setClosed(next);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {favourites.length > 0 && (
        <RoomSection name="favourite" title={t("rooms.favourites")} ids={favourites} current={current} />
      )}
      {groups.map(({ folder, rooms }, index) => (
        <FolderGroup
          key={folder.id}
          folder={folder}
          rooms={rooms}
          current={current}
          open={!closed.has(folder.id)}
          onToggle={() => toggle(folder.id)}
          first={index === 0}
          last={index === groups.length - 1}
        />
      ))}
      {rest.length > 0 && status !== "asking" && (
        <section aria-labelledby="rooms-outside">
          <h2 id="rooms-outside" className="flex h-8 items-center ps-6.5 text-xs font-medium text-text-3">
            {t("folders.outside")}
          </h2>
          <RoomItems ids={rest} current={current} />
        </section>
      )}
    </div>
  );
}
