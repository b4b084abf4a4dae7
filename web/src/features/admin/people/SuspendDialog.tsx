// Suspends an account, for a time or until it is lifted, with a reason for the administrators.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { DESCRIPTION_CHARS } from "@/lib/limits.gen";
import { patchUser } from "@/net/api/admin/people";
import type { AdminUser } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { TextAreaField } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import { Confirm } from "@/ui/overlays/Confirm";
import { act, useActProblem } from "../parts/acting";

const DAY_MS = 86_400_000;
const DURATIONS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, lifted: null } as const;
type Duration = keyof typeof DURATIONS;

export function SuspendDialog({ person, onClose }: { person: AdminUser; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useActProblem();
  const [duration, setDuration] = useState<Duration>("week");
  const [reason, setReason] = useState("");
  const name = person.display_name;
  const onConfirm = async () => {
    const ms = DURATIONS[duration];
    const until = ms === null ? null : new Date(Date.now() + ms).toISOString();
    const suspended = { reason: reason.trim(), ...(until !== null && { until }) };
    await act(() => patchUser(person.id, { suspended }));
    onClose();
    const text =
      until === null
        ? t("admin.now_suspended", { name })
        : t("admin.now_suspended_until", { name, when: dateAndTime(i18n.language, until) });
    notify({ text, tone: "success" });
  };
  return (
    <Confirm
      title={t("admin.suspend_title", { name })}
      action={t("admin.suspend_confirm")}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t("admin.suspend_text")}</p>
      <Select
        label={t("admin.suspend_for")}
        value={duration}
        onChange={(event) => setDuration(event.target.value as Duration)}
        options={(Object.keys(DURATIONS) as Duration[]).map((value) => ({
          value,
          label: t(`admin.for_${value}`),
        }))}
      />
      <TextAreaField
        label={t("admin.reason")}
        aside={t("common.optional")}
        hint={t("admin.reason_hint")}
        value={reason}
        maxLength={DESCRIPTION_CHARS}
        rows={2}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}
