// A modal dialog based on the native <dialog>, which traps and returns focus, closes on Esc and makes the rest inert.
// It is open while mounted. On a phone it slides up from the bottom and takes the height it needs.
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { cx } from "../cx";
import { IconButton } from "../controls/IconButton";

interface DialogProps {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
  /** Shown at the bottom; does not scroll. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Hides the title visually; screen readers still read it. */
  bare?: boolean;
}

const widths = { sm: "rail:w-105", md: "rail:w-130", lg: "rail:w-210" };

export function Dialog({
  title,
  closeLabel,
  onClose,
  children,
  footer,
  size = "sm",
  bare = false,
}: DialogProps) {
  const titleId = useId();
  const ref = useModal(onClose);
  return (
    // The browser handles Esc; a click on the backdrop targets the dialog itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={cx(
        "dialog m-auto max-h-[min(44rem,calc(100dvh-3rem))] w-full max-w-[calc(100vw-2rem)] flex-col overflow-hidden rounded-lg border border-line bg-bg p-0 text-text shadow-overlay open:flex",
        "max-rail:mb-0 max-rail:max-w-full max-rail:rounded-b-none",
        widths[size],
      )}
    >
      <header className={bare ? "sr-only" : "flex items-center justify-between gap-4 py-3 ps-6 pe-3"}>
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        {!bare && <IconButton label={closeLabel} tip="none" icon={<X size={18} />} onClick={onClose} />}
      </header>
      <div className={cx("min-h-0 flex-1 overflow-y-auto overscroll-contain", !bare && "px-6 pt-1 pb-6")}>
        {children}
      </div>
      {footer !== undefined && (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
          {footer}
        </footer>
      )}
    </dialog>
  );
}

/** Shows the dialog while mounted; calls `onClose` when the browser closes it (Esc). */
export function useModal(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (!dialog.open) dialog.showModal();
    const preferred = dialog.querySelector<HTMLElement>("[data-autofocus]");
    preferred?.focus();
    // Closing before unmounting returns focus to where it was.
    return () => dialog.close();
  }, []);
  useEffect(() => {
    const dialog = ref.current;
    const cancel = (event: Event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      onClose();
    };
    dialog?.addEventListener("cancel", cancel);
    return () => dialog?.removeEventListener("cancel", cancel);
  }, [onClose]);
  return ref;
}
