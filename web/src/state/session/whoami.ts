// Who is signed in. This module makes no requests, so that the entrance can show before the HTTP client has loaded.
import { create } from "zustand";
import type { Me } from "@/net/protocol.gen";
import { readStored, writeStored } from "@/lib/storage";

export type Session =
  | { status: "unknown" }
  | { status: "signed_out"; ended: boolean }
  | { status: "signed_in"; me: Me };

export const useSession = create<Session>(() => ({ status: "unknown" }));

const meOf = (session: Session): Me | null => (session.status === "signed_in" ? session.me : null);

export const useMe = (): Me | null => useSession(meOf);

const isGuestOf = (session: Session): boolean => meOf(session)?.guest_until !== undefined;

/** Whether the signed-in user is a guest of one room. The server refuses them whatever leads elsewhere, so it is not offered. */
export const useGuest = (): boolean => useSession(isGuestOf);

/** The same, outside React. */
export const isGuest = (): boolean => isGuestOf(useSession.getState());

/** The signed-in user's id, or "" while nobody is signed in (no id is empty). */
export const myId = (): string => meOf(useSession.getState())?.id ?? "";

/** Whether the signed-in user is not to be disturbed now. */
export const isUndisturbed = (): boolean => meOf(useSession.getState())?.do_not_disturb ?? false;

/** Storage key of the last signed-in user, who decides what is shown before the server has answered. */
const LAST_ME = "confluence.me";

export const lastMe = (): Me | null => readStored<Me | null>(LAST_ME, null);

/** E-mail addresses are left out: no presumption needs them, and they are private. */
export const rememberMe = (me: Me | null): void =>
  writeStored(LAST_ME, me === null ? undefined : { ...me, email: undefined, pending_email: undefined });

/**
 * Presumes a session before the server has answered: a returning user sees their rooms at once, others the entrance. On a
 * page that requires sign-in (`inside`), an unknown visitor waits for the server's answer.
 */
export function presumeSession(inside: boolean): void {
  const me = lastMe();
  if (me !== null) useSession.setState({ status: "signed_in", me }, true);
  else if (!inside) useSession.setState({ status: "signed_out", ended: false }, true);
}
