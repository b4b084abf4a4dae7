// The command palette (Ctrl/Cmd+K): finds rooms, people and actions by a few letters. The focus stays in the search field, and
// the list uses aria-activedescendant.
import { Compass, Hash, Lock, Plus, Search, Settings, SquarePen, Ticket } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { openDialog } from "@/state/shell/dialogs";
import type { RoomSummary } from "@/net/protocol.gen";
import { askToWrite } from "@/state/conversation/writing";
import { type Found, usePeopleSearch } from "@/state/people/search";
import { useProblem } from "@/state/requests/useProblem";
import { openDirect } from "@/state/rooms/openDirect";
import { useRooms } from "@/state/rooms/rooms";
import { facesOf, otherIn, othersIn, useRoomTitles } from "@/state/rooms/roomTitle";
import { myId, useGuest } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
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
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { groups, people } = useChoices(query);
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
          ref={input}
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
        {flat.length === 0 && !people.asking && !people.failed && (
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
                    <span dir="auto" className="min-w-0 grow truncate">
                      {choice.label}
                    </span>
                    {choice.end}
                  </div>
                ))}
              </div>
            ),
        )}
      </div>
      {people.failed && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4 py-2 text-sm text-text-2">
          <p role="status">{t("direct.failed")}</p>
          <Button
            onClick={() => {
              people.retry();
              input.current?.focus();
            }}
          >
            {t("common.retry")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

interface Choices {
  groups: { title: string; choices: Choice[] }[];
  /** The search for people on the server. */
  people: Found;
}

function useChoices(query: string): Choices {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const { rooms: roomIds, direct: directIds, byId } = useRooms();
  const titleOf = useRoomTitles();
  const guest = useGuest();
  // People are found to write to them, which guests cannot.
  const found = usePeopleSearch(guest ? "" : query);
  const matching = (ids: readonly string[]) =>
    ids
      .flatMap((id) => byId[id] ?? [])
      .map((room) => ({ room, score: scoreOf(query, room, titleOf(room)) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, SHOWN_MAX)
      .map(({ room }) => room);
  const choiceOf = (room: RoomSummary, end?: ReactNode): Choice => ({
    id: room.id,
    label: titleOf(room),
    picture: (
      <RoomAvatar id={room.id} name={titleOf(room)} url={room.avatar_url} size={28} faces={facesOf(room)} />
    ),
    end,
    run: () => navigate(paths.room(room.id)),
  });
  const rooms = matching(roomIds).map((room) =>
    choiceOf(
      room,
      room.kind === "private" ? (
        <Lock size={14} className="text-text-3" aria-label={t("rooms.private")} />
      ) : (
        <Hash size={14} className="text-text-3" aria-label={t("rooms.public")} />
      ),
    ),
  );
  const direct = matching(directIds);
  const writeTo = (room: RoomSummary): Choice => ({
    ...choiceOf(room),
    run: () => {
      askToWrite(room.id);
      navigate(paths.room(room.id));
    },
  });
  const listed = new Set(direct.map((room) => otherIn(room, myId())?.id));
  const people = found.people
    .filter(({ id }) => !listed.has(id))
    .map(
      (person): Choice => ({
        id: person.id,
        label: person.display_name,
        picture: <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={28} />,
        end: <span className="text-sm text-text-3">{`@${person.username}`}</span>,
        run: () => {
          openDirect([person.id]).catch((error: unknown) => notify({ text: problem(error), tone: "danger" }));
        },
      }),
    );
  const icon = (picture: ReactNode) => (
    <span className="grid size-7 place-items-center text-text-2" aria-hidden="true">
      {picture}
    </span>
  );
  const elsewhere: Choice[] = [
    {
      id: "message",
      label: t("rooms.new_message"),
      picture: icon(<SquarePen size={18} />),
      run: () => openDialog({ name: "new_message" }),
    },
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
  ];
  const commands: Choice[] = [
    ...(guest ? [] : elsewhere),
    {
      id: "settings",
      label: t("settings.title"),
      picture: icon(<Settings size={18} />),
      run: () => navigate(paths.settings()),
    },
  ];
  return {
    groups: [
      { title: t("palette.rooms"), choices: rooms },
      { title: t("rooms.direct"), choices: direct.map(writeTo) },
      { title: t("palette.commands"), choices: commands.filter(({ label }) => matchScore(query, label) > 0) },
      // Last, so that what is found while the user chooses moves nothing.
      { title: t("palette.people"), choices: people },
    ],
    people: found,
  };
}

/** A direct room is found by the name and handle of each of its people. */
function scoreOf(query: string, room: RoomSummary, title: string): number {
  const names = othersIn(room, myId()).flatMap(({ display_name, username }) => [display_name, username]);
  return Math.max(...[title, ...names].map((name) => matchScore(query, name)));
}
