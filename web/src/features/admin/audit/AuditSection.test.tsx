// The audit log: what entries say, filters and paging.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { AuditFilter } from "@/net/api/admin/server";
import type { Page } from "@/net/api/rooms";
import type { AuditAction, AuditEntry } from "@/net/protocol.gen";
import { page, person, prepareWords, signInAna } from "../admin.testkit";
import { AuditSection } from "./AuditSection";

const server = vi.hoisted(() => ({
  listAudit: vi.fn<(filter: AuditFilter, cursor: string | null) => Promise<Page<AuditEntry>>>(),
}));
vi.mock("@/net/api/admin/server", () => server);

const entry = (id: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: "2026-01-05T10:00:00.000Z",
  actor: person("Ana"),
  action: "user.suspended",
  room_id: null,
  room_name: null,
  target: null,
  detail: "",
  private: false,
  ...over,
});

beforeAll(prepareWords);
beforeEach(() => {
  signInAna();
  server.listAudit.mockReset().mockResolvedValue(page([]));
});
afterEach(cleanup);

const facts = (item: Element | undefined) =>
  [...(item?.querySelectorAll("dl > div") ?? [])].map((one) =>
    [...one.children].map((part) => part.textContent).join(": "),
  );

test("entries say what was done, by whom, to whom, where, and more", async () => {
  server.listAudit.mockResolvedValue(
    page([
      entry("3", { target: person("Bo"), detail: "Spam" }),
      entry("2", { actor: null, action: "role.changed", room_id: "r1", room_name: "Harbour" }),
      entry("1", { action: "room.burned" as AuditAction, room_id: "r2" }),
      entry("0", { actor: null, action: "member.banned", room_id: "r3", room_name: "Den", private: true }),
    ]),
  );
  render(<AuditSection />);
  const list = await screen.findByRole("list", { name: "Audit log" });
  const [one, two, three, four] = within(list).getAllByRole("listitem");
  expect(one?.textContent).toContain("Account suspended");
  expect(facts(one)).toEqual(["By: Ana", "Person: Bo", "Details: Spam"]);
  expect(facts(two)).toEqual(["By: Server or operator", "Room: Harbour"]);
  // An action of a newer server.
  expect(three?.textContent).toContain("room.burned");
  expect(facts(three)).toEqual(["By: Ana", "Room: Deleted room"]);
  expect(facts(four)).toEqual(["By: Not shown for private rooms", "Room: Den"]);
});

test("UI184 acts about guests say until when", async () => {
  const detail = "2031-03-12T12:00:00.000Z";
  server.listAudit.mockResolvedValue(
    page([
      entry("2", { action: "guest.until_set", target: person("Bo"), detail }),
      entry("1", { action: "guest.promoted", target: person("Bo") }),
      entry("0", { action: "invite.created", detail }),
    ]),
  );
  render(<AuditSection />);
  const list = await screen.findByRole("list", { name: "Audit log" });
  const [one, two, three] = within(list).getAllByRole("listitem");
  expect(one?.textContent).toContain("End of guest access changed");
  expect(facts(one)[2]).toMatch(/^Details: .*12.*2031/);
  expect(two?.textContent).toContain("Guest made a full account");
  expect(facts(three)[1]).toMatch(/^Details: .*12.*2031/);
});

test("filters by action and actor, and clears both", async () => {
  render(<AuditSection />);
  await screen.findByText("Changes by administrators and moderators are recorded here.");
  await userEvent.selectOptions(screen.getByLabelText("What was done"), "Sign-in failed");
  await waitFor(() => expect(server.listAudit.mock.lastCall?.[0]).toEqual({ action: "sign_in.failed" }));
  await userEvent.click(screen.getByRole("button", { name: /Ana/ }));
  await waitFor(() =>
    expect(server.listAudit.mock.lastCall?.[0]).toEqual({ actor: "ana", action: "sign_in.failed" }),
  );
  await screen.findByText("Nothing recorded matches these filters.");
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  await screen.findByText("Changes by administrators and moderators are recorded here.");
  expect(screen.getByLabelText<HTMLSelectElement>("What was done").value).toBe("");
});

test("UI103 pages by cursor, even if a filtered page is empty", async () => {
  server.listAudit.mockImplementation(async (_, cursor) =>
    cursor === null ? page<AuditEntry>([], "older") : page([entry("1")]),
  );
  render(<AuditSection />);
  await screen.findByText("Nothing found so far. Load more to look further back.");
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  await screen.findByText("Account suspended", { selector: "span" });
  expect(server.listAudit.mock.lastCall?.[1]).toBe("older");
});
