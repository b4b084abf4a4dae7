// Writing: what Enter does, what cannot be sent, what Escape cancels, and that no text is lost.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Room } from "@/net/protocol.gen";
import { Drafts } from "@/state/drafts/drafts";
import { noDrafts } from "@/state/drafts/stores";
import { Outbox } from "@/state/outbox/outbox";
import { noFiles } from "@/state/outbox/files.testkit";
import { memoryStore } from "@/state/outbox/stores";
import { asMember, ManualTimers, ModelServer, user } from "@/state/timeline/modelServer.testkit";
import { forgetLastSent, sentAt } from "@/state/conversation/lastSent";
import { Composer } from "./Composer";

vi.mock("./ComposerTools", () => ({
  ComposerTools: ({ onCover }: { onCover: (covered: boolean) => void }) => (
    <>
      <button type="button" onClick={() => onCover(true)}>
        Cover
      </button>
      <button type="button" onClick={() => onCover(false)}>
        Uncover
      </button>
    </>
  ),
}));

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
  await addWords("more");
});
afterEach(cleanup);

function setUp(change: Partial<Room> = {}) {
  const timers = new ManualTimers();
  const ports = { setTimer: timers.set, clearTimer: timers.clear };
  let ids = 0;
  const outbox = new Outbox({
    ...ports,
    store: memoryStore(),
    files: noFiles,
    transmit: () => false,
    post: () => Promise.reject(new Error("unused")),
    broadcast: () => {},
    newId: () => `id${(ids += 1)}`,
    now: () => 1,
    random: () => 0,
  });
  const drafts = new Drafts({ ...ports, store: noDrafts, broadcast: () => {} });
  const onSent = vi.fn<() => void>();
  const onEscape = vi.fn<() => void>();
  const room = { ...asMember(new ModelServer().room()), ...change };
  render(
    <Composer
      room={room}
      me={user("ana")}
      drafts={drafts}
      outbox={outbox}
      onSent={onSent}
      onEscape={onEscape}
    />,
  );
  const box = screen.getByRole("textbox", { name: "Message Room" });
  const waiting = () => outbox.ofRoom(room.id).map((w) => w.body);
  return { outbox, drafts, onSent, onEscape, room, box, waiting };
}

test("UI11: Enter sends and empties the composer, Shift+Enter breaks the line", async () => {
  const { drafts, onSent, room, box, waiting } = setUp();
  await userEvent.type(box, "one{Shift>}{Enter}{/Shift}two");
  expect(waiting()).toEqual([]);
  await userEvent.keyboard("{Enter}");
  expect(waiting()).toEqual(["one\ntwo"]);
  expect(onSent).toHaveBeenCalledOnce();
  expect(drafts.get(room.id)).toBeUndefined();
});

test("UI11: white space is not sent, and Enter belongs to a composing input method", async () => {
  const { box, waiting } = setUp();
  await userEvent.type(box, "   {Enter}");
  await userEvent.type(box, "text");
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
  expect(waiting()).toEqual([]);
});

test("MSG16: invisible text is not sent", async () => {
  const { box, waiting } = setUp();
  for (const text of ["\u200B", "\u3164 \u2800", "\u202E\u2066", "\u0301"]) {
    fireEvent.change(box, { target: { value: text } });
    await userEvent.type(box, "{Enter}");
  }
  expect(waiting()).toEqual([]);
  fireEvent.change(box, { target: { value: "e\u0301" } });
  await userEvent.type(box, "{Enter}");
  expect(waiting()).toEqual(["e\u0301"]);
});

test("more than 16,000 characters are refused with a reason, and kept", async () => {
  const { drafts, room, box, waiting } = setUp();
  act(() => drafts.setText(room.id, "x".repeat(16_003)));
  expect(screen.getByRole("alert").textContent).toContain("3 characters over the limit");
  await userEvent.type(box, "{Enter}");
  expect(waiting()).toEqual([]);
  expect(drafts.get(room.id)?.text.length).toBe(16_003);
});

test("Escape first cancels the reply and keeps the text, then goes to the newest message", async () => {
  const { outbox, drafts, onEscape, room, box } = setUp();
  const quote = { id: "m1", seq: 1, author: user("bo"), excerpt: "**hi**", deleted: false };
  await userEvent.type(box, "an answer");
  act(() => drafts.setReply(room.id, quote));
  expect(screen.getByText("Replying to bo")).toBeTruthy();
  await userEvent.type(box, "{Escape}");
  expect(drafts.get(room.id)).toMatchObject({ text: "an answer", reply_to: null });
  expect(onEscape).not.toHaveBeenCalled();
  await userEvent.type(box, "{Escape}");
  expect(onEscape).toHaveBeenCalledOnce();
  act(() => drafts.setReply(room.id, quote));
  await userEvent.type(box, "{Enter}");
  expect(outbox.ofRoom(room.id)[0]?.reply_to?.id).toBe("m1");
});

test("UI36: @room is sent when sending is repeated; Escape and another text ask again", async () => {
  const { onEscape, box, waiting } = setUp({ member_count: 3 });
  fireEvent.change(box, { target: { value: "@room hello" } });
  await userEvent.type(box, "{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("@room will notify 2 people");
  await userEvent.type(box, "{Escape}");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(onEscape).not.toHaveBeenCalled();
  await userEvent.type(box, "{Enter}");
  fireEvent.change(box, { target: { value: "@room good night" } });
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.type(box, "{Enter}");
  expect(waiting()).toEqual([]);
  await userEvent.type(box, "{Enter}");
  expect(waiting()).toEqual(["@room good night"]);
});

test("UI29: covered parts are not focusable; the cover is", () => {
  const { box } = setUp();
  fireEvent.click(screen.getByText("Cover"));
  const coverable = box.closest("[data-coverable]");
  expect(box.closest("[inert]")?.parentElement).toBe(coverable);
  expect(coverable?.closest("[inert]")).toBeNull();
  expect(box.hasAttribute("data-region-focus")).toBe(false);
  fireEvent.click(screen.getByText("Uncover"));
  expect(box.closest("[inert]")).toBeNull();
});

test("ROOM25 in slow mode a message that is too early stays in the box, and the note says why", async () => {
  const { room, box, waiting } = setUp({ slow_mode_seconds: 60 });
  act(() => sentAt(room.id, Date.now()));
  const note = await screen.findByText(/you can send again in/);
  expect(box.getAttribute("aria-describedby")).toBe(note.id);
  await userEvent.type(box, "early{Enter}");
  expect(waiting()).toEqual([]);
  const told = screen.getAllByRole("status").map((status) => status.textContent);
  expect(told.join(" ")).toContain("you can send again in");
  act(forgetLastSent);
});
