// Repeats the password before changes. If the server refuses a change because the session is not elevated, the user is asked for
// the password, and then the change is made. The server remembers the elevation for 15 minutes.
import { create } from "zustand";
import { elevate } from "@/net/api/admin/people";
import { asApiError } from "@/state/requests/apiError";

/** The user closed the password dialog, so nothing was changed. */
export class Declined extends Error {}

interface Asked {
  /** Settles when the user has answered; changes that are refused meanwhile wait for the same answer. */
  answer: Promise<void>;
  resolve: () => void;
  reject: (error: Declined) => void;
}

export const useElevation = create<{ asked: Asked | null }>(() => ({ asked: null }));

/**
 * Makes a change, after asking for the password if necessary.
 * @throws {Declined} if the user does not give it, and whatever the change throws.
 */
export async function elevated<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (asApiError(error)?.code !== "elevation_required") throw error;
  }
  await askPassword();
  return change();
}

/** Elevates the session and lets the waiting changes continue. */
export async function answerPassword(password: string): Promise<void> {
  await elevate(password);
  settle()?.resolve();
}

export function declinePassword(): void {
  settle()?.reject(new Declined());
}

function askPassword(): Promise<void> {
  const { asked } = useElevation.getState();
  if (asked !== null) return asked.answer;
  const { promise, resolve, reject } = withResolvers();
  useElevation.setState({ asked: { answer: promise, resolve, reject } });
  return promise;
}

function settle(): Asked | null {
  const { asked } = useElevation.getState();
  useElevation.setState({ asked: null });
  return asked;
}

/** `Promise.withResolvers`, which Safari 17.5 has and the test environment's Node 20 does not. */
function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (error: Declined) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
