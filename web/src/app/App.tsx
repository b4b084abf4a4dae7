// The whole application: shows the shell to signed-in users and the entrance to others.
import { lazy, Suspense } from "react";
import { loadEntrance, loadShell } from "./chunks";
import { useSession } from "@/state/session/whoami";

const Entrance = lazy(async () => ({ default: (await loadEntrance()).Entrance }));
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }));

export function App() {
  const session = useSession();
  switch (session.status) {
    case "unknown":
      return null;
    case "signed_in":
      return (
        <Suspense fallback={null}>
          <Shell key={session.me.id} />
        </Suspense>
      );
    case "signed_out":
      return (
        <Suspense fallback={null}>
          <Entrance ended={session.ended} />
        </Suspense>
      );
  }
}
