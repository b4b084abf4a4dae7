// The current state of a message if its timeline holds it, else the state that was passed in.
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
