// The choice of a room's next owner, for its only owner who leaves or steps down.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room, UserRef } from "@/net/protocol.gen";
import { useMe } from "@/state/session/whoami";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";
import { Spinner } from "@/ui/pictures/Spinner";
import { useActProblem } from "./acting";
import { PlainNames } from "./MemberRow";
import { SearchField } from "@/ui/controls/SearchField";
import { useFoundMembers } from "./useFoundMembers";

/** People offered at a time; others are found by name. */
const OFFERED = 20;

interface SuccessorProps {
  room: Room;
  lead: string;
  action: "leave" | "step_down";
  /** Closes the dialog itself where it succeeds. */
  onChosen: (successor: UserRef) => Promise<void>;
  onClose: () => void;
}

export function Successor({ room, lead, action, onChosen, onClose }: SuccessorProps) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const me = useMe()?.id;
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<UserRef | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { pages, query, members, searching, failed, retry } = useFoundMembers(
    room.id,
    room.member_count,
    typed,
  );
  // A guest cannot own the room.
  const heirs = members.filter(({ user, guest_until }) => user.id !== me && guest_until === undefined);
  const people = heirs.map(({ user }) => user);
  const offered = people.slice(0, OFFERED);
  const fail = (text: string) => {
    setError(text);
    setAttempt(attempt + 1);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (chosen === null) {
      fail(t("members.successor_missing"));
      return;
    }
    setBusy(true);
    try {
      await onChosen(chosen);
    } catch (cause) {
      setBusy(false);
      fail(problem(cause, chosen.display_name));
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
      <p className="text-text-2 text-pretty">{lead}</p>
      <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
      <SearchField label={t("members.search")} value={typed} onChange={setTyped} />
      {pages.isPending || searching ? (
        <div className="grid h-24 place-items-center text-text-3">
          <Spinner size={20} />
        </div>
      ) : (pages.isError || failed) && people.length === 0 ? (
        <div className="text-sm text-text-2">
          <p>{t("details.members_failed")}</p>
          <Button className="mt-2" onClick={() => (failed ? retry() : void pages.refetch())}>
            {t("common.retry")}
          </Button>
        </div>
      ) : offered.length === 0 ? (
        <p role="status" className="text-sm text-text-2">
          {query === "" ? t("members.successor_guests") : t("members.none", { query })}
        </p>
      ) : (
        <fieldset>
          <legend className="sr-only">{t("members.successor_legend")}</legend>
          <div className="max-h-60 overflow-y-auto overscroll-contain rounded-md border border-line p-1">
            {offered.map((user) => (
              <label
                key={user.id}
                className="flex min-h-12 cursor-pointer items-center gap-3 rounded-md px-2.5 hover:bg-surface-2 has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus"
              >
                <input
                  type="radio"
                  name="successor"
                  className="size-4 shrink-0 accent-accent outline-none"
                  checked={chosen?.id === user.id}
                  onChange={() => setChosen(user)}
                />
                <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size={28} />
                <PlainNames user={user} />
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {(people.length > OFFERED || (query === "" && pages.hasNextPage)) && (
        <p className="text-xs text-text-3">{t("members.successor_more")}</p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button type="submit" tone="danger" busy={busy}>
          {t(`members.successor_${action}`)}
        </Button>
      </div>
    </form>
  );
}
