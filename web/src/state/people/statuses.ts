// Statuses of people, as far as they are known. Small, because rows need it; learnStatus.ts says where they come from.
import { create } from "zustand";
import type { Status } from "@/net/protocol.gen";

/** By user, the one learned last at the end. */
export const useStatuses = create<{ byUser: ReadonlyMap<string, Status> }>(() => ({ byUser: new Map() }));

/** A person's status; null if there is none or it isn't known. */
export const useStatus = (userId: string): Status | null =>
  useStatuses(({ byUser }) => byUser.get(userId) ?? null);
