// One folder in the list: its heading opens and closes it, a menu beside it changes it.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { ArrowDown, ArrowUp, ChevronRight, FolderX, MoreHorizontal, Pencil } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Folder } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { useFolders } from "@/state/rooms/folderList";
import { changeFolders } from "@/state/rooms/folders";
import { notify } from "@/state/shell/notices";
import { useRooms } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { cx } from "@/ui/cx";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu, type MenuEntry } from "@/ui/overlays/Menu";
import { UnreadBadge } from "@/ui/blocks/UnreadBadge";
import { RoomItems } from "../list/RoomItems";
import { putBack, removeFolder, shiftFolder, waitingIn } from "./arrange";

interface FolderGroupProps {
  folder: Folder;
  /** Ids of its rooms, in the order of the list. */
  rooms: readonly string[];
  current: string | null;
  open: boolean;
  onToggle: () => void;
  first: boolean;
  last: boolean;
}

export function FolderGroup({ folder, rooms, current, open, onToggle, first, last }: FolderGroupProps) {
  const { t } = useTranslation();
  const id = useId();
  // As a string, so that the group renders only when its content has changed.
  const waiting = useRooms(({ byId }) => {
    const { unread, mentions } = waitingIn(rooms.map((room) => byId[room]));
    const calling = rooms.filter((room) => room === current || (byId[room]?.you?.unread ?? 0) > 0);
    return [unread, mentions, ...calling].join(" ");
  }).split(" ");
  const [unread, mentions] = [Number(waiting[0]), Number(waiting[1])];
  const shown = open ? rooms : waiting.slice(2);
  const entries = useFolderEntries(folder, first, last);
  const words = [
    unread >= UNREAD_MAX ? t("rooms.unread_many") : t("rooms.unread", { count: unread }),
    ...(mentions > 0 ? [t("rooms.mentions", { count: mentions })] : []),
  ].join(", ");
  return (
    <section aria-labelledby={`${id}name`} data-folder={folder.name}>
      <div className="group relative flex h-8 items-center rounded-md hover:bg-surface-2 pointer-coarse:h-11">
        <h2 className="min-w-0 grow self-stretch">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${id}rooms`}
            onClick={onToggle}
            className="flex size-full items-center gap-1.5 rounded-md ps-1.5 text-start text-xs font-medium text-text-2 outline-offset-[-2px]"
          >
            <ChevronRight
              size={14}
              aria-hidden="true"
              className={cx("shrink-0 transition-transform", open ? "rotate-90" : "rtl:rotate-180")}
            />
            <span id={`${id}name`} dir="auto" className="truncate">
              {folder.name}
            </span>
            {!open && (
              <span className="ms-auto me-2 pointer-coarse:me-12 pointer-fine:group-focus-within:me-9 pointer-fine:group-hover:me-9">
                <UnreadBadge unread={unread} mentions={mentions} label={words} />
              </span>
            )}
          </button>
        </h2>
        <Menu
          label={t("folders.menu", { folder: folder.name })}
          align="end"
          entries={entries}
          trigger={(props) => (
            <IconButton
              {...props}
              label={t("folders.menu", { folder: folder.name })}
              tip="none"
              icon={<MoreHorizontal size={16} />}
              className="absolute end-1 top-1/2 size-7! -translate-y-1/2 pointer-fine:opacity-0 pointer-fine:group-focus-within:opacity-100 pointer-fine:group-hover:opacity-100 pointer-fine:aria-expanded:opacity-100 pointer-coarse:size-11!"
            />
          )}
        />
      </div>
      <div id={`${id}rooms`}>
        {shown.length > 0 && <RoomItems ids={shown} current={current} />}
        {open && rooms.length === 0 && <p className="px-7 py-1 text-xs text-text-3">{t("folders.empty")}</p>}
      </div>
    </section>
  );
}

function useFolderEntries(folder: Folder, first: boolean, last: boolean): MenuEntry[] {
  const { t } = useTranslation();
  const problem = useProblem();
  const change = async (...args: Parameters<typeof changeFolders>) => {
    try {
      await changeFolders(...args);
    } catch (error) {
      notify({ text: t("folders.failed", { problem: problem(error) }), tone: "danger" });
    }
  };
  const remove = () => {
    const at = useFolders.getState().folders.findIndex(({ id }) => id === folder.id);
    const undo = () => void change((folders) => putBack(folders, folder, at));
    void change((folders) => removeFolder(folders, folder.id));
    notify({
      text: t("folders.deleted", { folder: folder.name }),
      tone: "plain",
      action: { label: t("folders.undo"), run: undo },
    });
  };
  const entries: (MenuEntry | false)[] = [
    {
      label: t("folders.rename"),
      icon: <Pencil size={16} />,
      onSelect: () => openDialog({ name: "rename_folder", folderId: folder.id }),
    },
    !first && {
      label: t("folders.up"),
      icon: <ArrowUp size={16} />,
      onSelect: () => void change((folders) => shiftFolder(folders, folder.id, -1)),
    },
    !last && {
      label: t("folders.down"),
      icon: <ArrowDown size={16} />,
      onSelect: () => void change((folders) => shiftFolder(folders, folder.id, 1)),
    },
    {
      label: t("folders.delete"),
      icon: <FolderX size={16} />,
      tone: "danger",
      separated: true,
      onSelect: remove,
    },
  ];
  return entries.filter((entry) => entry !== false);
}
