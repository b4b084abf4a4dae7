// Whom and what a completion may name, beyond what is at hand: the room's members, and, a moment after the last letter, what
// the server finds. Without the server the first part stands. It comes with the first @ or #, not with the message box.
import { directory } from "@/net/api/rooms";
import { findUsers } from "@/net/api/users";
import { membersToName } from "@/state/people/members";
import { learnNames } from "@/state/people/names";
import type { Named } from "./completion";

/** Milliseconds without another letter before the server is asked. */
const PAUSE_MS = 150;
const LIMIT = 8;

/**
 * Tells what is found as it is found. Aborting it ends it; what it then throws is of no interest.
 * @throws {ApiError} where the server does not answer.
 */
export async function lookUp(
  kind: "mention" | "room",
  roomId: string,
  query: string,
  signal: AbortSignal,
  tell: (found: Named[]) => void,
): Promise<void> {
  if (kind === "mention") {
    const page = await membersToName(roomId);
    if (signal.aborted) return;
    tell(page.items.map(({ user }) => person(user)));
    // All members are here: nobody else can be named.
    if (page.next_cursor === null || query === "") return;
  }
  await pause(signal);
  if (kind === "mention") {
    const { users } = await findUsers(query, roomId, LIMIT, signal);
    learnNames(users);
    tell(users.map(person));
  } else {
    const { items } = await directory(query, null, signal);
    tell(items.slice(0, LIMIT).map(room));
  }
}

const person = (user: {
  id: string;
  username: string;
  display_name: string;
  avatar_url: string | null;
}): Named => ({ id: user.id, sign: user.username, name: user.display_name, url: user.avatar_url });

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
