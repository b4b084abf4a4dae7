// Confirmation before a person is blocked. It says what will happen.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { setBlocked } from "@/state/people/blockList";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";

interface BlockDialogProps {
  person: { id: string; display_name: string };
  onClose: () => void;
}

export function BlockDialog({ person, onClose }: BlockDialogProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ text: string; attempt: number } | null>(null);
  const name = person.display_name;
  const block = async () => {
    setBusy(true);
    try {
      await setBlocked(person.id, true);
      onClose();
      notify({ text: t("blocks.done", { name }), tone: "success" });
    } catch (error) {
      setFailure({ text: problem(error), attempt: (failure?.attempt ?? 0) + 1 });
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("blocks.title", { name })} closeLabel={t("common.close")} onClose={onClose}>
      <div className="grid gap-5">
        <ul className="grid list-disc gap-1.5 ps-5 text-text-2 text-pretty marker:text-text-3">
          <li>{t("blocks.reach")}</li>
          <li>{t("blocks.collapsed")}</li>
          <li>{t("blocks.untold")}</li>
        </ul>
        <ErrorSummary
          title=""
          errors={failure === null ? [] : [failure.text]}
          attempt={failure?.attempt ?? 0}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} data-autofocus="">
            {t("common.cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void block()}>
            {t("card.block")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
