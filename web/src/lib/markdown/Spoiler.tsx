// Hidden text: shown when asked for, and hidden again. Until then it is not in the page, so nothing reads it out.
import { type ReactNode, useState } from "react";

export function Spoiler({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  return (
    <button
      type="button"
      aria-expanded={shown}
      onClick={() => setShown(!shown)}
      className={
        shown ? "rounded-sm bg-surface-2 px-1 text-start" : "rounded-sm bg-surface-2 px-1 text-text-3"
      }
    >
      {shown ? <span>{children}</span> : <span>▒▒▒</span>}
    </button>
  );
}
