// Signing in and out, in this tab and in the others; whoami.ts holds who is signed in. When a session ends (expired, revoked),
// drafts and outbox stay for the same user; signing out erases them. Tokens are HttpOnly cookies that scripts never see.
import * as auth from "@/net/api/auth";
import { getMe } from "@/net/api/me";
import { ApiError } from "@/net/http";
import type { Me, SignUp, User } from "@/net/protocol.gen";
import { onSessionEnded } from "@/net/refresh";
import { lastMe, myId, rememberMe, useSession, type Session } from "./whoami";

type Word = { type: "signed_in" | "signed_out"; user_id: string };
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("confluence.session");

/** Finds out who is signed in. Called once, on startup. */
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
    // If no user is remembered there is hardly a session: ask once, without a refresh after a 401.
    signedInAs(await getMe({ anonymous: !remembered }));
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 401;
    // Without an answer the presumed session stays, so that a returning user can read what this device stores.
    if (refused || useSession.getState().status === "unknown")
      become({ status: "signed_out", ended: remembered });
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  await auth.signIn(username, password);
  await arrive();
}

/** Creates an account and signs in. `first` runs before any signed-in page opens. */
export async function signUp(form: SignUp, first?: () => Promise<void>): Promise<void> {
  await auth.signUp(form);
  await first?.();
  await arrive();
}

const eraseListeners = new Set<(userId: string) => Promise<void>>();

/** Registers a function that erases part of what this device stores for a user; it runs on sign-out. */
export function onErase(erase: (userId: string) => Promise<void>): void {
  eraseListeners.add(erase);
}

/** Signs out: ends the session on the server, erases the user's data on this device, notifies the other tabs. */
export async function signOut(): Promise<void> {
  try {
    await auth.signOut();
  } catch (error) {
    // An unreachable server cannot end the session, so continuing would only look like a sign-out.
    if (error instanceof ApiError && error.status !== 401) throw error;
  }
  await leave();
}

/** Signs out after the account was deleted, and erases its data on this device. */
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

/** Handles the end of the session by the server; the user's data on this device stays. */
export function sessionEnded(): void {
  if (useSession.getState().status === "signed_in") become({ status: "signed_out", ended: true });
}

/** Takes a changed profile if it is the signed-in user's own (changed on another device). */
export function heardOfUser(user: User): void {
  // Absent for somebody who is no longer a guest.
  if (myId() === user.id) heardOfMe({ ...user, guest_until: user.guest_until });
}

/** Takes what the signed-in user changed of their own account on another device. */
export function heardOfMe(change: Partial<Me>): void {
  const session = useSession.getState();
  if (session.status === "signed_in") signedInAs({ ...session.me, ...change });
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
