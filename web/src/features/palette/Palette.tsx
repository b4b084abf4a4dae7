// The command palette (Ctrl/Cmd+K): finds rooms and actions by a few letters. The focus stays in the search field, and the list
// uses aria-activedescendant.
import { Compass, Hash, Lock, Plus, Search, Settings, Ticket } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { openDialog } from "@/state/shell/dialogs";
import { useRooms } from "@/state/rooms/rooms";
import { Avatar } from "@/ui/pictures/Avatar";
import { cx } from "@/ui/cx";
import { Dialog } from "@/ui/overlays/Dialog";
import { matchScore } from "./matchScore";

interface Choice {
  id: string;
  label: string;
  picture: ReactNode;
  end?: ReactNode;
  run: () => void;
}

const SHOWN_MAX = 12;

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const groups = useChoices(query);
  const flat = groups.flatMap((group) => group.choices);
  const active = flat[Math.min(at, flat.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    choice.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((Math.min(at, flat.length - 1) + step + flat.length) % Math.max(1, flat.length));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(active);
    }
  };

  return (
    <Dialog title={t("palette.title")} closeLabel={t("common.close")} onClose={onClose} size="md" bare>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} aria-hidden="true" className="text-text-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active === undefined ? undefined : `${listId}-${active.id}`}
          aria-label={t("palette.label")}
          placeholder={t("palette.label")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
          data-autofocus=""
          autoComplete="off"
          spellCheck={false}
          className="h-13 min-w-0 grow bg-transparent text-[1rem] outline-none placeholder:text-text-3"
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t("palette.title")}
        className="max-h-96 overflow-y-auto p-2"
      >
        {flat.length === 0 && (
          <p className="px-3 py-8 text-center text-text-2">{t("palette.none", { query })}</p>
        )}
        {groups.map(
          (group) =>
            group.choices.length > 0 && (
              <div key={group.title} role="group" aria-label={group.title}>
                <p aria-hidden="true" className="px-3 pt-2 pb-1 text-xs font-medium text-text-3">
                  {group.title}
                </p>
                {group.choices.map((choice) => (
                  <div
                    key={choice.id}
                    id={`${listId}-${choice.id}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={choice === active}
                    onMouseMove={() => setAt(flat.indexOf(choice))}
                    onClick={() => choose(choice)}
                    onKeyDown={onKey}
                    className={cx(
                      "flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-3 outline-none",
                      choice === active && "bg-surface-2",
                    )}
                  >
                    {choice.picture}
                    <span className="min-w-0 grow truncate">{choice.label}</span>
                    {choice.end}
                  </div>
                ))}
              </div>
            ),
        )}
      </div>
    </Dialog>
  );
}

function useChoices(query: string): { title: string; choices: Choice[] }[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { order, byId } = useRooms();
  const rooms = order
    .flatMap((id) => byId[id] ?? [])
    .map((room) => ({ room, score: matchScore(query, room.name) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN_MAX)
    .map(({ room }) => ({
      id: room.id,
      label: room.name,
      picture: <Avatar id={room.id} name={room.name} url={room.avatar_url} size={28} shape="square" />,
      end:
        room.kind === "private" ? (
          <Lock size={14} className="text-text-3" aria-label={t("rooms.private")} />
        ) : (
          <Hash size={14} className="text-text-3" aria-label={t("rooms.public")} />
        ),
      run: () => navigate(paths.room(room.id)),
    }));
  const icon = (picture: ReactNode) => (
    <span className="grid size-7 place-items-center text-text-2" aria-hidden="true">
      {picture}
    </span>
  );
  const commands: Choice[] = [
    {
      id: "create",
      label: t("rooms.create"),
      picture: icon(<Plus size={18} />),
      run: () => openDialog({ name: "create_room" }),
    },
    {
      id: "browse",
      label: t("rooms.browse"),
      picture: icon(<Compass size={18} />),
      run: () => navigate(paths.directory),
    },
    {
      id: "code",
      label: t("rooms.join_code"),
      picture: icon(<Ticket size={18} />),
      run: () => openDialog({ name: "join_code" }),
    },
    {
      id: "settings",
      label: t("settings.title"),
      picture: icon(<Settings size={18} />),
      run: () => navigate(paths.settings()),
    },
  ];
  return [
    { title: t("palette.rooms"), choices: rooms },
    { title: t("palette.commands"), choices: commands.filter(({ label }) => matchScore(query, label) > 0) },
  ];
}
