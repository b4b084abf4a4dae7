// An entry of the audit log: what was done, when, by whom, to whom and where.
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import type { AuditEntry } from "@/net/protocol.gen";
import { Facts } from "../parts/Facts";
import { nameOf } from "./actions";

export function AuditItem({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation();
  const room =
    entry.room_name === "" ? t("admin.kind_direct_one") : (entry.room_name ?? t("admin.gone_room"));
  return (
    <li className="@container py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{nameOf(t, entry.action)}</span>
        <time dateTime={entry.at} className="text-xs text-text-3 tabular-nums">
          {dateAndTime(i18n.language, entry.at)}
        </time>
      </p>
      <Facts
        facts={[
          {
            label: t("admin.audit_by"),
            value: entry.private ? (
              t("admin.audit_private")
            ) : (
              <bdi>{entry.actor?.display_name ?? t("admin.audit_server")}</bdi>
            ),
          },
          ...(entry.target === null
            ? []
            : [{ label: t("admin.audit_target"), value: <bdi>{entry.target.display_name}</bdi> }]),
          ...(entry.room_id === null ? [] : [{ label: t("admin.audit_room"), value: <bdi>{room}</bdi> }]),
          ...(entry.detail === ""
            ? []
            : [{ label: t("admin.audit_detail"), value: <bdi>{detailOf(i18n.language, entry)}</bdi> }]),
        ]}
      />
    </li>
  );
}

/** The detail in words; until when somebody is a guest is a time on the wire. */
const detailOf = (language: string, { action, detail }: AuditEntry): string =>
  (action === "guest.until_set" || action === "invite.created") && !Number.isNaN(Date.parse(detail))
    ? dateAndTime(language, detail)
    : detail;
