// Reactions to messages.
import { request } from "../http";
import type { ReactionCount } from "../protocol.gen";

const at = (roomId: string, id: string, emoji: string) =>
  `/rooms/${roomId}/messages/${id}/reactions/${encodeURIComponent(emoji)}`;

export const putReaction = (roomId: string, id: string, emoji: string) =>
  request<ReactionCount>("PUT", at(roomId, id, emoji));

export const deleteReaction = (roomId: string, id: string, emoji: string) =>
  request<ReactionCount>("DELETE", at(roomId, id, emoji));
