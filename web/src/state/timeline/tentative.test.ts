// A message on its way looks as it most likely will when the server has it.
import { expect, test } from "vitest";
import { learnNames } from "../people/names";
import { ROOM, user } from "./modelServer.testkit";
import { tentative } from "./tentative";

test("UI54 until the server has a message, it mentions people who are known here", () => {
  learnNames([{ ...user("bo"), id: "bo-id" }]);
  const written = { id: "1", room_id: ROOM, reply_to: null, author: user("ana"), created_at: "" };
  const mentions = (body: string) => tentative({ ...written, body }).mentions;
  expect(mentions("@bo, @nobody and `@ana`")).toEqual(["bo-id"]);
  expect(mentions("@ana, note to self")).toEqual(["ana"]);
  expect(mentions("@nobody")).toEqual([]);
});
