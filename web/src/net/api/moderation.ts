// Acts of moderation, reports, and who may post where only moderators may.
import { PAGE_MAX } from "@/lib/limits.gen";
import { request } from "../http";
import type {
  Member,
  MessagesDeleted,
  Report,
  ReportOutcome,
  ReportReceipt,
  Reports,
  ReportState,
  RoomAct,
  RoomActs,
} from "../protocol.gen";

/** The newest acts between two messages, by seq: from the first inclusive to the second exclusive. */
export async function listActs(
  roomId: string,
  after_seq: number,
  before_seq: number,
  signal?: AbortSignal,
): Promise<RoomAct[]> {
  const params = { after_seq, before_seq, limit: PAGE_MAX };
  return (await request<RoomActs>("GET", `/rooms/${roomId}/acts`, undefined, { params, signal })).acts;
}

export const reportMessage = (roomId: string, id: string, reason: string) =>
  request<ReportReceipt>("POST", `/rooms/${roomId}/messages/${id}/report`, { reason });

export const listReports = (
  roomId: string,
  query: { state?: ReportState; cursor?: string; limit?: number },
  signal?: AbortSignal,
) => request<Reports>("GET", `/rooms/${roomId}/reports`, undefined, { params: query, signal });

export const closeReport = (roomId: string, id: string, state: ReportOutcome) =>
  request<Report>("PATCH", `/rooms/${roomId}/reports/${id}`, { state });

/** Deletes somebody else's message; other moderators see the reason. */
export const deleteForReason = (roomId: string, id: string, reason: string) =>
  request<void>("DELETE", `/rooms/${roomId}/messages/${id}`, undefined, {
    params: { reason: reason || undefined },
  });

/** Deletes what somebody sent since a moment, up to 1,000 messages in a call. */
export const deleteRecent = (roomId: string, userId: string, since: string, reason: string) =>
  request<MessagesDeleted>("DELETE", `/rooms/${roomId}/members/${userId}/messages`, undefined, {
    params: { since, reason: reason || undefined },
  });

export const letPost = (roomId: string, userId: string) =>
  request<Member>("PUT", `/rooms/${roomId}/members/${userId}/may_post`);

export const stopPosting = (roomId: string, userId: string) =>
  request<void>("DELETE", `/rooms/${roomId}/members/${userId}/may_post`);
