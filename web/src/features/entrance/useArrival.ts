// Signing in or up, then going where the person wanted to go: with an invitation, into its room.
import { useState } from "react";
import { useLocation } from "wouter";
import type * as SessionExports from "@/state/session/session";
import { paths } from "@/lib/paths";

type SessionModule = typeof SessionExports;

export function useArrival(to: string, invite?: string) {
  const [busy, setBusy] = useState(false);
  const [, navigate] = useLocation();

  /** Runs `enter`, which may say where to go; throws what it throws. */
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

/** Joins by an invitation that signing up kept. Where that fails, the invitation's own page says why. */
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
