// A field with the people chosen so far before its input, each with a button that removes them.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Avatar } from "@/ui/pictures/Avatar";

interface ChipsProps {
  people: readonly { id: string; name: string; url: string | null }[];
  onRemove: (id: string) => void;
  /** The input. */
  children: ReactNode;
}

export function Chips({ people, onRemove, children }: ChipsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-1.5 rounded-md border border-line-strong/70 bg-bg p-1.5 focus-within:border-focus has-[input:focus-visible]:outline-1 has-[input:focus-visible]:outline-focus">
      {people.length > 0 && (
        <ul aria-label={t("direct.chosen")} className="contents">
          {people.map((person) => (
            <li
              key={person.id}
              className="flex h-8 max-w-full min-w-0 items-center gap-1.5 rounded-full bg-surface-2 ps-1 text-sm pointer-coarse:h-11"
            >
              <Avatar {...person} size={24} />
              <span dir="auto" className="min-w-0 truncate">
                {person.name}
              </span>
              <button
                type="button"
                aria-label={t("direct.remove", { name: person.name })}
                onClick={() => onRemove(person.id)}
                className="grid size-8 shrink-0 place-items-center rounded-full text-text-2 hover:text-text pointer-coarse:size-11"
              >
                <X size={15} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}
