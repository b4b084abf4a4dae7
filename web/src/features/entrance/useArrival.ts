// Signs in or up, then goes where the user wanted to go, or into the room of the invitation.
import { useState } from "react";
import { useLocation } from "wouter";
import type * as SessionExports from "@/state/session/session";
import { paths } from "@/lib/paths";

type SessionModule = typeof SessionExports;

export function useArrival(to: string, invite?: string) {
  const [busy, setBusy] = useState(false);
  const [, navigate] = useLocation();

  /** Runs `enter`, which may return the path to open. Rethrows its errors. */
  const arrive = async (enter: (session: SessionModule) => Promise<string | void>) => {
    setBusy(true);
    try {
      const place = await enter(await import("@/state/session/session"));
      navigate(place ?? (invite === undefined ? to : await accept(invite)), { replace: true });
    } finally {
      setBusy(false);
    }
  };
  return { busy, arrive };
}

/** Accepts an invitation that was kept through sign-up. Returns the path to open; on failure, the invitation's page. */
async function accept(invite: string): Promise<string> {
  try {
    const [{ acceptInvite }, { putRoom }] = await Promise.all([
      import("@/net/api/invites"),
      import("@/state/rooms/rooms"),
    ]);
    const room = await acceptInvite(invite);
    putRoom(room);
    return paths.room(room.id);
  } catch {
    return paths.invite(invite);
  }
}
