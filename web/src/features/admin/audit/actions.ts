// The recorded actions in words. A newer server may record others, which are shown by their name on the wire.
import type { TFunction } from "i18next";
import type { AuditAction } from "@/net/protocol.gen";

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
  "sign_in.failed",
  "room.deleted",
  "room.restored",
  "room.owner_set",
  "invite.revoked",
  "settings.changed",
  "member.removed",
  "member.banned",
  "member.suspended",
  "ban.lifted",
  "role.changed",
] as const satisfies readonly AuditAction[];

type Known = (typeof ACTIONS)[number];

const isKnown = (action: string): action is Known => (ACTIONS as readonly string[]).includes(action);

export const nameOf = (t: TFunction, action: string): string =>
  isKnown(action) ? t(`admin.did.${action}`) : action;
