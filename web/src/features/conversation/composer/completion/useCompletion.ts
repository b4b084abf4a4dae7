// Completion at the composer's caret: the trigger, the suggestions, and the keys that choose from them.
import { type KeyboardEvent, type RefObject, type TextareaHTMLAttributes, useId, useState } from "react";
import { apply } from "../text/insert";
import { type Suggestion, type Trigger, triggerAt } from "./completion";
import { useSuggestions } from "./useSuggestions";

export interface Completion {
  /** Element id of the list. */
  id: string;
  /** Kind of completion; null if there are no suggestions. */
  kind: Trigger["kind"] | null;
  suggestions: readonly Suggestion[];
  active: number;
  point: (index: number) => void;
  pick: (index: number) => void;
  /** Call when the text or the caret has changed. */
  look: () => void;
  close: () => void;
  /** Handles a key; returns whether the list used it. */
  onKey: (event: KeyboardEvent) => boolean;
  /** Attributes of the text field that tie it to the list. */
  field: TextareaHTMLAttributes<HTMLTextAreaElement>;
}

export function useCompletion(roomId: string, box: RefObject<HTMLTextAreaElement | null>): Completion {
  const id = useId();
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [active, setActive] = useState(0);
  const suggestions = useSuggestions(roomId, trigger);
  const open = trigger !== null && suggestions.length > 0;
  const close = () => setTrigger(null);

  const pick = (index: number) => {
    const chosen = suggestions[index];
    const area = box.current;
    if (chosen === undefined || trigger === null || area === null) return;
    const insert = `${chosen.insert} `;
    const end = trigger.from + insert.length;
    apply(area, { from: trigger.from, to: area.selectionStart, insert, start: end, end });
    close();
  };

  const look = () => {
    const area = box.current;
    if (area === null) return;
    const found =
      area.selectionStart === area.selectionEnd ? triggerAt(area.value, area.selectionStart) : null;
    if (found?.from !== trigger?.from || found?.query !== trigger?.query) {
      setTrigger(found);
      setActive(0);
    }
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((active + step + suggestions.length) % suggestions.length);
    else if (
      (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) ||
      event.key === "Tab"
    )
      pick(active);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return {
    id,
    kind: open ? trigger.kind : null,
    suggestions,
    active,
    point: setActive,
    pick,
    look,
    close,
    onKey,
    field: {
      onSelect: look,
      onBlur: close,
      "aria-autocomplete": "list",
      "aria-controls": open ? id : undefined,
      "aria-activedescendant": open ? optionId(id, active) : undefined,
    },
  };
}

/** Element id of an option of the list. */
export const optionId = (list: string, index: number): string => `${list}-${index}`;
