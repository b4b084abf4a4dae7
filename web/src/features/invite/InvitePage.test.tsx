// The page of an invitation for guests.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { InviteCard, Me } from "@/net/protocol.gen";
import { useSession } from "@/state/session/whoami";
import { user } from "@/state/timeline/modelServer.testkit";
import { InvitePage } from "./InvitePage";

const server = vi.hoisted(() => ({ getInvite: vi.fn(), acceptInvite: vi.fn() }));
vi.mock("@/net/api/invites", () => server);

const guest_until = `${new Date().getFullYear() + 1}-03-12T12:00:00.000Z`;
const card: InviteCard = {
  room: { id: "r1", name: "Harbour", description: "", avatar_url: null, member_count: 2 },
  inviter: user("ana"),
};

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell", shell), addWords("more"), addWords("entrance")]);
});
beforeEach(() => {
  vi.resetAllMocks();
  server.getInvite.mockResolvedValue({ ...card, guest_until });
});
afterEach(() => {
  cleanup();
  useSession.setState({ status: "unknown" }, true);
});

test("UI180 somebody who is not signed in learns until when they will be a guest", async () => {
  render(<InvitePage code="abc" signedIn={false} />);
  await screen.findByText(/^You will be a guest of this room until .*12/);
  expect(screen.getByRole("link", { name: "Create account" })).toBeTruthy();
});

test("UI180 an ordinary invitation, and somebody with an account, say nothing about guests", async () => {
  render(<InvitePage code="abc" signedIn />);
  await screen.findByRole("button", { name: "Join Harbour" });
  expect(screen.queryByText(/guest/)).toBeNull();
  cleanup();
  server.getInvite.mockResolvedValue(card);
  render(<InvitePage code="abc" signedIn={false} />);
  await screen.findByRole("link", { name: "Create account" });
  expect(screen.queryByText(/guest/)).toBeNull();
});

test("UI181 a guest who is refused learns which invitations work for them", async () => {
  useSession.setState({ status: "signed_in", me: { ...user("gil"), guest_until } as Me }, true);
  server.acceptInvite.mockRejectedValue(new ApiError(403, "forbidden", "no"));
  render(<InvitePage code="abc" signedIn />);
  await userEvent.click(await screen.findByRole("button", { name: "Join Harbour" }));
  expect((await screen.findByRole("alert")).textContent).toContain("with a link for guests");
});
