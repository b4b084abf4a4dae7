// Joining by code: accepts a code or a whole link, and opens the invitation's page.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { formText } from "@/lib/formText";
import { inviteCodeOf, paths } from "@/lib/paths";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { Field } from "@/ui/controls/Field";

export function JoinCodeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = inviteCodeOf(formText(new FormData(event.currentTarget), "code"));
    if (code === "") {
      setError(t("invite.code_missing"));
      return;
    }
    onClose();
    navigate(paths.invite(code));
  };
  return (
    <Dialog title={t("invite.code_title")} closeLabel={t("common.close")} onClose={onClose}>
      <form noValidate onSubmit={submit} className="grid gap-5">
        <Field
          label={t("invite.code_label")}
          name="code"
          error={error}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus=""
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" tone="primary">
            {t("invite.code_go")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
