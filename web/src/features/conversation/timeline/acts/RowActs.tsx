// Acts of moderation below the message that was the newest when they were done, for moderators only. They are part of that
// message's row, because they take no place in the order of messages.
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dayInWords } from "@/lib/format";
import { listActs } from "@/net/api/moderation";
import type { RoomAct } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import "@/state/rooms/moderating";
import { momentOf, whenOf } from "../rows/dates";

/** Acts are requested for this many messages at a time. */
const BLOCK = 200;

export function RowActs({ roomId, seq }: { roomId: string; seq: number }) {
  const { t, i18n } = useTranslation();
  const block = Math.floor(seq / BLOCK);
  const { data } = useQuery(
    {
      queryKey: keys.acts(roomId, block),
      queryFn: ({ signal }) => listActs(roomId, block * BLOCK, (block + 1) * BLOCK, signal),
      // A frame tells of every new act, but a busy connection may drop it.
      staleTime: 60_000,
    },
    queries,
  );
  const acts = useMemo(() => data?.filter((act) => act.after_seq === seq).toReversed() ?? [], [data, seq]);
  return acts.map((act) => (
    <p key={act.id} data-act={act.action} className="act-line">
      <span dir="auto">{inWords(t, i18n.language, act)}</span>{" "}
      <time dateTime={act.at} title={momentOf(i18n.language, act.at)} className="text-text-3 tabular-nums">
        {whenOf(i18n.language, act.at)}
      </time>
    </p>
  ));
}

/** An act as a sentence, with its reason. */
export function inWords(t: TFunction, language: string, act: RoomAct): string {
  const sentence = saidOf(t, language, act);
  return act.detail !== "" && HAVE_REASON.has(act.action)
    ? t("acts.because", { act: sentence, reason: act.detail })
    : sentence;
}

/** Actions whose detail is the reason that the moderator gave. */
const HAVE_REASON: ReadonlySet<RoomAct["action"]> = new Set([
  "member.removed",
  "member.banned",
  "member.suspended",
  "message.deleted",
  "messages.deleted",
]);

function saidOf(t: TFunction, language: string, { action, actor, target, detail }: RoomAct): string {
  const names = {
    actor: actor?.display_name ?? t("acts.server"),
    target: target?.display_name ?? "",
  };
  switch (action) {
    case "member.removed":
      return t("acts.removed", names);
    case "member.banned":
      return t("acts.banned", names);
    case "member.suspended":
      return t("acts.suspended", names);
    case "ban.lifted":
      return t("acts.lifted", names);
    case "role.changed":
      return actor?.id === target?.id
        ? t(`acts.stepped_down_${detail === "moderator" ? "moderator" : "member"}`, names)
        : t(`acts.made_${detail as "owner" | "moderator" | "member"}`, names);
    case "posting.granted":
      return t("acts.let_post", names);
    case "posting.revoked":
      return t("acts.stop_posting", names);
    case "posting.changed":
      return t(detail === "everyone" ? "acts.posting_everyone" : "acts.posting_moderators", names);
    case "slow_mode.changed":
      return detail === "0" ? t("acts.slow_off", names) : t("acts.slow", { ...names, count: Number(detail) });
    case "room.kind_changed":
      return t(detail === "public" ? "acts.made_public" : "acts.made_private", names);
    case "room.archived":
      return t("acts.archived", names);
    case "room.restored":
      return t("acts.restored", names);
    case "room.deleted":
      return t("acts.room_deleted", names);
    case "room.undeleted":
      return t("acts.undeleted", names);
    case "room.owner_set":
      return t("acts.made_owner", names);
    case "message.deleted":
      return t("acts.deleted", names);
    case "messages.deleted":
      return t("acts.deleted_recent", names);
    case "invite.created":
      return detail === ""
        ? t("acts.invited", names)
        : t("acts.invited_guests", { ...names, date: dayInWords(language, detail) });
    case "guest.until_set":
      return t("acts.guest_until", { ...names, date: dayInWords(language, detail) });
    case "guest.promoted":
      return t("acts.guest_promoted", names);
    case "invite.revoked":
      return t("acts.revoked", names);
    case "report.done":
      return t("acts.report_done", names);
    case "report.dismissed":
      return t("acts.report_dismissed", names);
    case "group.created":
      return t("acts.group_created", { ...names, handle: detail });
    case "group.changed":
      return t("acts.group_changed", { ...names, handle: detail });
    case "group.deleted":
      return t("acts.group_deleted", { ...names, handle: detail });
    case "group.member_added":
      return t("acts.group_added", { ...names, handle: detail });
    case "group.member_removed":
      return t("acts.group_removed", { ...names, handle: detail });
    default:
      // Not done in rooms, or known to a newer server only.
      return `${names.actor}: ${action}`;
  }
}
