// The first run: creates the owner's account, the first room, and an invitation link.
import { createInvite } from "@/net/api/invites";
import { createRoom } from "@/net/api/rooms";
import type { SignUp } from "@/net/protocol.gen";
import { signUp } from "@/state/session/session";
import { paths } from "@/lib/paths";

/** Lifetime of the first invitation link, in seconds. */
const WEEK_S = 604_800;

/** Returns the path to open. If only the room cannot be created, that is no failure: the first page asks for it again. */
export async function makeFirstRoom(form: SignUp, name: string): Promise<string> {
  let place: string = paths.home;
  await signUp(form, async () => {
    const room = await createRoom({ name, kind: "public" }).catch(() => null);
    if (room === null) return;
    place = paths.room(room.id);
    // The room shows the link when it opens; without one it offers to create it.
    await createInvite(room.id, { expires_in: WEEK_S, max_uses: null }).catch(() => null);
  });
  return place;
}
