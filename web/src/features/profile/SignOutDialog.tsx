// Confirmation before signing out, shown only if that would erase something unsent.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { unsent } from "@/state/session/leaving";
import { signOut } from "@/state/session/session";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";

export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(0);
  const { messages, drafts } = unsent();
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
      onClose();
      navigate(paths.home, { replace: true });
    } catch {
      setFailed(failed + 1);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("profile.sign_out_title")} closeLabel={t("common.close")} onClose={onClose}>
      <div className="grid gap-5">
        <p className="text-text-2 text-pretty">
          {messages > 0 && <span>{`${t("profile.unsent_messages", { count: messages })} `}</span>}
          {drafts > 0 && <span>{t("profile.unsent_drafts", { count: drafts })}</span>}
        </p>
        <ErrorSummary title="" errors={failed > 0 ? [t("profile.sign_out_failed")] : []} attempt={failed} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} data-autofocus="">
            {t("common.cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void leave()}>
            {t("profile.sign_out_anyway")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
