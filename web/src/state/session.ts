// Who is signed in, in this tab and in the others. A session ends softly (expired, revoked: drafts and outbox stay for the
// same person) or is left on purpose (they are erased). Tokens are the browser's business: they are HttpOnly cookies.
import { create } from "zustand";
import * as auth from "@/net/api/auth";
import { getMe } from "@/net/api/me";
import { ApiError } from "@/net/http";
import type { Me, SignUp } from "@/net/protocol.gen";
import { onSessionEnded } from "@/net/refresh";
import { readStored, writeStored } from "@/lib/storage";

export type Session =
  | { status: "unknown" }
  /** The server does not answer; `me` is who it was last time, so that what is stored can be read. */
  | { status: "unreachable" }
  | { status: "signed_out"; ended: boolean }
  | { status: "signed_in"; me: Me };

export const useSession = create<Session>(() => ({ status: "unknown" }));

/** Who signed in last on this browser: decides what is shown before the server has answered. */
const LAST_ME = "confluence.me";
export const lastMe = (): Me | null => readStored<Me | null>(LAST_ME, null);

type Word = { type: "signed_in" | "signed_out"; user_id: string };
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("confluence.session");

/** Finds out who is signed in. Called once, at the start. */
export async function bootSession(): Promise<void> {
  onSessionEnded(sessionEnded);
  channel?.addEventListener("message", (event: MessageEvent<Word>) => {
    if (event.data.type === "signed_out") become({ status: "signed_out", ended: false });
    else void checkSession();
  });
  const remembered = lastMe();
  // A returning person sees their rooms at once; what the server says about them follows.
  if (remembered !== null) become({ status: "signed_in", me: remembered });
  await checkSession();
}

export async function checkSession(): Promise<void> {
  try {
    signedInAs(await getMe());
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 401;
    if (refused) become({ status: "signed_out", ended: lastMe() !== null });
    else if (useSession.getState().status === "unknown") become({ status: "unreachable" });
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  await auth.signIn(username, password);
  await arrive();
}

export async function signUp(form: SignUp): Promise<void> {
  await auth.signUp(form);
  await arrive();
}

const eraseListeners = new Set<(userId: string) => Promise<void>>();

/** What keeps something of a person on this device erases it here when they leave on purpose. */
export function onErase(erase: (userId: string) => Promise<void>): void {
  eraseListeners.add(erase);
}

/** Leaves on purpose: ends the session on the server, erases what this device keeps, tells the other tabs. */
export async function signOut(): Promise<void> {
  const session = useSession.getState();
  try {
    await auth.signOut();
  } catch (error) {
    // An unreachable server cannot end the session; going on would only look like a sign-out.
    if (error instanceof ApiError && error.status !== 401) throw error;
  }
  if (session.status === "signed_in") {
    await Promise.allSettled([...eraseListeners].map((erase) => erase(session.me.id)));
    channel?.postMessage({ type: "signed_out", user_id: session.me.id } satisfies Word);
  }
  writeStored(LAST_ME, undefined);
  become({ status: "signed_out", ended: false });
}

/** The server ended the session: what this device keeps for the person stays. */
export function sessionEnded(): void {
  if (useSession.getState().status === "signed_in") become({ status: "signed_out", ended: true });
}

export function signedInAs(me: Me): void {
  writeStored(LAST_ME, me);
  become({ status: "signed_in", me });
}

/** My id, or "" while nobody is signed in (no id is empty). */
export function myId(): string {
  const session = useSession.getState();
  return session.status === "signed_in" ? session.me.id : "";
}

export const useMe = (): Me | null =>
  useSession((session) => (session.status === "signed_in" ? session.me : null));

async function arrive(): Promise<void> {
  const me = await getMe();
  signedInAs(me);
  channel?.postMessage({ type: "signed_in", user_id: me.id } satisfies Word);
}

function become(session: Session): void {
  useSession.setState(session, true);
}
