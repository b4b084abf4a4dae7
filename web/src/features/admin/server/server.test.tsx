// Invitations, settings and usage of the server.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Page } from "@/net/api/rooms";
import type { AdminInvite, AdminSettings, PatchAdminSettings, Room, Usage } from "@/net/protocol.gen";
import { notices, page, person, prepareWords, refusal, room, signInAna } from "../admin.testkit";
import { InvitesSection } from "./InvitesSection";
import { SettingsSection } from "./SettingsSection";
import { UsageSection } from "./UsageSection";

const server = vi.hoisted(() => ({
  listAllInvites: vi.fn<() => Promise<Page<AdminInvite>>>(),
  revokeAnyInvite: vi.fn<(id: string) => Promise<void>>(),
  getSettings: vi.fn<() => Promise<AdminSettings>>(),
  patchSettings: vi.fn<(patch: PatchAdminSettings) => Promise<void>>(),
  getUsage: vi.fn<() => Promise<Usage>>(),
  directory: vi.fn<() => Promise<Page<Room>>>(),
}));
vi.mock("@/net/api/admin/rooms", () => server);
vi.mock("@/net/api/admin/server", () => server);
vi.mock("@/net/api/rooms", async (original) => ({
  ...(await original<object>()),
  directory: server.directory,
}));

const invite = (over: Partial<AdminInvite> = {}): AdminInvite => ({
  id: "i1",
  room: { id: "harbour", name: "Harbour", kind: "private" },
  created_by: person("Bo"),
  created_at: "2026-01-05T10:00:00.000Z",
  expires_at: null,
  max_uses: null,
  uses: 1,
  ...over,
});
const settings: AdminSettings = {
  sign_up: "open",
  sign_up_default: "invite",
  default_room_ids: ["harbour"],
  default_rooms: [{ id: "harbour", name: "Harbour", kind: "public" }],
};

beforeAll(prepareWords);
beforeEach(() => {
  signInAna();
  for (const call of Object.values(server)) call.mockReset();
  server.getSettings.mockResolvedValue(settings);
  server.directory.mockResolvedValue(page([room("Harbour"), room("Garden")] as unknown as Room[]));
});
afterEach(cleanup);

test("an invitation shows room, creator and limits, and is revoked with one button", async () => {
  server.listAllInvites.mockResolvedValueOnce(page([invite({ max_uses: 5, uses: 2 })]));
  server.listAllInvites.mockResolvedValue(page([]));
  server.revokeAnyInvite.mockResolvedValue();
  render(<InvitesSection />);
  for (const text of ["Harbour", /^Created by Bo on /, "2 of 5", "Never"])
    expect(await screen.findByText(text)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Revoke the invitation to Harbour" }));
  expect(server.revokeAnyInvite).toHaveBeenCalledWith("i1");
  await screen.findByRole("heading", { name: "No active invitations" });
  expect(notices()).toEqual(["Invitation revoked."]);
});

test("a refused revocation says why, and the invitation stays", async () => {
  server.listAllInvites.mockResolvedValue(page([invite()]));
  server.revokeAnyInvite.mockRejectedValue(refusal("invite_not_found", 404));
  render(<InvitesSection />);
  await userEvent.click(await screen.findByRole("button", { name: /^Revoke/ }));
  await waitFor(() => expect(notices()).toEqual(["This no longer exists. The list has been updated."]));
  expect(screen.getByText("1 time")).toBeTruthy();
});

test("sign-up policy and default rooms are saved together", async () => {
  server.patchSettings.mockResolvedValue();
  render(<SettingsSection />);
  await userEvent.click(await screen.findByRole("radio", { name: /^With an invitation/ }));
  expect(screen.getByText("In the server's configuration: With an invitation")).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: "Add Garden" }));
  expect(document.activeElement?.tagName).toBe("FIELDSET");
  expect(screen.queryByRole("button", { name: "Add Harbour" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Remove Harbour" }));
  expect(screen.getByRole("button", { name: "Add Harbour" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save settings" }));
  expect(server.patchSettings).toHaveBeenCalledWith({ sign_up: "invite", default_room_ids: ["garden"] });
  await waitFor(() => expect(notices()).toEqual(["Server settings saved."]));
});

test("a sign-up policy that was not changed is not sent", async () => {
  server.patchSettings.mockResolvedValue();
  render(<SettingsSection />);
  await userEvent.click(await screen.findByRole("button", { name: "Remove Harbour" }));
  await userEvent.click(screen.getByRole("button", { name: "Save settings" }));
  expect(server.patchSettings).toHaveBeenCalledWith({ default_room_ids: [] });
});

test("an invitation to a private room does not name who created it", async () => {
  server.listAllInvites.mockResolvedValue(page([invite({ created_by: null })]));
  render(<InvitesSection />);
  expect(await screen.findByText(/^Created on /)).toBeTruthy();
});

test("settings that cannot be saved or loaded say so", async () => {
  server.patchSettings.mockRejectedValue(refusal("unavailable", 503));
  render(<SettingsSection />);
  await userEvent.click(await screen.findByRole("button", { name: "Save settings" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The server couldn't do that just now.");
  cleanup();
  signInAna();
  server.getSettings.mockRejectedValueOnce(refusal("forbidden"));
  render(<SettingsSection />);
  await screen.findByText("You don't have permission to do that.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("button", { name: "Save settings" });
});

test("UI103 usage shows its numbers, and the chart's values as a table", async () => {
  server.getUsage.mockResolvedValue({
    people: { total: 12, suspended: 1, active_1_day: 4, active_7_days: 7, active_30_days: 9 },
    rooms: { public: 3, private: 2, direct: 5 },
    messages: 12_345,
    files: 6,
    storage_bytes: 3 * 1024 * 1024,
    days: [
      { date: "2026-01-30", messages: 0 },
      { date: "2026-01-31", messages: 20 },
    ],
  });
  const { container } = render(<UsageSection />);
  const people = await screen.findByRole("region", { name: "People" });
  const values = [...people.querySelectorAll("div")].map((one) => one.textContent);
  expect(values).toEqual([
    "Accounts12",
    "Active in 1 day4",
    "Active in 7 days7",
    "Active in 30 days9",
    "Suspended1",
  ]);
  for (const text of ["12,345", "3 MB"]) expect(screen.getByText(text)).toBeTruthy();
  expect(
    screen.getByRole("img", { name: "Bar chart: 20 messages in total, 20 on the busiest day" }),
  ).toBeTruthy();
  const heights = [...container.querySelectorAll("rect")].map((bar) => bar.getAttribute("height"));
  expect(heights).toEqual(["0", "120"]);
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ["Day (UTC)", "Messages"],
    [expect.stringMatching(/31/), "20"],
    [expect.stringMatching(/30/), "0"],
  ]);
});
