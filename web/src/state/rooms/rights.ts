// What the user may do in a room, by role. The server decides; this only hides what it would refuse.
import { ROOM_MENTION_MAX } from "@/lib/limits.gen";
import type { Message, Role, Room } from "@/net/protocol.gen";

type Place = Pick<Room, "kind" | "posting" | "archived" | "you">;

export const moderates = (room: Place | undefined): boolean =>
  room?.you != null && room.you.role !== "member";

export const owns = (room: Place | undefined): boolean => room?.you?.role === "owner";

/** Allowed to every member of a public room, and to moderators of a private one. */
export const mayInvite = (room: Place | undefined): boolean =>
  room?.you != null && (room.kind === "public" || (room.kind === "private" && moderates(room)));

/** Whether `@room` works: in a large room it is plain text unless a moderator writes it. */
export const mayCallEverybody = (room: Place & Pick<Room, "member_count">): boolean =>
  moderates(room) || room.member_count <= ROOM_MENTION_MAX;

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

/** What can be done to a member: giving them a role, removing or banning them. */
export type MemberAct = Role | "remove" | "ban";

const RANK: Record<Role, number> = { member: 0, moderator: 1, owner: 2 };

/**
 * What the user may do to a member, for their menu. To themselves: only stepping down, if there is anybody else; leaving has its
 * own button.
 */
export function actsOn(
  room: (Place & Pick<Room, "member_count">) | undefined,
  me: string,
  member: { user: { id: string }; role: Role },
): MemberAct[] {
  const self = member.user.id === me;
  const alone = (room?.member_count ?? 1) < 2;
  const roles = (["owner", "moderator", "member"] as const).filter(
    (role) =>
      (self ? !alone && RANK[role] < RANK[member.role] : role !== member.role) &&
      mayAssign(room, me, member.user.id, role),
  );
  return self || !mayActOn(room, member.role) ? roles : [...roles, "remove", "ban"];
}

export const mayPin = (room: Place | undefined): boolean =>
  room?.you != null && room.archived !== true && (room.kind === "direct" || moderates(room));

/** In an archived room nobody reacts. */
export const mayReact = (room: Place | undefined): boolean => room?.you != null && room.archived !== true;

export const mayPost = (room: Place): boolean =>
  room.you !== null && room.archived !== true && (room.posting === "everyone" || moderates(room));

/** Seconds between two messages of the user in slow mode; 0 if they need not wait. */
export const pauseOf = (room: Place & Pick<Room, "slow_mode_seconds">): number =>
  moderates(room) ? 0 : (room.slow_mode_seconds ?? 0);

/** Whether the user may see who has not seen a message, and remind them: its author and moderators. */
export const maySeeReach = (room: Place | undefined, message: Pick<Message, "author">, me: string): boolean =>
  message.author.id === me || moderates(room);
