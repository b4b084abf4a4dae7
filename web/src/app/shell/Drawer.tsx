// The whole room list over a narrow screen. It closes when a room is chosen, on Esc, and on a click beside it.
import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { useModal } from "@/ui/overlays/Dialog";

export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const opened = useRef(location);
  const ref = useModal(onClose);
  useEffect(() => {
    if (location !== opened.current) onClose();
  }, [location, onClose]);
  return (
    // The browser handles Esc; a click on the backdrop targets the dialog itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-label={t("rooms.nav")}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className="dialog drawer me-auto ms-0 my-0 h-dvh max-h-none w-80 max-w-[85vw] flex-col border-e border-line bg-surface-1 p-0 text-text shadow-overlay open:flex"
    >
      {children}
    </dialog>
  );
}
