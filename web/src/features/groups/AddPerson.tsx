// Finds people to add to a group: in a room its members, who are offered before anything is typed; on the server everybody.
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { findUsers } from "@/net/api/users";
import type { UserRef } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { IconButton } from "@/ui/controls/IconButton";
import { SearchField } from "@/ui/controls/SearchField";
import { PersonLine } from "./PersonLine";

/** Milliseconds without a keystroke before the server is asked. */
const PAUSE_MS = 200;
/** People asked for, some of whom may be in the group already, and people shown. */
const ASKED = 30;
const SHOWN = 6;

interface AddPersonProps {
  roomId: string | null;
  /** People in the group already. */
  chosen: readonly UserRef[];
  onAdd: (person: UserRef) => void;
}

export function AddPerson({ roomId, chosen, onAdd }: AddPersonProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const query = usePaused(typed.trim().replace(/^@/, ""));
  const found = useQuery(
    {
      queryKey: keys.peopleIn(roomId ?? "server", query),
      queryFn: async ({ signal }) => (await findUsers(query, roomId, ASKED, signal)).users,
    },
    queries,
  );
  const taken = new Set(chosen.map(({ id }) => id));
  const offered = (found.data ?? []).filter(({ id }) => !taken.has(id)).slice(0, SHOWN);
  return (
    <>
      <h3 className="mb-2 text-sm font-medium">{t("groups.add_title")}</h3>
      <SearchField label={t("groups.search")} value={typed} onChange={setTyped} />
      <p role="status" className="mt-1.5 text-xs text-text-3">
        {found.isError
          ? t("groups.search_failed")
          : found.isPending
            ? ""
            : t("groups.found", { count: offered.length })}
      </p>
      <ul aria-label={t("groups.add_title")} className="mt-1">
        {offered.map((person) => (
          <li key={person.id} className="flex min-h-11 items-center gap-3">
            <PersonLine person={person} />
            <IconButton
              label={t("groups.add", { name: person.display_name })}
              tip="none"
              icon={<Plus size={17} />}
              onClick={() => onAdd(person)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
