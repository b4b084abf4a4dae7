// Every reaction the client can name: six quick ones, then all by name with a search. Opened from a row's toolbar, on the
// platform's popover; nothing is fetched for it.
import { SmilePlus } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { emojiNamed } from "@/lib/markdown/emoji";
import type { Message } from "@/net/protocol.gen";
import { IconButton } from "@/ui/IconButton";
import { place } from "@/ui/Menu";
import { useTimelineContext } from "./context";
import { toggleReaction } from "./messageActions";
import { QUICK } from "./quickReactions";

const ALL = 500;
const COLUMNS = 8;

export function ReactionButton({ message }: { message: Message }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        data-row-react=""
        label={t("timeline.react")}
        tip="above"
        icon={<SmilePlus size={17} />}
        className="size-8"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <Picker
          message={message}
          anchor={button}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
          onDismiss={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface PickerProps {
  message: Message;
  anchor: React.RefObject<HTMLElement | null>;
  onClose: () => void;
  /** Closed by looking elsewhere: the focus stays there. */
  onDismiss: () => void;
}

function Picker({ message, anchor, onClose, onDismiss }: PickerProps) {
  const { timeline } = useTimelineContext();
  const { t } = useTranslation();
  const id = useId();
  const [query, setQuery] = useState("");
  const popover = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = popover.current;
    if (element === null || anchor.current === null) return;
    element.showPopover?.();
    place(element, anchor.current, "above", "end");
    element.querySelector("input")?.focus();
  }, [anchor]);
  const choose = (emoji: string) => {
    onClose();
    void toggleReaction(timeline, message.id, emoji);
  };
  const found = emojiNamed(query.trim().toLowerCase().replaceAll(" ", "_"), ALL);
  // Two names of one emoji stand once.
  const distinct = found.filter(
    ([, emoji], index) => found.findIndex(([, other]) => other === emoji) === index,
  );
  const cell =
    "grid size-9 place-items-center rounded-md text-lg hover:bg-surface-2 focus-visible:bg-surface-2 pointer-coarse:size-11";
  return (
    // Keys reach the cells through their dialog.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label={t("timeline.react")}
      onToggle={(event) => {
        if (event.newState === "closed") onDismiss();
      }}
      onKeyDown={(event) => onGridKey(event, onClose)}
      className="popover w-80 max-w-[calc(100vw-16px)] rounded-lg border border-line bg-bg p-2 text-text shadow-overlay"
    >
      <div className="flex justify-between pb-2">
        {QUICK.map((emoji) => (
          <button key={emoji} type="button" data-cell="" className={cell} onClick={() => choose(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <input
        id={id}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = distinct[0]?.[1];
          if (event.key !== "Enter" || first === undefined) return;
          // Else the same press would reach the button that gets the focus back.
          event.preventDefault();
          choose(first);
        }}
        aria-label={t("timeline.search_emoji")}
        placeholder={t("timeline.search_emoji")}
        className="mb-1 h-9 w-full rounded-md border border-line-strong/60 bg-bg px-2.5 text-sm pointer-coarse:h-11 pointer-coarse:text-[16px]"
      />
      <div className="grid max-h-52 grid-cols-8 overflow-y-auto overscroll-contain max-rail:grid-cols-7">
        {distinct.map(([name, emoji]) => (
          <button
            key={name}
            type="button"
            data-cell=""
            title={`:${name}:`}
            aria-label={`${emoji} ${name.replaceAll("_", " ")}`}
            className={cell}
            onClick={() => choose(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
      {distinct.length === 0 && (
        <p className="py-4 text-center text-sm text-text-2">{t("timeline.no_emoji")}</p>
      )}
    </div>
  );
}

/** Arrows walk the cells; the row's own keys do not hear of it. */
function onGridKey(event: KeyboardEvent<HTMLElement>, onClose: () => void): void {
  event.stopPropagation();
  if (event.key === "Escape") {
    event.preventDefault();
    onClose();
    return;
  }
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-cell]")];
  const at = cells.indexOf(event.target as HTMLElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (step === undefined || (at === -1 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  cells[at === -1 ? QUICK.length : Math.max(0, Math.min(cells.length - 1, at + step))]?.focus();
}
