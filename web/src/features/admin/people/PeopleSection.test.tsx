// Accounts: what the list shows, and each change that can be made to one.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Page } from "@/net/api/rooms";
import type { AdminUser, PasswordLink, PatchAdminUser } from "@/net/protocol.gen";
import { notices, page, person, prepareWords, refusal, signInAna } from "../admin.testkit";
import { ElevationDialog } from "../parts/ElevationDialog";
import { PeopleSection } from "./PeopleSection";

const server = vi.hoisted(() => ({
  elevate: vi.fn<(password: string) => Promise<void>>(),
  listUsers: vi.fn<(query: string, cursor: string | null) => Promise<Page<AdminUser>>>(),
  patchUser: vi.fn<(id: string, patch: PatchAdminUser) => Promise<void>>(),
  deleteUser: vi.fn<(id: string) => Promise<void>>(),
  restoreUser: vi.fn<(id: string) => Promise<void>>(),
  createPasswordLink: vi.fn<(id: string) => Promise<PasswordLink>>(),
  endSessions: vi.fn<(id: string) => Promise<void>>(),
}));
vi.mock("@/net/api/admin/people", () => server);

beforeAll(prepareWords);
beforeEach(() => {
  signInAna();
  for (const call of Object.values(server)) call.mockReset();
  server.listUsers.mockResolvedValue(page([person("Ana", { is_admin: true }), person("Bo")]));
});
afterEach(cleanup);

const show = () =>
  render(
    <>
      <PeopleSection />
      <ElevationDialog />
    </>,
  );
const entry = async (name: string) =>
  (await screen.findByText(name, { selector: "bdi" })).closest("li") as HTMLElement;
const choose = async (name: string, action: string) => {
  await userEvent.click(within(await entry(name)).getByRole("button", { name: `Actions for ${name}` }));
  await userEvent.click(screen.getByRole("menuitem", { name: action }));
};
const actionsOf = async (name: string) => {
  await userEvent.click(within(await entry(name)).getByRole("button", { name: `Actions for ${name}` }));
  return screen.getAllByRole("menuitem").map((item) => item.textContent);
};

test("an entry shows who it is, its use and its state", async () => {
  server.listUsers.mockResolvedValue(
    page([
      person("Bo", {
        is_admin: true,
        last_seen_at: new Date(Date.now() - 2 * 3_600_000).toISOString(),
        storage_bytes: 5 * 1024 * 1024,
      }),
      person("Cleo", {
        suspended: { until: null, reason: "Spam", at: "2026-01-06T10:00:00.000Z", by: person("Ana") },
      }),
      person("Dan", { delete_after: "2026-02-01T10:00:00.000Z" }),
    ]),
  );
  show();
  const bo = await entry("Bo");
  for (const text of ["Administrator", "@bo", "2 hours ago", "5 MB"])
    expect(within(bo).getByText(text)).toBeTruthy();
  const cleo = await entry("Cleo");
  for (const text of ["Suspended", "Suspended until lifted.", "Reason: Spam", "By Ana", "Over 30 days ago"])
    expect(within(cleo).getByText(text)).toBeTruthy();
  expect(within(await entry("Dan")).getByText(/^Will be deleted on /)).toBeTruthy();
});

