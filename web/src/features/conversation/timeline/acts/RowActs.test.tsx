// Acts of moderation in the timeline, in words.
import { t } from "@/i18n/translate";
import { beforeAll, expect, it } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { RoomAct } from "@/net/protocol.gen";
import { inWords } from "./RowActs";

const person = (id: string, display_name: string) => ({ id, username: id, display_name, avatar_url: null });

const act = (action: RoomAct["action"], detail = "", more: Partial<RoomAct> = {}): RoomAct => ({
  id: "a1",
  after_seq: 1,
  at: "2026-11-30T12:00:00.000Z",
  actor: person("ana", "Ana"),
  action,
  target: person("bo", "Bo"),
  detail,
  ...more,
});

beforeAll(async () => {
  await startI18n();
  await addWords("dialogs");
});

it.each([
  [act("member.removed", "advertising"), "Ana removed Bo: advertising"],
  [act("member.removed"), "Ana removed Bo"],
  [act("member.suspended", "noise"), "Ana suspended Bo: noise"],
  [act("role.changed", "moderator"), "Ana made Bo a moderator"],
  [act("role.changed", "member", { target: person("ana", "Ana") }), "Ana stepped down"],
  [act("slow_mode.changed", "30", { target: null }), "Ana set slow mode to 30 seconds"],
  [act("slow_mode.changed", "0", { target: null }), "Ana turned slow mode off"],
  [act("invite.created", "", { target: null }), "Ana created an invitation link"],
  [
    act("invite.created", "2031-03-12T12:00:00.000Z", { target: null }),
    expect.stringMatching(/^Ana created an invitation link for guests until .*12.*2031$/),
  ],
  [
    act("guest.until_set", "2031-03-12T12:00:00.000Z"),
    expect.stringMatching(/^Ana set the guest access of Bo to end on .*12.*2031$/),
  ],
  [act("guest.promoted"), "Ana gave Bo a full account"],
  [act("message.deleted"), "Ana deleted a message by Bo"],
  [act("room.archived", "", { actor: null, target: null }), "The server archived the room"],
])("UX34 an act is a sentence, with its reason: %o", (said, words) => {
  expect(inWords(t, "en", said)).toEqual(words);
});
