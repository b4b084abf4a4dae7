// What I may do in a room, by my place in it. The server decides; this only leaves out what it would refuse.
import type { Message, Room } from "@/net/protocol.gen";

type Place = Pick<Room, "kind" | "posting" | "you">;

export const moderates = (room: Place | undefined): boolean =>
  room?.you != null && room.you.role !== "member";

export const mayPin = (room: Place | undefined): boolean =>
  room?.you != null && (room.kind === "direct" || moderates(room));

export const mayPost = (room: Place): boolean =>
  room.you !== null && (room.posting === "everyone" || moderates(room));

/** Who sees whom a message has not reached, and may remind them. */
export const maySeeReach = (room: Place | undefined, message: Pick<Message, "author">, me: string): boolean =>
  message.author.id === me || moderates(room);
