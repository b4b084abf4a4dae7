// What refused requests mean for the session.
import { beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "./client";
import { refreshSession, request } from "./http";

const server = vi.hoisted(() => ({ transfer: vi.fn<() => Promise<Outcome>>() }));
vi.mock("./client", () => server);

const refused = (status: number, code: string): Outcome => ({
  failure: "refused",
  status,
  problem: { code } as never,
  retryAfter: null,
});

beforeEach(() => {
  server.transfer.mockReset();
});

test("an expired token is refreshed and the request repeated; a wrong password is not", async () => {
  server.transfer
    .mockResolvedValueOnce(refused(401, "unauthenticated"))
    .mockResolvedValueOnce({ answer: null })
    .mockResolvedValueOnce({ answer: "done" });
  await expect(request("POST", "/admin/elevate", { password: "x" })).resolves.toBe("done");
  expect(server.transfer).toHaveBeenCalledTimes(3);
  server.transfer.mockReset().mockResolvedValue(refused(401, "invalid_credentials"));
  await expect(request("POST", "/admin/elevate", { password: "x" })).rejects.toMatchObject({ status: 401 });
  expect(server.transfer).toHaveBeenCalledTimes(1);
});

test.each([
  [401, "session_ended", "ended"],
  [403, "account_suspended", "ended"],
  [403, "guest_ended", "ended"],
  [503, "unavailable", "failed"],
])("%i %s: the session has %s", async (status, code, meaning) => {
  server.transfer.mockResolvedValue(refused(status, code));
  await expect(refreshSession()).resolves.toBe(meaning);
});
