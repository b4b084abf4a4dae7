// Goes live while the shell stands. What that takes (socket, room list, timelines, outbox) comes beside the first paint, as the
// HTTP client does, without which it could show nothing.
import { useEffect, useState } from "react";

export function useGoingLive(): void {
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    let stop = () => {};
    const start = async () => {
      try {
        const { goLive } = await import("@/state/session/live");
        if (!gone) stop = goLive();
      } catch (cause) {
        if (!gone) setFailure(cause);
      }
    };
    void start();
    return () => {
      gone = true;
      stop();
    };
  }, []);
  // A shell without life would look like an empty one: the page says so instead, and offers to load it again.
  if (failure !== null) throw failure;
}
