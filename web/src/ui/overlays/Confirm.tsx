// A confirmation that says what follows. It stays open while the server is asked, and shows why that failed.
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { ErrorSummary } from "../blocks/ErrorSummary";
import { Button } from "../controls/Button";
import { Dialog } from "./Dialog";

interface ConfirmProps {
  title: string;
  /** Text of the button that does it. */
  action: string;
  tone?: "primary" | "danger";
  children: ReactNode;
  /** Closes the dialog itself where it succeeds. */
  onConfirm: () => Promise<void>;
  /** Describes an error; null if the caller shows it. */
  problem: (error: unknown) => string | null;
  onClose: () => void;
}

export function Confirm({
  title,
  action,
  tone = "danger",
  children,
  onConfirm,
  problem,
  onClose,
}: ConfirmProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onConfirm();
    } catch (cause) {
      setBusy(false);
      setError(problem(cause));
      setAttempt(attempt + 1);
    }
  };
  return (
    <Dialog title={title} closeLabel={t("common.close")} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        {children}
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} data-autofocus="">
            {t("common.cancel")}
          </Button>
          <Button type="submit" tone={tone} busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
