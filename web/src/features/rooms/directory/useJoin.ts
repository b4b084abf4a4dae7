// Joins a public room and opens it.
import { useState } from "react";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { joinRoom } from "@/net/api/rooms";
import { notify } from "@/state/shell/notices";
import { putRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";

export function useJoin() {
  const [busy, setBusy] = useState(false);
  const [, navigate] = useLocation();
  const problem = useProblem();
  const join = async (roomId: string) => {
    setBusy(true);
    try {
      const room = await joinRoom(roomId);
      putRoom(room);
      navigate(paths.room(roomId));
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  return { busy, join };
}
