// Creates a one-time link with which a person sets a new password. It is shown once; closing the dialog forgets it.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { createPasswordLink } from "@/net/api/admin/people";
import type { AdminUser, PasswordLink } from "@/net/protocol.gen";
import { Button } from "@/ui/controls/Button";
import { CopyLink } from "@/ui/controls/CopyLink";
import { Confirm } from "@/ui/overlays/Confirm";
import { Dialog } from "@/ui/overlays/Dialog";
import { act, useActProblem } from "../parts/acting";

export function LinkDialog({ person, onClose }: { person: AdminUser; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useActProblem();
  const [link, setLink] = useState<PasswordLink | null>(null);
  const name = person.display_name;
  if (link === null)
    return (
      <Confirm
        title={t("admin.link_title", { name })}
        action={t("admin.link_create")}
        tone="primary"
        problem={problem}
        onConfirm={async () => setLink(await act(() => createPasswordLink(person.id)))}
        onClose={onClose}
      >
        <p className="text-text-2 text-pretty">{t("admin.link_text", { name })}</p>
      </Confirm>
    );
  return (
    <Dialog
      title={t("admin.link_title", { name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t("admin.link_done")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <CopyLink
          url={link.url}
          label={t("admin.link_label")}
          copy={t("admin.copy")}
          copied={t("admin.copied")}
          stacked
        />
        <p className="font-medium">{t("admin.link_once")}</p>
        <p className="text-sm text-text-2">
          {t("admin.link_expires", { when: dateAndTime(i18n.language, link.expires_at) })}
        </p>
      </div>
    </Dialog>
  );
}
