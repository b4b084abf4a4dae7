// Roles, removals and bans: each asks the server and then changes what is shown here, without waiting for the frame.
import type { TFunction } from "i18next";
import { useTranslation } from "@/i18n/useTranslation";
import { letPost, stopPosting } from "@/net/api/moderation";
import { liftBan, removeMember, setBan, setGuestUntil, setRole } from "@/net/api/rooms";
import type { Member, Role, SetBan } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { keys, queries } from "@/state/requests/queries";
import { describe } from "@/state/requests/useProblem";
import { updateMembership } from "@/state/rooms/rooms";
import { myId } from "@/state/session/whoami";
import { changeMembers, refetchMembers } from "./keepCurrent";

/** What a menu or a dialog knows about the member that it is for. */
export type Somebody = Pick<Member, "user" | "role" | "may_post" | "guest_until">;

export async function giveRole(roomId: string, userId: string, role: Role): Promise<void> {
  const member = await setRole(roomId, userId, role);
  changeMembers(roomId, [{ type: "member.updated", room_id: roomId, version: 0, member }]);
  if (userId === myId()) updateMembership(roomId, { role: member.role });
}

/** Changes until when somebody is a guest. */
export async function setEnd(roomId: string, userId: string, until: Date): Promise<void> {
  const member = await setGuestUntil(roomId, userId, until);
  changeMembers(roomId, [{ type: "member.updated", room_id: roomId, version: 0, member }]);
  await queries.invalidateQueries({ queryKey: keys.profile(userId) });
}

/** Lets a member post where only moderators may, or no longer. */
export async function setMayPost(roomId: string, who: Somebody, may: boolean): Promise<void> {
  await (may ? letPost : stopPosting)(roomId, who.user.id);
  await refetchMembers(roomId);
}

export async function remove(roomId: string, who: Somebody, reason: string): Promise<void> {
  await removeMember(roomId, who.user.id, reason);
  leave(roomId, who);
}

export async function ban(roomId: string, who: Somebody, form: SetBan): Promise<void> {
  await setBan(roomId, who.user.id, form);
  leave(roomId, who);
  await queries.invalidateQueries({ queryKey: keys.bans(roomId) });
}

export async function lift(roomId: string, userId: string): Promise<void> {
  await liftBan(roomId, userId);
  await queries.invalidateQueries({ queryKey: keys.bans(roomId) });
}

/** Describes the error of an act on somebody. */
export function useActProblem(): (error: unknown, name: string) => string {
  const { t } = useTranslation();
  return (error, name) => describeAct(t, error, name);
}

export function describeAct(t: TFunction, error: unknown, name: string): string {
  return asApiError(error)?.code === "user_not_found" ? t("members.gone", { name }) : describe(t, error);
}

function leave(roomId: string, { user, role }: Somebody): void {
  const member = { user, role, joined_at: "" };
  changeMembers(roomId, [{ type: "member.left", room_id: roomId, version: 0, member }]);
}
