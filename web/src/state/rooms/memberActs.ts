// What the user may do to the members of a room. The server decides; this only hides what it would refuse. Only moderators load it.
import type { Member, Role, Room } from "@/net/protocol.gen";
import { isRestricted, moderates, owns, type Place } from "./rights";

/**
 * Whether the user may give `target` the role: owners give every role to everybody, themselves included; moderators may only
 * step down.
 */
export const mayAssign = (room: Place | undefined, me: string, target: string, role: Role): boolean =>
  keepsOrder(room) && (owns(room) || (target === me && role === "member"));

/** Whether the user may remove or ban somebody with this role (null: not a member): owners everybody, moderators plain members. */
export const mayActOn = (room: Place | undefined, role: Role | null): boolean =>
  keepsOrder(room) && (owns(room) || role === null || role === "member");

/** Direct rooms have no moderators, whatever the roles of their people. */
const keepsOrder = (room: Place | undefined): boolean => room?.kind !== "direct" && moderates(room);

/**
 * What can be done to a member: giving them a role, changing until when they are a guest, letting them post where only moderators
 * may, removing or banning them.
 */
export type MemberAct = Role | "guest_until" | "let_post" | "stop_posting" | "remove" | "ban";
/** Those that a dialog asks about. */
export type AskedAct = Exclude<MemberAct, "let_post" | "stop_posting">;

const RANK: Record<Role, number> = { member: 0, moderator: 1, owner: 2 };

/**
 * What the user may do to a member, for their menu. To themselves: only stepping down, if there is anybody else; leaving has its
 * own button. Guests get no other role.
 */
export function actsOn(
  room: (Place & Pick<Room, "member_count">) | undefined,
  me: string,
  member: Pick<Member, "role" | "may_post" | "guest_until"> & { user: { id: string } },
): MemberAct[] {
  const self = member.user.id === me;
  const alone = (room?.member_count ?? 1) < 2;
  const guest = member.guest_until !== undefined;
  const roles = (["owner", "moderator", "member"] as const).filter(
    (role) =>
      !guest &&
      (self ? !alone && RANK[role] < RANK[member.role] : role !== member.role) &&
      mayAssign(room, me, member.user.id, role),
  );
  if (self || !mayActOn(room, member.role)) return roles;
  const post = member.may_post === true ? "stop_posting" : "let_post";
  const restricted = isRestricted(room) && member.role === "member";
  const first = guest ? (["guest_until"] as const) : roles;
  return [...first, ...(restricted ? ([post] as const) : []), "remove", "ban"];
}
