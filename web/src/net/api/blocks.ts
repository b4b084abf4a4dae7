// The people whom the current user blocks.
import { request } from "../http";
import type { Blocks } from "../protocol.gen";

export const listBlocks = (signal?: AbortSignal) =>
  request<Blocks>("GET", "/me/blocks", undefined, { signal });

export const putBlock = (userId: string) => request<void>("PUT", `/me/blocks/${userId}`);

export const deleteBlock = (userId: string) => request<void>("DELETE", `/me/blocks/${userId}`);
