// What an answer to a refresh means for the session.
import { expect, test, vi } from "vitest";
import type { Outcome } from "./client";
import { refreshSession } from "./http";

const server = vi.hoisted(() => ({ transfer: vi.fn<() => Promise<Outcome>>() }));
vi.mock("./client", () => server);

const refused = (status: number, code: string): Outcome => ({
  failure: "refused",
  status,
  problem: { code } as never,
  retryAfter: null,
});

test.each([
  [401, "session_ended", "ended"],
  [403, "account_suspended", "ended"],
  [503, "unavailable", "failed"],
])("%i %s: the session has %s", async (status, code, meaning) => {
  server.transfer.mockResolvedValue(refused(status, code));
  await expect(refreshSession()).resolves.toBe(meaning);
});
