// Deleting somebody else's message as a moderator: with a reason for the other moderators, and on request with everything else
// that the author sent recently.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { DESCRIPTION_CHARS } from "@/lib/limits.gen";
import { deleteForReason, deleteRecent } from "@/net/api/moderation";
import type { Message } from "@/net/protocol.gen";
import { markStale } from "@/state/requests/stale";
import { useProblem } from "@/state/requests/useProblem";
import { mayActOn } from "@/state/rooms/memberActs";
import { useRoom } from "@/state/rooms/rooms";
import { notify } from "@/state/shell/notices";
import { TextAreaField } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import { Confirm } from "@/ui/overlays/Confirm";
import { useRoleOf } from "../members/useMembers";

const HOUR_MS = 3_600_000;
const SPANS = { this: null, hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;
type Span = keyof typeof SPANS;

export function DeleteMessageDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const room = useRoom(message.room_id);
  const role = useRoleOf(message.room_id, message.author.id);
  const [reason, setReason] = useState("");
  const [span, setSpan] = useState<Span>("this");
  const name = message.author.display_name;
  // Closing the dialog stops before the next thousand messages.
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const onConfirm = async () => {
    const { room_id, author } = message;
    await deleteForReason(room_id, message.id, reason.trim());
    const ms = SPANS[span];
    if (ms !== null) {
      const since = new Date(Date.now() - ms).toISOString();
      while (open.current && (await deleteRecent(room_id, author.id, since, reason.trim())).more);
    }
    markStale(["reports", room_id]);
    if (!open.current) return;
    onClose();
    notify({
      text: ms === null ? t("reports.deleted") : t("reports.deleted_recent", { name }),
      tone: "success",
    });
  };
  return (
    <Confirm
      title={t("reports.delete_title", { name })}
      action={t("reports.delete")}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {role !== undefined && mayActOn(room, role) && (
        <Select
          label={t("reports.what")}
          value={span}
          onChange={(event) => setSpan(event.target.value as Span)}
          options={(Object.keys(SPANS) as Span[]).map((value) => ({
            value,
            label: t(`reports.span_${value}`),
          }))}
        />
      )}
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
