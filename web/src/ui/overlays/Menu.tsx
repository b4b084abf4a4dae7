// A menu based on the native popover, which provides light dismissal and the top layer; keyboard and placement are done here.
// Choosing an entry first returns focus to the trigger, so that a dialog it opens will return focus there too.
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { cx } from "../cx";

export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
  tone?: "plain" | "danger";
  /** For entries of a single choice: whether this one is chosen. */
  checked?: boolean;
  /** Draws a line above the entry. */
  separated?: boolean;
  /** Shown at the end of the entry, such as a shortcut. */
  end?: ReactNode;
}

interface MenuProps {
  label: string;
  entries: readonly MenuEntry[];
  /** Renders the trigger with the given props. */
  trigger: (props: {
    ref: (element: HTMLButtonElement | null) => void;
    "aria-haspopup": "menu";
    "aria-expanded": boolean;
    onClick: () => void;
  }) => ReactNode;
  side?: "below" | "above";
  align?: "start" | "end";
}

const GAP = 6;
const EDGE = 8;

export function Menu({ label, entries, trigger, side = "below", align = "start" }: MenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const list = useRef<HTMLDivElement | null>(null);

  useLayoutEffect(() => {
    const popover = list.current;
    if (!open || popover === null || button === null) return;
    popover.showPopover?.();
    place(popover, button, side, align);
    items(popover)[0]?.focus();
  }, [open, button, side, align]);

  const close = () => {
    setOpen(false);
    button?.focus();
  };

  return (
    <>
      {trigger({
        ref: setButton,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onClick: () => setOpen(!open),
      })}
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          popover="auto"
          aria-label={label}
          onToggle={(event) => {
            if (event.newState === "closed") setOpen(false);
          }}
          onKeyDown={(event) => onKey(event, close)}
          className="popover max-h-[calc(100dvh-16px)] min-w-52 overflow-y-auto rounded-lg border border-line bg-bg p-1.5 text-text shadow-overlay"
        >
          {entries.map((entry) => (
            <div key={entry.label} role="none">
              {entry.separated === true && <hr className="mx-2 my-1.5 border-line" />}
              <button
                type="button"
                role={entry.checked === undefined ? "menuitem" : "menuitemradio"}
                aria-checked={entry.checked}
                tabIndex={-1}
                onClick={() => {
                  close();
                  entry.onSelect();
                }}
                onMouseMove={(event) => {
                  // Ignore entries that scroll under a resting pointer.
                  if (event.movementX !== 0 || event.movementY !== 0)
                    event.currentTarget.focus({ preventScroll: true });
                }}
                className={cx(
                  "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-start text-sm outline-none pointer-coarse:min-h-11",
                  entry.tone === "danger"
                    ? "text-danger focus:bg-danger-soft"
                    : "focus:bg-surface-2 [&_svg]:text-text-3",
                )}
              >
                {entry.icon}
                <span className="grow">{entry.label}</span>
                {entry.end}
              </button>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

const items = (menu: HTMLElement): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]'),
];

function onKey(event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  const all = items(event.currentTarget);
  const at = all.findIndex((item) => item === document.activeElement);
  const go = (index: number) => {
    event.preventDefault();
    all[(index + all.length) % all.length]?.focus();
  };
  if (event.key === "ArrowDown") go(at + 1);
  else if (event.key === "ArrowUp") go(at - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(-1);
  else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key.length === 1) {
    const letter = event.key.toLocaleLowerCase();
    const starts = (item: HTMLElement) =>
      item.textContent?.trim().toLocaleLowerCase().startsWith(letter) ?? false;
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
    next?.focus();
  }
}

/** Places a popover beside its anchor, flipped and shifted to stay on the screen. */
export function place(
  popover: HTMLElement,
  anchor: Element,
  side: "below" | "above",
  align: "start" | "end",
): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const rtl = getComputedStyle(anchor).direction === "rtl";
  const left = (align === "start") !== rtl ? at.left : at.right - width;
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const fitsBelow = below + height <= innerHeight - EDGE;
  const top = side === "below" ? (fitsBelow || above < EDGE ? below : above) : above >= EDGE ? above : below;
  Object.assign(popover.style, {
    position: "fixed",
    margin: "0",
    inset: "auto",
    left: `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`,
    top: `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`,
  });
}
