// The members of a room in the server's order (owners, moderators, members), as far as they are loaded.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { PAGE_DEFAULT, PAGE_MAX } from "@/lib/limits.gen";
import { listMembers } from "@/net/api/rooms";
import type { Role } from "@/net/protocol.gen";
import { learnNames } from "@/state/people/names";
import { keys, queries } from "@/state/requests/queries";
import { keepCurrent } from "./keepCurrent";

export function useMembers(roomId: string) {
  const pages = useInfiniteQuery(
    {
      queryKey: keys.memberList(roomId),
      queryFn: ({ pageParam, signal }) =>
        listMembers(roomId, pageParam, signal, pageParam === null ? PAGE_DEFAULT : PAGE_MAX),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      // Nothing keeps the list current while it is not shown.
      staleTime: 0,
    },
    queries,
  );
  useEffect(() => keepCurrent(roomId), [roomId]);
  useEffect(() => {
    learnNames(pages.data?.pages.flatMap(({ items }) => items.map(({ user }) => user)) ?? []);
  }, [pages.data]);
  const members = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return { pages, members };
}

/** Whether the room has exactly one owner; undefined until enough is loaded to know, false if that fails: the server decides. */
export function useOneOwner(roomId: string): boolean | undefined {
  const { pages, members } = useMembers(roomId);
  const owners = members.filter(({ role }) => role === "owner").length;
  const all = owners < members.length || !pages.hasNextPage;
  if (pages.data === undefined) return pages.isError ? false : undefined;
  return owners === 1 && all;
}

/**
 * The role of somebody in the room; undefined until it is known, null for people who are not among the loaded members. Owners and
 * moderators come first in the list, so those others are plain members or not in the room.
 */
export function useRoleOf(roomId: string, userId: string): Role | null | undefined {
  const { pages, members } = useMembers(roomId);
  if (pages.data === undefined) return pages.isError ? null : undefined;
  return members.find(({ user }) => user.id === userId)?.role ?? null;
}
