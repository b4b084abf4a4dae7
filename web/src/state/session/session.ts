// Signing in and out, in this tab and in the others; who is signed in stands in whoami.ts. A session ends softly (expired,
// revoked: drafts and outbox stay for the same person) or is left on purpose (they are erased). Tokens are the browser's
// business: they are HttpOnly cookies.
import * as auth from "@/net/api/auth";
import { getMe } from "@/net/api/me";
import { ApiError } from "@/net/http";
import type { Me, SignUp, User } from "@/net/protocol.gen";
import { onSessionEnded } from "@/net/refresh";
import { lastMe, rememberMe, useSession, type Session } from "./whoami";

type Word = { type: "signed_in" | "signed_out"; user_id: string };
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("confluence.session");

/** Finds out who is signed in. Called once, at the start. */
export async function bootSession(): Promise<void> {
  onSessionEnded(sessionEnded);
  channel?.addEventListener("message", (event: MessageEvent<Word>) => {
    if (event.data.type === "signed_out") become({ status: "signed_out", ended: false });
    else void checkSession();
  });
  await checkSession();
}

export async function checkSession(): Promise<void> {
  const remembered = lastMe() !== null;
  try {
    // Where nobody is remembered there is hardly a session: one question, and no refresh after its answer.
    signedInAs(await getMe({ anonymous: !remembered }));
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 401;
    // Without an answer what is presumed stands: a returning person reads what this device keeps.
    if (refused || useSession.getState().status === "unknown")
      become({ status: "signed_out", ended: remembered });
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  await auth.signIn(username, password);
  await arrive();
}

/** Makes an account and signs it in. `first` is done for it before any page of the signed-in opens. */
export async function signUp(form: SignUp, first?: () => Promise<void>): Promise<void> {
  await auth.signUp(form);
  await first?.();
  await arrive();
}

const eraseListeners = new Set<(userId: string) => Promise<void>>();

/** What keeps something of a person on this device erases it here when they leave on purpose. */
export function onErase(erase: (userId: string) => Promise<void>): void {
  eraseListeners.add(erase);
}

/** Leaves on purpose: ends the session on the server, erases what this device keeps, tells the other tabs. */
export async function signOut(): Promise<void> {
  try {
    await auth.signOut();
  } catch (error) {
    // An unreachable server cannot end the session; going on would only look like a sign-out.
    if (error instanceof ApiError && error.status !== 401) throw error;
  }
  await leave();
}

/** The account is gone, and with it everything that this device keeps of it. */
export const accountDeleted = (): Promise<void> => leave();

async function leave(): Promise<void> {
  const session = useSession.getState();
  if (session.status === "signed_in") {
    await Promise.allSettled([...eraseListeners].map((erase) => erase(session.me.id)));
    channel?.postMessage({ type: "signed_out", user_id: session.me.id } satisfies Word);
  }
  rememberMe(null);
  become({ status: "signed_out", ended: false });
}

/** The server ended the session: what this device keeps for the person stays. */
export function sessionEnded(): void {
  if (useSession.getState().status === "signed_in") become({ status: "signed_out", ended: true });
}

/** Somebody's profile changed; where it is mine (on another device), it shows here too. */
export function heardOfUser(user: User): void {
  const session = useSession.getState();
  if (session.status === "signed_in" && session.me.id === user.id) signedInAs({ ...session.me, ...user });
}

export function signedInAs(me: Me): void {
  rememberMe(me);
  become({ status: "signed_in", me });
}

async function arrive(): Promise<void> {
  const me = await getMe();
  signedInAs(me);
  channel?.postMessage({ type: "signed_in", user_id: me.id } satisfies Word);
}

function become(session: Session): void {
  useSession.setState(session, true);
}
