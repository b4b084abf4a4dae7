// An account in the list: who it is, how it is used, and a menu of what can be done.
import type { TFunction } from "i18next";
import { useTranslation } from "@/i18n/useTranslation";
import { count, dateAndTime, dayInWords, longDate, relative, sizeOf } from "@/lib/format";
import type { AdminUser } from "@/net/protocol.gen";
import { useMe } from "@/state/session/whoami";
import { Avatar } from "@/ui/pictures/Avatar";
import { Badge, Facts } from "../parts/Facts";
import type { PersonAct } from "./PersonDialog";
import { PersonMenu } from "./PersonMenu";

interface PersonItemProps {
  person: AdminUser;
  onAct: (act: PersonAct) => void;
}

export function PersonItem({ person, onAct }: PersonItemProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const me = useMe();
  return (
    <li className="@container flex items-start gap-3 py-4">
      <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={40} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-semibold break-words">{person.display_name}</bdi>
          {person.id === me?.id && <span className="text-sm text-text-3">{t("common.you")}</span>}
          {person.is_admin && <Badge>{t("admin.administrator")}</Badge>}
          {person.guest_until !== undefined && <Badge>{guestNote(t, language, person.guest_until)}</Badge>}
          {person.is_bot && <Badge>{t("admin.bot")}</Badge>}
          {person.delete_after !== null ? (
            <Badge tone="danger">{t("admin.being_deleted")}</Badge>
          ) : (
            person.suspended !== null && <Badge tone="danger">{t("admin.suspended")}</Badge>
          )}
        </p>
        <p className="text-sm break-words text-text-3">{`@${person.username}`}</p>
        <StateNote person={person} />
        <Facts
          facts={[
            {
              label: t("admin.last_seen"),
              value:
                person.last_seen_at === null
                  ? t("admin.last_seen_long_ago")
                  : relative(language, person.last_seen_at),
            },
            { label: t("admin.storage"), value: sizeOf(language, person.storage_bytes) },
            { label: t("admin.sessions"), value: count(language, person.sessions) },
            { label: t("admin.joined"), value: longDate(language, person.created_at) },
          ]}
        />
      </div>
      <PersonMenu person={person} self={person.id === me?.id} onAct={onAct} />
    </li>
  );
}

const guestNote = (t: TFunction, language: string, until: string): string =>
  Date.parse(until) > Date.now()
    ? t("admin.guest_until", { date: dayInWords(language, until) })
    : t("admin.guest_ended");

/** Until when an account is suspended and why, or when it will be deleted. */
function StateNote({ person: { delete_after, suspended } }: { person: AdminUser }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  if (delete_after !== null)
    return (
      <p className="mt-1 text-sm text-danger">
        {t("admin.deleted_on", { when: dateAndTime(language, delete_after) })}
      </p>
    );
  if (suspended === null) return null;
  return (
    <div className="mt-1 text-sm text-text-2">
      <p>
        {suspended.until === null
          ? t("admin.suspended_no_end")
          : t("admin.suspended_until", { when: dateAndTime(language, suspended.until) })}
      </p>
      {suspended.reason !== "" && (
        <p dir="auto" className="break-words">
          {t("admin.reason_is", { reason: suspended.reason })}
        </p>
      )}
      {suspended.by !== null && (
        <p className="text-text-3">{t("admin.suspended_by", { name: suspended.by.display_name })}</p>
      )}
    </div>
  );
}
