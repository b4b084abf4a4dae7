// The server's public facts, fetched each time a signed-out page opens, because the first sign-up changes them.
import { useEffect, useState } from "react";
import type { ServerInfo } from "@/net/protocol.gen";

/** Undefined while loading, null without an answer; the pages then show their defaults. */
export function useServer(): ServerInfo | null | undefined {
  const [server, setServer] = useState<ServerInfo | null>();
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const { getServer } = await import("@/net/api/server");
      const answer = await getServer().catch(() => null);
      if (!gone) setServer(answer);
    };
    void ask();
    return () => {
      gone = true;
    };
  }, []);
  return server;
}
