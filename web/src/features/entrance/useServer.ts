// What the server says of itself, asked each time a page for strangers opens: whether anybody is on it yet changes only once,
// but then at once.
import { useEffect, useState } from "react";
import type { ServerInfo } from "@/net/protocol.gen";

/** Undefined while asked, null where there was no answer: the pages then show what they show on any server. */
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
