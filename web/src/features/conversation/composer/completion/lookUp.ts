// Candidates for completion: the room's members, groups and, shortly after the last keystroke, the server's search results. Loaded
// at the first @ or #, not with the composer.
import { directory } from "@/net/api/rooms";
import { findUsers } from "@/net/api/users";
import type { Group } from "@/net/protocol.gen";
import { groupsToName } from "@/state/people/groups";
import { membersToName } from "@/state/people/members";
import { learnNames } from "@/state/people/names";
import { isGuest } from "@/state/session/whoami";
import type { Named } from "./completion";

/** Milliseconds without a keystroke before the server is asked. */
const PAUSE_MS = 150;
const LIMIT = 8;

/**
 * Calls `tell` with candidates as they are found. May reject with any error after `signal` has aborted.
 * @throws {ApiError} if the server does not answer.
 */
export async function lookUp(
  kind: "mention" | "room",
  roomId: string,
  query: string,
  signal: AbortSignal,
  tell: (found: Named[]) => void,
): Promise<void> {
  if (kind === "mention") {
    // Without groups, people are still offered.
    groupsToName(roomId).then(
      (groups) => tell(groups.map(group)),
      () => undefined,
    );
    const page = await membersToName(roomId);
    if (signal.aborted) return;
    tell(page.items.map(({ user }) => person(user)));
    // The page contains all members; nobody else can be mentioned.
    if (page.next_cursor === null || query === "") return;
  }
  // For a guest there is no directory.
  if (kind === "room" && isGuest()) return;
  await pause(signal);
  if (kind === "mention") {
    const { users } = await findUsers(query, roomId, LIMIT, signal);
    learnNames(users);
    tell(users.map(person));
  } else {
    const { items } = await directory(query, "name", null, signal);
    tell(items.slice(0, LIMIT).map(room));
  }
}

const person = (user: {
  id: string;
  username: string;
  display_name: string;
  avatar_url: string | null;
}): Named => ({ id: user.id, sign: user.username, name: user.display_name, url: user.avatar_url });

const group = ({ id, handle, name, people }: Group): Named => ({
  id,
  sign: handle,
  name: `${name} (${people})`,
  url: null,
  group: true,
});

const room = ({ id, name, avatar_url }: { id: string; name: string; avatar_url: string | null }): Named => ({
  id,
  sign: "",
  name,
  url: avatar_url,
});

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