test("UI103 search asks for names that begin so, and more are loaded on demand", async () => {
  server.listUsers.mockImplementation(async (query, cursor) =>
    query === "b"
      ? page([person("Bo")])
      : cursor === null
        ? page([person("Ana")], "next")
        : page([person("Zoe")]),
  );
  show();
  await entry("Ana");
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  await entry("Zoe");
  expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  expect(screen.getByText("2 entries shown")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox", { name: "Search people" }), "b");
  await entry("Bo");
  await waitFor(() => expect(screen.queryByText("Zoe", { selector: "bdi" })).toBeNull());
});

test("UI103 an empty search and a failed request each offer a next step", async () => {
  server.listUsers.mockResolvedValue(page([]));
  show();
  await userEvent.type(screen.getByRole("searchbox"), "x");
  await screen.findByRole("heading", { name: "No one found" });
  server.listUsers.mockRejectedValue(refusal("forbidden"));
  await userEvent.click(screen.getByRole("button", { name: "Clear search" }));
  expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("");
  cleanup();
  signInAna();
  show();
  await screen.findByText("You don't have permission to do that.");
  server.listUsers.mockResolvedValue(page([person("Bo")]));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await entry("Bo");
});

test("UI100 suspending asks for the password, then sends reason and end", async () => {
  server.patchUser.mockRejectedValueOnce(refusal("elevation_required")).mockResolvedValueOnce();
  server.elevate.mockResolvedValue();
  show();
  await choose("Bo", "Suspend…");
  await userEvent.selectOptions(screen.getByLabelText("For how long"), "1 day");
  await userEvent.type(screen.getByLabelText("Reason"), "Spam");
  await userEvent.click(screen.getByRole("button", { name: "Suspend" }));
  await userEvent.type(await screen.findByLabelText("Your password"), "secret");
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(server.patchUser).toHaveBeenCalledTimes(2);
  const [id, { suspended }] = server.patchUser.mock.calls[1] ?? ["", {}];
  expect([id, suspended?.reason]).toEqual(["bo", "Spam"]);
  const hours = (Date.parse(suspended?.until ?? "") - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(24);
  expect(notices()[0]).toMatch(/^Bo is suspended until /);
  // The list is requested again.
  await waitFor(() => expect(server.listUsers).toHaveBeenCalledTimes(2));
});

test("a suspension without end has none on the wire, and giving up the password keeps the dialog", async () => {
  server.patchUser.mockRejectedValueOnce(refusal("elevation_required")).mockResolvedValue();
  show();
  await choose("Bo", "Suspend…");
  await userEvent.selectOptions(screen.getByLabelText("For how long"), "Until lifted");
  await userEvent.click(screen.getByRole("button", { name: "Suspend" }));
  const password = await screen.findByRole("dialog", { name: "Confirm it's you" });
  await userEvent.click(within(password).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.getAllByRole("dialog")).toHaveLength(1));
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Suspend" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(server.patchUser.mock.lastCall).toEqual(["bo", { suspended: { reason: "" } }]);
});

test("a suspension is ended at once", async () => {
  const suspended = { until: null, reason: "", at: "2026-01-06T10:00:00.000Z", by: null };
  server.listUsers.mockResolvedValue(page([person("Bo", { suspended })]));
  server.patchUser.mockResolvedValue();
  show();
  await choose("Bo", "End suspension");
  expect(server.patchUser).toHaveBeenCalledWith("bo", { suspended: null });
  await waitFor(() => expect(notices()).toEqual(["Bo can sign in again."]));
});

test("UI102 a password link is shown once, with its end", async () => {
  server.createPasswordLink.mockResolvedValue({
    url: "https://chat.example/reset/abc",
    expires_at: "2026-03-01T10:00:00.000Z",
  });
  show();
  await choose("Bo", "Create password link…");
  await userEvent.click(screen.getByRole("button", { name: "Create link" }));
  const field = await screen.findByLabelText<HTMLInputElement>("One-time link");
  expect(field.value).toBe("https://chat.example/reset/abc");
  expect(screen.getByText("Copy it now. It's shown only this once.")).toBeTruthy();
  expect(screen.getByText(/^Works until .*2026/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Done" }));
  await choose("Bo", "Create password link…");
  expect(screen.queryByLabelText("One-time link")).toBeNull();
});

test("UI101 deleting asks twice, the second time for the username, and can be undone", async () => {
  server.deleteUser.mockResolvedValue();
  show();
  await choose("Bo", "Delete account…");
  expect(screen.getByRole("dialog", { name: "Delete Bo?" }).textContent).toContain(
    "This can be undone for 7 days.",
  );
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
  await screen.findByRole("dialog", { name: "Are you sure?" });
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(screen.getByRole("alert").textContent).toBe("Type exactly bo.");
  expect(server.deleteUser).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText("Type bo to confirm"), "bo");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(server.deleteUser).toHaveBeenCalledWith("bo");
  expect(notices()).toEqual(["Bo will be deleted in 7 days."]);
});

test("UI101 an account that is being deleted can only be restored", async () => {
  server.listUsers.mockResolvedValue(page([person("Bo", { delete_after: "2026-02-01T10:00:00.000Z" })]));
  server.restoreUser.mockResolvedValue();
  show();
  expect(await actionsOf("Bo")).toEqual(["Restore account"]);
  await userEvent.click(screen.getByRole("menuitem"));
  expect(server.restoreUser).toHaveBeenCalledWith("bo");
  await waitFor(() => expect(notices()).toEqual(["Bo has been restored."]));
});

test("administrators are made and unmade, and the last one stays", async () => {
  server.patchUser.mockResolvedValueOnce().mockRejectedValueOnce(refusal("last_admin", 409));
  show();
  await choose("Bo", "Make administrator…");
  await userEvent.click(screen.getByRole("button", { name: "Make administrator" }));
  await waitFor(() => expect(notices()).toEqual(["Bo is now an administrator."]));
  expect(server.patchUser).toHaveBeenLastCalledWith("bo", { is_admin: true });
  await choose("Ana", "Remove as administrator…");
  await userEvent.click(screen.getByRole("button", { name: "Remove as administrator" }));
  expect((await screen.findByRole("alert")).textContent).toContain("only administrator");
  expect(server.patchUser).toHaveBeenLastCalledWith("ana", { is_admin: false });
});

test("signing out everywhere is confirmed first", async () => {
  server.endSessions.mockResolvedValue();
  show();
  await choose("Bo", "Sign out everywhere…");
  expect(server.endSessions).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Sign out everywhere" }));
  expect(server.endSessions).toHaveBeenCalledWith("bo");
});

test("UI101 administrators can neither suspend nor delete themselves", async () => {
  show();
  expect(await actionsOf("Ana")).toEqual(["Sign out everywhere…", "Remove as administrator…"]);
});

test("UI184 a guest says until when, and becomes a full account, also when their time is over", async () => {
  const year = new Date().getFullYear() + 1;
  server.listUsers.mockResolvedValue(
    page([
      person("Gil", { guest_until: `${year}-03-12T12:00:00.000Z` }),
      person("Hal", { guest_until: "2026-01-06T10:00:00.000Z" }),
    ]),
  );
  server.patchUser.mockResolvedValue();
  show();
  expect(within(await entry("Gil")).getByText(new RegExp(`^Guest until .*12.*${year}$`))).toBeTruthy();
  expect(within(await entry("Hal")).getByText("Guest, ended")).toBeTruthy();
  expect(await actionsOf("Hal")).toEqual([
    "Sign out everywhere…",
    "Create password link…",
    "Make a full account…",
    "Suspend…",
    "Delete account…",
  ]);
  await userEvent.click(screen.getByRole("menuitem", { name: "Make a full account…" }));
  expect(screen.getByRole("dialog", { name: "Make Hal a full account?" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Make a full account" }));
  expect(server.patchUser).toHaveBeenCalledWith("hal", { guest_until: null });
  await waitFor(() => expect(notices()).toEqual(["Hal has a full account now."]));
});
