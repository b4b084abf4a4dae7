// Preview cards of a message's links.
import { request } from "../http";

export const dismissPreviews = (roomId: string, id: string) =>
  request<void>("DELETE", `/rooms/${roomId}/messages/${id}/previews`);
