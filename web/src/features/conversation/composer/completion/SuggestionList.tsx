// The suggestions above the composer. The focus stays in the text; the list only shows the active option.
import { useTranslation } from "@/i18n/useTranslation";
import { Avatar } from "@/ui/pictures/Avatar";
import { cx } from "@/ui/cx";
import { type Completion, optionId } from "./useCompletion";

export function SuggestionList({ completion }: { completion: Completion }) {
  const { t } = useTranslation();
  const { id, kind, suggestions, active, pick, point } = completion;
  if (kind === null) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t(`composer.${kind}_list`)}
      className="popover-in absolute start-4 bottom-full z-20 mb-1 max-h-80 w-72 max-w-[calc(100%-2rem)] overflow-y-auto rounded-lg border border-line bg-bg p-1.5 shadow-overlay"
    >
      {suggestions.map((suggestion, index) => (
        // The text field has the focus and handles keys for the list.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={suggestion.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => point(index)}
          onClick={() => pick(index)}
          className={cx(
            "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm pointer-coarse:min-h-11",
            index === active && "bg-surface-2",
          )}
        >
          {suggestion.picture !== undefined && <Avatar {...suggestion.picture} size={24} />}
          {suggestion.emoji !== undefined && <span className="text-lg leading-none">{suggestion.emoji}</span>}
          <span dir="auto" className="min-w-0 truncate">
            {suggestion.label}
          </span>
          <span className="ms-auto max-w-2/3 shrink-0 truncate text-text-3">{suggestion.detail}</span>
        </div>
      ))}
    </div>
  );
}
