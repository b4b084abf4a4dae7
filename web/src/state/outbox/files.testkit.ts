// An outbox without files, for tests that are about something else.
import type { OutboxFiles } from "./types";

export const noFiles: OutboxFiles = {
  complete: () => Promise.reject(new Error("no file was expected")),
  stored: async () => {},
  renew: () => {},
};
