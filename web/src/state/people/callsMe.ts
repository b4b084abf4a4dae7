// Whether a message calls somebody: by name, or with everybody else in the room.
import type { Message } from "@/net/protocol.gen";

export const callsMe = (message: Pick<Message, "mentions" | "mentions_room">, me: string): boolean =>
  message.mentions_room || message.mentions.includes(me);
