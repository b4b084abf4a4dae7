// What signing out would erase from this device, so that the user can be warned before unsent messages are lost.
import { useConversation } from "../conversation/conversation";
import { trayRefs } from "../files/files";
import { useRooms } from "../rooms/rooms";

export interface Unsent {
  messages: number;
  drafts: number;
}

export function unsent(): Unsent {
  const { current } = useConversation.getState();
  if (current === null) return { messages: 0, drafts: 0 };
  const written = (id: string) =>
    (current.drafts.get(id)?.text.trim() ?? "") !== "" || trayRefs(id).length > 0;
  const drafts = Object.keys(useRooms.getState().byId).filter(written);
  return { messages: current.outbox.size, drafts: drafts.length };
}
