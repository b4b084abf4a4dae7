// A message as it stands now, where its timeline holds it; else as it stood when it was handed over.
import { useSyncExternalStore } from "react";
import type { Message } from "@/net/protocol.gen";
import { useConversation } from "@/state/conversation/conversation";

const nothing = () => {};

export function useLiveMessage(message: Message): Message {
  const timelines = useConversation((state) => state.current)?.timelines;
  const timeline = timelines?.held(message.room_id);
  return useSyncExternalStore(
    (changed) => timeline?.subscribeEntry(message.id, changed) ?? nothing,
    () => timeline?.entry(message.id)?.message ?? message,
  );
}
