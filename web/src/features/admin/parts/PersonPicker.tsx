// Chooses a person by the beginning of their name. The administrator is offered before anything is typed.
import { X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { UserRef } from "@/net/protocol.gen";
import { usePeopleSearch } from "@/state/people/search";
import { useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { IconButton } from "@/ui/controls/IconButton";
import { SearchField } from "@/ui/controls/SearchField";
import { Avatar } from "@/ui/pictures/Avatar";

interface PersonPickerProps {
  label: string;
  chosen: UserRef | null;
  onChoose: (person: UserRef | null) => void;
}

export function PersonPicker({ label, chosen, onChoose }: PersonPickerProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [typed, setTyped] = useState("");
  const { people, asking, failed, retry } = usePeopleSearch(typed);
  // Buttons disappear when pressed, and the focus would be lost with them.
  const group = useRef<HTMLDivElement>(null);
  const choose = (person: UserRef | null) => {
    setTyped("");
    onChoose(person);
    group.current?.focus();
  };
  const found = typed.trim() === "" ? (me === null ? [] : [me]) : people;
  return (
    <div ref={group} role="group" aria-label={label} tabIndex={-1} className="outline-none">
      <p aria-hidden="true" className="mb-1.5 text-sm font-medium">
        {label}
      </p>
      {chosen === null ? (
        <>
          <SearchField label={t("admin.people_search")} value={typed} onChange={setTyped} />
          <p role="status" className="mt-1.5 text-xs text-text-3">
            {failed
              ? t("admin.people_failed")
              : asking
                ? t("admin.loading")
                : typed.trim() !== "" && t("admin.people_found", { count: found.length })}
          </p>
          {failed && <Button onClick={retry}>{t("common.retry")}</Button>}
          <ul aria-label={label} className="mt-1 max-h-60 overflow-y-auto">
            {found.map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  onClick={() => choose(person)}
                  className="flex min-h-11 w-full items-center gap-3 rounded-md px-2.5 text-start outline-offset-[-2px] hover:bg-surface-2"
                >
                  <Person person={person} />
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <div className="flex min-h-11 items-center gap-3 rounded-md border border-line ps-2.5">
          <Person person={chosen} />
          <IconButton
            label={t("admin.unchoose", { name: chosen.display_name })}
            tip="none"
            icon={<X size={17} />}
            onClick={() => choose(null)}
          />
        </div>
      )}
    </div>
  );
}

function Person({ person }: { person: UserRef }) {
  return (
    <>
      <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={28} />
      <span className="min-w-0 grow truncate text-sm">
        <bdi className="font-medium">{person.display_name}</bdi>
        <span className="ms-2 text-text-3">{`@${person.username}`}</span>
      </span>
    </>
  );
}
