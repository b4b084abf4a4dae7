// Who is signed in: the value alone, without anything that could change it over the network, so that the entrance can show
// before the HTTP client has loaded.
import { create } from "zustand";
import type { Me } from "@/net/protocol.gen";
import { readStored, writeStored } from "@/lib/storage";

export type Session =
  | { status: "unknown" }
  | { status: "signed_out"; ended: boolean }
  | { status: "signed_in"; me: Me };

export const useSession = create<Session>(() => ({ status: "unknown" }));

export const useMe = (): Me | null =>
  useSession((session) => (session.status === "signed_in" ? session.me : null));

/** My id, or "" while nobody is signed in (no id is empty). */
export function myId(): string {
  const session = useSession.getState();
  return session.status === "signed_in" ? session.me.id : "";
}

/** Who signed in last on this browser: decides what is shown before the server has answered. */
const LAST_ME = "confluence.me";

export const lastMe = (): Me | null => readStored<Me | null>(LAST_ME, null);

export const rememberMe = (me: Me | null): void => writeStored(LAST_ME, me ?? undefined);

/**
 * Before the server has answered: a returning person sees their rooms at once, a stranger the entrance. On an address that
 * strangers cannot see (`inside`), whether this is one has to be asked first.
 */
export function presumeSession(inside: boolean): void {
  const me = lastMe();
  if (me !== null) useSession.setState({ status: "signed_in", me }, true);
  else if (!inside) useSession.setState({ status: "signed_out", ended: false }, true);
}
