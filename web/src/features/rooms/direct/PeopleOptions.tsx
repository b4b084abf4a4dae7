// The people offered for completion. The focus stays in the field above the list.
import { useEffect, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { UserRef } from "@/net/protocol.gen";
import { Avatar } from "@/ui/pictures/Avatar";
import { cx } from "@/ui/cx";

interface PeopleOptionsProps {
  id: string;
  people: readonly UserRef[];
  active: UserRef | undefined;
  onPoint: (person: UserRef) => void;
  onPick: (person: UserRef) => void;
}

export function PeopleOptions({ id, people, active, onPoint, onPick }: PeopleOptionsProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t("direct.people")}
      className="-mx-2.5 mt-1 h-60 overflow-y-auto"
    >
      {people.map((person) => (
        // The keys are handled in the field, which keeps the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={person.id}
          id={`${id}-${person.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={person === active}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => onPoint(person)}
          onClick={() => onPick(person)}
          className={cx(
            "flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2.5",
            person === active && "bg-surface-2",
          )}
        >
          <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={28} />
          <span className="min-w-0 grow truncate text-sm">
            <bdi className="font-medium">{person.display_name}</bdi>
            <span className="ms-2 text-text-3">{`@${person.username}`}</span>
          </span>
        </div>
      ))}
    </div>
  );
}
