// Whether a message mentions a user, by name or with `@room`.
import type { Message } from "@/net/protocol.gen";

export const callsMe = (message: Pick<Message, "mentions" | "mentions_room">, me: string): boolean =>
  message.mentions_room || message.mentions.includes(me);
