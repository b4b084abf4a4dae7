// The files port of an outbox without files, for tests about something else.
import type { OutboxFiles } from "./types";

export const noFiles: OutboxFiles = {
  complete: () => Promise.reject(new Error("no file was expected")),
  stored: async () => {},
  renew: () => {},
};
