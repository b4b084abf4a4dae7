// The public rooms that every new account joins: a list to remove from, and a search to add to it.
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { DEFAULT_ROOMS } from "@/lib/limits.gen";
import { directory } from "@/net/api/rooms";
import type { NamedRoom } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { IconButton } from "@/ui/controls/IconButton";
import { SearchField } from "@/ui/controls/SearchField";
import { Avatar } from "@/ui/pictures/Avatar";
import { usePaused } from "../parts/usePages";

/** Rooms offered at most; a longer search finds the others. */
const OFFERED = 6;

interface DefaultRoomsProps {
  rooms: readonly NamedRoom[];
  onChange: (rooms: readonly NamedRoom[]) => void;
}

export function DefaultRooms({ rooms, onChange }: DefaultRoomsProps) {
  const { t } = useTranslation();
  // Buttons disappear when pressed, and the focus would be lost with them.
  const group = useRef<HTMLFieldSetElement>(null);
  const change = (to: readonly NamedRoom[]) => {
    onChange(to);
    group.current?.focus();
  };
  return (
    <fieldset ref={group} tabIndex={-1} className="min-w-0 outline-none">
      <legend className="text-sm font-medium">{t("admin.default_rooms")}</legend>
      <p className="mt-0.5 text-sm text-text-2">{t("admin.default_rooms_hint")}</p>
      {rooms.length > 0 && (
        <ul aria-label={t("admin.default_rooms")} className="mt-2 divide-y divide-line">
          {rooms.map((room) => (
            <li key={room.id} className="flex min-h-11 items-center gap-3">
              <Room room={room} />
              <IconButton
                label={t("admin.default_remove", { room: room.name })}
                tip="none"
                icon={<X size={17} />}
                onClick={() => change(rooms.filter(({ id }) => id !== room.id))}
              />
            </li>
          ))}
        </ul>
      )}
      {rooms.length < DEFAULT_ROOMS ? (
        <Search chosen={rooms} onAdd={(room) => change([...rooms, room])} />
      ) : (
        <p className="mt-2 text-sm text-text-2">{t("admin.default_full", { count: DEFAULT_ROOMS })}</p>
      )}
    </fieldset>
  );
}

function Search({ chosen, onAdd }: { chosen: readonly NamedRoom[]; onAdd: (room: NamedRoom) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const query = usePaused(typed);
  const found = useQuery(
    {
      queryKey: keys.admin("offered", query),
      queryFn: ({ signal }) => directory(query, "name", null, signal),
    },
    queries,
  );
  const offered = (found.data?.items ?? [])
    .filter(({ id }) => !chosen.some((room) => room.id === id))
    .slice(0, OFFERED);
  return (
    <div className="mt-3">
      <SearchField label={t("admin.default_search")} value={typed} onChange={setTyped} />
      <p role="status" className="mt-1.5 text-xs text-text-3">
        {found.isError
          ? t("admin.rooms_failed")
          : found.isPending
            ? t("admin.loading")
            : t("admin.rooms_found", { count: offered.length })}
      </p>
      <ul aria-label={t("admin.default_offered")} className="mt-1">
        {offered.map((room) => (
          <li key={room.id} className="flex min-h-11 items-center gap-3">
            <Room room={room} />
            <IconButton
              label={t("admin.default_add", { room: room.name })}
              tip="none"
              icon={<Plus size={17} />}
              onClick={() => onAdd({ id: room.id, name: room.name, kind: room.kind })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Room({ room }: { room: Pick<NamedRoom, "id" | "name"> }) {
  return (
    <>
      <Avatar id={room.id} name={room.name} url={null} size={28} shape="square" />
      <bdi className="min-w-0 grow truncate text-sm font-medium">{room.name}</bdi>
    </>
  );
}
