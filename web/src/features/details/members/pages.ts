// The loaded pages of a room's members, changed by frames. In a large room people come and go all the time, and fetching the list
// again for each of them would cost everybody who has it open.
import type { InfiniteData } from "@tanstack/react-query";
import type { Page } from "@/net/api/rooms";
import type { Member, MemberCard, Role, ServerFrame, User } from "@/net/protocol.gen";

export type MemberPages = InfiniteData<Page<Member>, string | null>;

export type MemberFrame = Extract<
  ServerFrame,
  { type: "member.joined" | "member.left" | "member.updated" | "user.updated" }
>;

/** Whether a frame can change the list of this room. */
export function concernsMembers(frame: ServerFrame, roomId: string): frame is MemberFrame {
  switch (frame.type) {
    case "member.joined":
    case "member.left":
    case "member.updated":
      return frame.room_id === roomId;
    case "user.updated":
      return true;
    default:
      return false;
  }
}

/** Applies frames in their order; applying one twice changes nothing more. */
export function applyFrames(held: MemberPages, frames: readonly MemberFrame[]): MemberPages {
  const pages = frames.reduce(applied, held.pages);
  return pages === held.pages ? held : { ...held, pages };
}

type Pages = MemberPages["pages"];

function applied(pages: Pages, frame: MemberFrame): Pages {
  switch (frame.type) {
    case "member.joined":
    case "member.updated":
      return put(pages, frame.member);
    case "member.left":
      return without(pages, frame.member.user.id);
    case "user.updated": {
      const known = find(pages, frame.user.id);
      return known === undefined ? pages : put(pages, withUser(known, frame.user));
    }
  }
}

/** A member whose account has changed; they may be no guest any more. */
const withUser = (member: Member, { id, username, display_name, avatar_url, guest_until }: User): Member => ({
  ...member,
  user: { id, username, display_name, avatar_url },
  guest_until,
});

/** Applies frames to members who were found by name: nobody is added and nobody moves. */
export function applyToFound(found: readonly Member[], frames: readonly MemberFrame[]): readonly Member[] {
  return frames.reduce((members, frame) => {
    const id = frame.type === "user.updated" ? frame.user.id : frame.member.user.id;
    const at = members.findIndex(({ user }) => user.id === id);
    const known = members[at];
    if (known === undefined) return members;
    if (frame.type === "member.left") return members.toSpliced(at, 1);
    const changed =
      frame.type === "user.updated"
        ? withUser(known, frame.user)
        : { ...frame.member, presence: known.presence };
    return members.with(at, changed);
  }, found);
}

const find = (pages: Pages, userId: string): Member | undefined =>
  pages.flatMap(({ items }) => items).find(({ user }) => user.id === userId);

function without(pages: Pages, userId: string): Pages {
  if (find(pages, userId) === undefined) return pages;
  return pages.map((page) => ({ ...page, items: page.items.filter(({ user }) => user.id !== userId) }));
}

/** Puts a member in their place; one whose place is not loaded yet is left out, and comes with their page. */
function put(pages: Pages, card: MemberCard): Pages {
  const member: Member = { ...card, presence: find(pages, card.user.id)?.presence ?? "offline" };
  const others = without(pages, member.user.id);
  const at = others.findIndex(
    (page, index) =>
      page.items.some((other) => precedes(member, other)) ||
      (index === others.length - 1 && page.next_cursor === null),
  );
  return others.map((page, index) => {
    if (index !== at) return page;
    const before = page.items.findIndex((other) => precedes(member, other));
    return { ...page, items: page.items.toSpliced(before < 0 ? page.items.length : before, 0, member) };
  });
}

const ORDER: Record<Role, number> = { owner: 0, moderator: 1, member: 2 };

/** The server's order: by role, then by the time of joining, then by id. */
function precedes(one: Member, other: Member): boolean {
  if (one.role !== other.role) return ORDER[one.role] < ORDER[other.role];
  if (one.joined_at !== other.joined_at) return one.joined_at < other.joined_at;
  return one.user.id < other.user.id;
}
