// Chooses the people to write to and opens the direct room of exactly these people. The focus stays in the field, and the list
// uses aria-activedescendant.
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { inWords } from "@/lib/format";
import { DIRECT_OTHERS } from "@/lib/limits.gen";
import type { UserRef } from "@/net/protocol.gen";
import { labelOf } from "@/state/people/names";
import { usePeopleSearch } from "@/state/people/search";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { openDirect } from "@/state/rooms/openDirect";
import { roomOf, useRooms } from "@/state/rooms/rooms";
import { othersIn } from "@/state/rooms/roomTitle";
import { myId } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { Chips } from "./Chips";
import { PeopleOptions } from "./PeopleOptions";

/** People offered before anything is typed. */
const RECENT_MAX = 8;

const nameOf = ({ id, display_name }: UserRef): string => labelOf(id) ?? display_name;

export function NewMessageDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<readonly UserRef[]>([]);
  const [query, setQuery] = useState("");
  /** The active suggestion; none until something is typed or an arrow key is pressed, so that Enter opens the room. */
  const [at, setAt] = useState(-1);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [recent] = useState(recentPeople);
  const found = usePeopleSearch(query);
  const full = chosen.length >= DIRECT_OTHERS;
  const typed = query.trim() !== "";
  const people = (full ? [] : typed ? found.people : recent).filter(
    (person) => !chosen.some((one) => one.id === person.id),
  );
  const index = Math.min(at, people.length - 1);
  const active = people[index];

  const type = (text: string) => {
    setQuery(text);
    setAt(text.trim() === "" ? -1 : 0);
    setError(null);
  };
  const change = (next: readonly UserRef[]) => {
    setChosen(next);
    type("");
    input.current?.focus();
  };
  const open = async () => {
    if (chosen.length === 0 || busy) return;
    setBusy(true);
    try {
      await openDirect(chosen.map((person) => person.id));
    } catch (cause) {
      setBusy(false);
      const refused = asApiError(cause)?.code === "cannot_message";
      setError(refused ? t("direct.cannot", { count: chosen.length }) : problem(cause));
      input.current?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && people.length > 0) {
      event.preventDefault();
      setAt(index < 0 && step < 0 ? people.length - 1 : (index + step + people.length) % people.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active !== undefined) change([...chosen, active]);
      else if (!typed) void open();
    } else if (event.key === "Backspace" && query === "" && chosen.length > 0) {
      event.preventDefault();
      change(chosen.slice(0, -1));
    }
  };
  const note = full
    ? t("direct.full", { count: DIRECT_OTHERS })
    : typed && found.failed
      ? t("direct.failed")
      : typed && people.length === 0 && !found.asking
        ? t("direct.nobody", { query: query.trim() })
        : chosen.length === 0
          ? t("direct.lead")
          : "";

  return (
    <Dialog
      title={t("rooms.new_message")}
      closeLabel={t("common.close")}
      onClose={onClose}
      size="md"
      footer={
        <>
          <p role="status" className="min-w-0 grow basis-60 self-center text-sm break-words text-text-2">
            {chosen.length > 0 && t("direct.opens", { names: inWords(i18n.language, chosen.map(nameOf)) })}
          </p>
          <Button tone="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void open()}>
            {t("direct.open")}
          </Button>
        </>
      }
    >
      <label htmlFor={`${id}to`} className="mb-1.5 block text-sm font-medium">
        {t("direct.to")}
      </label>
      <Chips
        people={chosen.map((person) => ({ id: person.id, name: nameOf(person), url: person.avatar_url }))}
        onRemove={(personId) => change(chosen.filter((person) => person.id !== personId))}
      >
        <input
          ref={input}
          id={`${id}to`}
          role="combobox"
          aria-expanded={people.length > 0}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : `${id}list-${active.id}`}
          aria-describedby={error === null ? `${id}note` : `${id}error`}
          aria-invalid={error === null ? undefined : true}
          value={query}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          data-autofocus=""
          autoComplete="off"
          spellCheck={false}
          className="h-8 min-w-24 grow bg-transparent text-[1rem] outline-none pointer-coarse:h-11"
        />
      </Chips>
      {error !== null && (
        <p id={`${id}error`} role="alert" className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      )}
      <div className="mt-1.5 flex min-h-5 flex-wrap items-center gap-x-3 gap-y-2 text-sm text-text-3">
        <p id={`${id}note`} role="status">
          {note}
        </p>
        {typed && !full && found.failed && (
          <Button
            onClick={() => {
              found.retry();
              input.current?.focus();
            }}
          >
            {t("common.retry")}
          </Button>
        )}
      </div>
      <PeopleOptions
        id={`${id}list`}
        people={people}
        active={active}
        onPoint={(person) => setAt(people.indexOf(person))}
        onPick={(person) => change([...chosen, person])}
      />
    </Dialog>
  );
}

/** The people of the direct rooms that are listed, the most recently active first. */
function recentPeople(): UserRef[] {
  const people = useRooms
    .getState()
    .direct.flatMap((id) => othersIn(roomOf(id) ?? {}, myId()))
    .filter(({ username }) => username !== "");
  return [...new Map(people.map((person) => [person.id, person])).values()].slice(0, RECENT_MAX);
}
