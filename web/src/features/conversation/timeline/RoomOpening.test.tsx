// An empty room says how to begin, unless nobody can.
import { render, screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import more from "virtual:words/more/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Membership, Room } from "@/net/protocol.gen";
import { RoomOpening } from "./RoomOpening";

beforeAll(async () => {
  await startI18n();
  await addWords("more", more);
});

test("UI185 an archived room that is empty asks nobody to write or to invite", () => {
  const you = { role: "owner", unread: 0, notify: "all" } as Membership;
  render(
    <RoomOpening
      room={{ id: "r1", kind: "public", name: "Old", member_count: 3, archived: true, you } as Room}
    />,
  );
  screen.getByText("Nothing was written here before the room was archived.");
  expect(screen.queryByText(/Write the first message/)).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});
