// Hidden text behind a button that shows and hides it. While hidden it is not in the page, so that screen readers and search
// cannot find it. Only the marks are the button, because hidden text may contain links and buttons.
import { type MouseEvent, type ReactNode, useState } from "react";
import { HIDDEN } from "./spoilers";

interface SpoilerProps {
  words: { showHidden: string; hide: string };
  children: ReactNode;
}

export function Spoiler({ words, children }: SpoilerProps) {
  const [shown, setShown] = useState(false);
  const toggle = (event: MouseEvent) => {
    // Inside a link, the click must not follow the link.
    event.preventDefault();
    event.stopPropagation();
    setShown(!shown);
  };
  return (
    <span className="rounded-sm bg-surface-2">
      <button
        type="button"
        aria-expanded={shown}
        aria-label={shown ? words.hide : words.showHidden}
        title={shown ? words.hide : words.showHidden}
        onClick={toggle}
        className="rounded-sm px-1 text-text-3 hover:text-text"
      >
        {shown ? "▒" : HIDDEN}
      </button>
      {shown && <span className="pe-1">{children}</span>}
    </span>
  );
}
