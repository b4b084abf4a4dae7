// The first run, behind its card: with the owner's account comes the first room, and a link to give away.
import { createInvite } from "@/net/api/invites";
import { createRoom } from "@/net/api/rooms";
import type { SignUp } from "@/net/protocol.gen";
import { signUp } from "@/state/session/session";
import { paths } from "@/lib/paths";

/** As long as a link of the first run lives. */
const WEEK_S = 604_800;

/** Says where the person lands. An account without the room is no failure: its first page asks for the room again. */
export async function makeFirstRoom(form: SignUp, name: string): Promise<string> {
  let place: string = paths.home;
  await signUp(form, async () => {
    const room = await createRoom({ name, kind: "public" }).catch(() => null);
    if (room === null) return;
    place = paths.room(room.id);
    // The room opens with a link to give away; without one it offers to make it.
    await createInvite(room.id, { expires_in: WEEK_S, max_uses: null }).catch(() => null);
  });
  return place;
}
