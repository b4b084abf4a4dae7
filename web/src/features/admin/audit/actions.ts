// The recorded actions in words. A newer server may record others, which are shown by their name on the wire.
import type { TFunction } from "i18next";

/** Those that have words, in the order of the filter. */
export const ACTIONS = [
  "admin.elevated",
  "admin.added",
  "admin.removed",
  "user.suspended",
  "user.reinstated",
  "user.deleted",
  "user.restored",
  "sessions.ended",
  "password.link_made",
  "password.reset",
  "email.changed",
  "email.removed",
  "sign_in.failed",
  "room.deleted",
  "room.archived",
  "room.restored",
  "room.undeleted",
  "room.owner_set",
  "room.kind_changed",
  "posting.changed",
  "posting.granted",
  "posting.revoked",
  "slow_mode.changed",
  "invite.created",
  "invite.revoked",
  "guest.until_set",
  "guest.promoted",
  "settings.changed",
  "group.created",
  "group.changed",
  "group.deleted",
  "group.member_added",
  "group.member_removed",
  "member.removed",
  "member.banned",
  "member.suspended",
  "ban.lifted",
  "role.changed",
  "message.deleted",
  "messages.deleted",
  "report.done",
  "report.dismissed",
] as const;

type Known = (typeof ACTIONS)[number];

const isKnown = (action: string): action is Known => (ACTIONS as readonly string[]).includes(action);

export const nameOf = (t: TFunction, action: string): string =>
  isKnown(action) ? t(`admin.did.${action}`) : action;
