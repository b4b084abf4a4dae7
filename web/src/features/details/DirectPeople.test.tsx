// The people of a direct room: their names open their cards.
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Room } from "@/net/protocol.gen";
import { user } from "@/state/timeline/modelServer.testkit";
import { DirectPeople } from "./DirectPeople";

vi.mock("@/net/api/rooms", async (original) => ({
  ...(await original<object>()),
  listMembers: async () => ({ items: [], next_cursor: null }),
}));

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more")]);
});
afterEach(cleanup);

test("names and pictures open the card, except those of deleted accounts", () => {
  const people = [user("ana"), user("bo"), { ...user("gone"), username: "" }];
  const { container } = render(<DirectPeople room={{ id: "d1", kind: "direct", people } as Room} />);
  const names = screen.getAllByRole("button").map((button) => [button.textContent, button.dataset["person"]]);
  expect(names).toEqual([
    ["ana", "ana"],
    ["bo", "bo"],
  ]);
  expect(container.querySelectorAll('[data-person="ana"]')).toHaveLength(2);
  expect(container.querySelector('[data-person="gone"]')).toBeNull();
});
