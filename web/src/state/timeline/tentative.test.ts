// A message being sent already looks the way the server will most likely return it.
import { expect, test } from "vitest";
import { learnNames } from "../people/names";
import { ROOM, user } from "./modelServer.testkit";
import { tentative } from "./tentative";

test("UI54 a message being sent mentions people whose names are known here", () => {
  learnNames([{ ...user("bo"), id: "bo-id" }]);
  const written = { id: "1", room_id: ROOM, reply_to: null, author: user("ana"), created_at: "" };
  const mentions = (body: string) => tentative({ ...written, body }).mentions;
  expect(mentions("@bo, @nobody and `@ana`")).toEqual(["bo-id"]);
  expect(mentions("@ana, note to self")).toEqual(["ana"]);
  expect(mentions("@nobody")).toEqual([]);
});
