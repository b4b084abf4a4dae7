// Whether a room has a draft on this device.
import { useSyncExternalStore } from "react";
import { useConversation } from "../conversation/conversation";

const never = () => () => {};

export function useHasDraft(roomId: string): boolean {
  const drafts = useConversation((state) => state.current?.drafts);
  return useSyncExternalStore(
    drafts?.subscribe ?? never,
    () => (drafts?.get(roomId)?.text.trim() ?? "") !== "",
  );
}
