// The user's rooms, most recently active first, and below them the direct ones. Rows subscribe to their own room, the list only to
// the order.
import { Search } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { openDialog } from "@/state/shell/dialogs";
import { useFoldered } from "@/state/rooms/folderList";
import { useRooms } from "@/state/rooms/rooms";
import { useGuest } from "@/state/session/whoami";
import { RoomItems } from "./RoomItems";
import { RoomListHeader } from "./RoomListHeader";
import { RoomRow } from "./RoomRow";

interface RoomListProps {
  /** Id of the open room. */
  current: string | null;
  /** Shows only pictures and badges: the 72 px rail. */
  rail?: boolean;
  onOpenList?: () => void;
  /** Shown while there are no rooms, instead of a line that says so. */
  empty?: ReactNode;
  /** The list with favourites and folders, for users who have some; it loads separately. */
  foldered: ComponentType<{ current: string | null }>;
  /** The section of direct rooms; it loads separately. */
  direct: ComponentType<{ current: string | null }>;
}

export function RoomList({
  current,
  rail = false,
  onOpenList,
  empty,
  foldered: Foldered,
  direct: Direct,
}: RoomListProps) {
  const { t } = useTranslation();
  const guest = useGuest();
  const rooms = useRooms((state) => state.rooms);
  const direct = useRooms((state) => state.direct);
  const favourites = useRooms((state) => state.favourites);
  const foldered = useFoldered() || favourites.length > 0;
  return (
    <>
      <RoomListHeader rail={rail} onOpenList={onOpenList} />
      {!rail && (
        <div className="px-3 pb-2">
          <button
            type="button"
            onClick={() => openDialog({ name: "palette" })}
            className="flex h-9 w-full items-center gap-2 rounded-md bg-surface-2 px-3 text-sm text-text-3 transition-colors hover:text-text pointer-coarse:h-11"
          >
            <Search size={16} aria-hidden="true" />
            <span className="grow text-start">{t("rooms.jump")}</span>
            <kbd className="font-sans text-xs text-text-3 pointer-coarse:hidden">
              {/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"}
            </kbd>
          </button>
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2" data-room-list="">
        {rooms.length + direct.length === 0 ? (
          <NoRooms rail={rail} empty={empty} />
        ) : !rail ? (
          <>
            {foldered ? <Foldered current={current} /> : <RoomItems ids={rooms} current={current} />}
            {!guest && <Direct current={current} />}
          </>
        ) : (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
            {[...new Set([...favourites, ...rooms, ...direct])].map((id) => (
              <li key={id}>
                <RoomRow id={id} current={id === current} rail />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function NoRooms({ rail, empty }: { rail: boolean; empty: ReactNode }) {
  const { t } = useTranslation();
  const status = useRooms((state) => state.status);
  if (rail) return null;
  if (status === "loading") return <Placeholder />;
  if (status === "failed")
    return <p className="px-3 py-6 text-center text-sm text-text-2">{t("rooms.failed")}</p>;
  return empty ?? <p className="px-4 py-6 text-center text-sm text-text-3">{t("rooms.none")}</p>;
}

/** The list's outline while it loads for the first time. */
function Placeholder() {
  return (
    <div aria-hidden="true" className="grid gap-0.5">
      {[62, 48, 74, 56, 40].map((width) => (
        <div key={width} className="flex h-14 items-center gap-3 px-2">
          <span className="size-9 rounded-[10px] bg-surface-2" />
          <span className="grid grow gap-2">
            <span className="h-2.5 rounded-sm bg-surface-2" style={{ width: `${width}%` }} />
            <span className="h-2 w-4/5 rounded-sm bg-surface-2/70" />
          </span>
        </div>
      ))}
    </div>
  );
}
