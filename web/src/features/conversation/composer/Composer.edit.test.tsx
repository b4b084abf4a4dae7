// Editing in the composer: a separate text, the draft untouched, Escape cancels, Enter saves.
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { editMessage } from "@/net/api/messages";
import { ApiError } from "@/net/http";
import { Drafts } from "@/state/drafts/drafts";
import { noDrafts } from "@/state/drafts/stores";
import { startEditing, stopEditing, useEditing } from "@/state/conversation/editing";
import { Outbox } from "@/state/outbox/outbox";
import { noFiles } from "@/state/outbox/files.testkit";
import { memoryStore } from "@/state/outbox/stores";
import { asMember, ManualTimers, message, ModelServer, user } from "@/state/timeline/modelServer.testkit";
import { Composer } from "./Composer";

vi.mock("@/net/api/messages", () => ({ editMessage: vi.fn<() => Promise<void>>() }));

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
});
const room = asMember(new ModelServer().room());
beforeEach(() => {
  vi.mocked(editMessage).mockReset();
});
afterEach(() => {
  cleanup();
  stopEditing(room.id);
});

function setUp() {
  const timers = new ManualTimers();
  const ports = { setTimer: timers.set, clearTimer: timers.clear };
  const outbox = new Outbox({
    ...ports,
    store: memoryStore(),
    files: noFiles,
    transmit: () => false,
    post: () => Promise.reject(new Error("unused")),
    broadcast: () => {},
    newId: () => "id",
    now: () => 1,
    random: () => 0,
  });
  const drafts = new Drafts({ ...ports, store: noDrafts, broadcast: () => {} });
  drafts.setText(room.id, "a draft");
  const nothing = () => {};
  render(
    <Composer
      room={room}
      me={user("ana")}
      drafts={drafts}
      outbox={outbox}
      onSent={nothing}
      onEscape={nothing}
    />,
  );
  act(() => startEditing(message(3, { author: user("ana"), body: "as it was" })));
  const box = screen.getByRole<HTMLTextAreaElement>("textbox");
  return { drafts, outbox, box };
}

test("UX21: Escape cancels an edit and restores the draft", async () => {
  const { drafts, box } = setUp();
  expect(box.value).toBe("as it was");
  await userEvent.type(box, ", almost");
  expect(drafts.get(room.id)?.text).toBe("a draft");
  await userEvent.type(box, "{Escape}");
  expect(box.value).toBe("a draft");
});

test("Enter saves the edit and sends nothing", async () => {
  const { outbox, box } = setUp();
  await userEvent.type(box, ", almost{Enter}");
  expect(editMessage).toHaveBeenCalledExactlyOnceWith(room.id, "m3", "as it was, almost");
  expect(outbox.size).toBe(0);
  expect(useEditing.getState().byRoom[room.id]).toBeUndefined();
});

test("a refused edit stays in the composer", async () => {
  vi.mocked(editMessage).mockImplementation(() => Promise.reject(new ApiError(0, "network", "no answer")));
  const { box } = setUp();
  await userEvent.type(box, ", almost{Enter}");
  expect(box.value).toBe("as it was, almost");
});
