// A part of the page that can fail on its own: it shows an error in its place and offers to try again.
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Boundary } from "./Boundary";
import { Button } from "../controls/Button";

interface PaneProps {
  children: ReactNode;
  /** See `Boundary`. */
  resetKey?: unknown;
}

export function Pane({ children, resetKey }: PaneProps) {
  return (
    <Boundary resetKey={resetKey} fallback={(again) => <Stopped again={again} />}>
      {children}
    </Boundary>
  );
}

function Stopped({ again }: { again: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="grid grow place-content-center justify-items-center gap-3 p-4 text-center text-sm"
    >
      <p>{t("errors.mishap_title")}</p>
      <Button onClick={again}>{t("errors.again")}</Button>
    </div>
  );
}
