// Goes live while the shell is mounted. The code for it (socket, room list, timelines, outbox) loads without delaying the first
// paint.
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
  // Without a live connection the shell would just look empty, so the error boundary takes over and offers to reload.
  if (failure !== null) throw failure;
}
