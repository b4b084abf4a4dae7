// Reporting a message to the moderators of its room, with a reason.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { DESCRIPTION_CHARS } from "@/lib/limits.gen";
import { reportMessage } from "@/net/api/moderation";
import type { Message } from "@/net/protocol.gen";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { TextAreaField } from "@/ui/controls/Field";
import { Confirm } from "@/ui/overlays/Confirm";

export function ReportDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [reason, setReason] = useState("");
  const onConfirm = async () => {
    await reportMessage(message.room_id, message.id, reason.trim());
    onClose();
    notify({ text: t("reports.sent"), tone: "success" });
  };
  return (
    <Confirm
      title={t("reports.title", { name: message.author.display_name })}
      action={t("reports.send")}
      tone="primary"
      // The server refuses a report without a reason.
      problem={(error) => (reason.trim() === "" ? t("reports.reason_missing") : problem(error))}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t("reports.text")}</p>
      <TextAreaField
        label={t("reports.reason")}
        hint={t("reports.reason_hint")}
        value={reason}
        maxLength={DESCRIPTION_CHARS}
        rows={3}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}
