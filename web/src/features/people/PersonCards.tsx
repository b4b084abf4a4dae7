// Opens the card of a person, for every element with `data-person`: by click, by key, and by resting on it with a mouse. One set
// of listeners on the document serves all rows. The card itself loads when the first one opens.
import { type ReactNode, useEffect, useState } from "react";
import { later } from "@/lib/later";
import { screens } from "@/lib/media";
import type { Profile } from "@/net/protocol.gen";
import { nameBeside } from "./nameBeside";

const PersonCard = later(async () => (await import("./PersonCard")).PersonCard, "dialogs");

const REST_MS = 500;
/** Time for the pointer to cross the gap between name and card. */
const LEAVE_MS = 200;

interface Opened {
  userId: string;
  anchor: Element;
  /** Opened by resting on the name, so it takes no focus and closes when the pointer leaves. */
  resting: boolean;
}

/** @param acts what else the user may do to that person, with a divider above; null for nothing. */
export function PersonCards({ acts }: { acts?: (profile: Profile, onClose: () => void) => ReactNode }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => watch(setOpened), []);
  if (opened === null) return null;
  const { userId, anchor, resting } = opened;
  return (
    <PersonCard
      key={`${userId} ${resting}`}
      userId={userId}
      anchor={anchor}
      resting={resting}
      acts={acts}
      onClose={() => setOpened((current) => (current === opened ? null : current))}
    />
  );
}

type Change = (change: (current: Opened | null) => Opened | null) => void;

function watch(change: Change): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: Element | null = null;

  const open = (anchor: HTMLElement | SVGElement, resting: boolean) => {
    clearTimeout(timer);
    const userId = anchor.dataset["person"] ?? "";
    change((current) => (resting && current?.resting === false ? current : { userId, anchor, resting }));
  };
  const openForGood = (anchor: HTMLElement | SVGElement) => {
    // The focus returns there when the card closes. Safari does not focus what is clicked.
    nameBeside(anchor)?.focus({ preventScroll: true });
    open(anchor, false);
  };
  const point = (to: Element | null) => {
    if (to === under) return;
    under = to;
    clearTimeout(timer);
    if (to?.matches("[data-person]") === true)
      timer = setTimeout(() => {
        if (to.isConnected && !matchMedia(screens.phone).matches) open(to as HTMLElement, true);
      }, REST_MS);
    else if (to === null)
      timer = setTimeout(() => change((current) => (current?.resting === true ? null : current)), LEAVE_MS);
  };

  document.addEventListener(
    "click",
    ({ target }) => {
      const anchor = find(target, "[data-person]");
      if (anchor !== null) openForGood(anchor);
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const { target, key } = event;
      // Buttons turn these keys into clicks themselves.
      if ((key !== "Enter" && key !== " ") || !(target instanceof HTMLElement)) return;
      if (!target.matches('[data-person][role="button"]')) return;
      event.preventDefault();
      openForGood(target);
    },
    { signal },
  );
  document.addEventListener(
    "pointerover",
    ({ target, pointerType, buttons }) => {
      if (pointerType === "mouse" && buttons === 0) point(find(target, "[data-person], [data-person-card]"));
    },
    { signal, passive: true },
  );
  document.documentElement.addEventListener("pointerleave", () => point(null), { signal });
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}

const find = (target: EventTarget | null, selector: string) =>
  target instanceof Element ? target.closest<HTMLElement | SVGElement>(selector) : null;
