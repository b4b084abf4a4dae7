// A section of the message's information: its heading, and its states while loading and after an error.
import { type ReactNode, useId } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";

interface InfoSectionProps {
  title: string;
  /** Number shown beside the heading. */
  count?: number | undefined;
  status: "pending" | "error" | "success";
  onRetry: () => void;
  action?: ReactNode;
  children: ReactNode;
}

export function InfoSection(props: InfoSectionProps) {
  const { title, count, status, onRetry, action, children } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id} aria-busy={status === "pending"}>
      <div className="mb-2 flex min-h-9 items-center justify-between gap-3">
        <h3 id={id} className="text-sm font-semibold">
          <span>{title}</span>
          {count !== undefined && <span className="ms-2 font-normal text-text-3 tabular-nums">{count}</span>}
        </h3>
        {action}
      </div>
      {status === "pending" ? (
        <div className="text-text-3">
          <Spinner size={18} />
        </div>
      ) : status === "error" ? (
        <div className="text-sm text-text-2">
          <p>{t("info.failed")}</p>
          <Button className="mt-2" onClick={onRetry}>
            {t("common.retry")}
          </Button>
        </div>
      ) : (
        children
      )}
    </section>
  );
}
