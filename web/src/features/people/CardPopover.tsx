// The frame of a person's card beside their name. Opened by resting on the name it leaves the focus alone; otherwise it takes it.
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { place } from "@/ui/overlays/Menu";
import { nameBeside } from "./nameBeside";

interface CardPopoverProps {
  anchor: Element;
  resting: boolean;
  label: string;
  /** Changes when the content may have changed its height, so that the card is placed again. */
  content: string;
  onClose: () => void;
  children: ReactNode;
}

export function CardPopover({ anchor, resting, label, content, onClose, children }: CardPopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (!element.matches(":popover-open")) element.showPopover?.();
    place(element, anchor, "below", "start");
  }, [anchor, content]);
  useEffect(() => {
    if (!resting) box.current?.focus({ preventScroll: true });
  }, [resting]);
  useEffect(() => {
    if (!resting) return;
    // The focus is elsewhere, so the key is caught before anything else handles it.
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [resting, onClose]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key !== "Tab" || !leaves(event)) return;
    // Tab then continues from the name, which is where the card is in reading order.
    nameBeside(anchor)?.focus();
    onClose();
  };
  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      data-person-card=""
      // A popover that closes others would close what the pointer only passes on its way.
      popover={resting ? "manual" : "auto"}
      onToggle={(event) => {
        if (event.newState === "closed") onClose();
      }}
      onKeyDown={onKeyDown}
      className="popover max-h-[calc(100dvh-16px)] w-80 max-w-[calc(100vw-16px)] overflow-y-auto rounded-lg border border-line bg-bg p-4 text-text shadow-overlay outline-none"
    >
      {children}
    </div>,
    // Outside of an open dialog everything is inert.
    anchor.closest("dialog") ?? document.body,
  );
}

/** Whether Tab would move the focus out of the card. */
function leaves({ currentTarget, target, shiftKey }: KeyboardEvent<HTMLDivElement>): boolean {
  const stops = [...currentTarget.querySelectorAll<HTMLElement>("a[href], button")];
  return shiftKey
    ? target === currentTarget || target === stops[0]
    : target === (stops.at(-1) ?? currentTarget);
}
