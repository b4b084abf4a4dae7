// Banning somebody from a room, for a time or for good, with a reason for the moderators.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { DESCRIPTION_CHARS } from "@/lib/limits.gen";
import { notify } from "@/state/shell/notices";
import { TextAreaField } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import type { ActProps } from "./ActDialog";
import { ban, useActProblem } from "./acting";
import { Confirm } from "@/ui/overlays/Confirm";

const HOUR_MS = 3_600_000;
const DURATIONS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, good: null } as const;
type Duration = keyof typeof DURATIONS;

export function BanDialog({ room, member, onClose }: ActProps) {
  const { t, i18n } = useTranslation();
  const problem = useActProblem();
  const [duration, setDuration] = useState<Duration>("day");
  const [reason, setReason] = useState("");
  const name = member.user.display_name;
  const onConfirm = async () => {
    const ms = DURATIONS[duration];
    const until = ms === null ? null : new Date(Date.now() + ms).toISOString();
    await ban(room.id, member, { reason: reason.trim(), ...(until !== null && { until }) });
    onClose();
    const text =
      until === null
        ? t("members.banned", { name })
        : t("members.suspended", { name, when: dateAndTime(i18n.language, until) });
    notify({ text, tone: "success" });
  };
  return (
    <Confirm
      title={t("members.ban_title", { name })}
      action={t(duration === "good" ? "members.ban" : "members.suspend")}
      problem={(error) => problem(error, name)}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t("members.ban_text", { room: room.name })}</p>
      <Select
        label={t("members.ban_for")}
        value={duration}
        onChange={(event) => setDuration(event.target.value as Duration)}
        options={(Object.keys(DURATIONS) as Duration[]).map((value) => ({
          value,
          label: t(`members.for_${value}`),
        }))}
      />
      <TextAreaField
        label={t("members.reason")}
        aside={t("common.optional")}
        hint={t("members.reason_hint")}
        value={reason}
        maxLength={DESCRIPTION_CHARS}
        rows={2}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}
