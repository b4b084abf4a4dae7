// Which rows render: one message, one row; typing and membership, none. And one DOM node from sending to sent.
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Profiler } from "react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Message } from "@/net/protocol.gen";
import { message, ModelServer, ROOM, user } from "@/state/timeline/modelServer.testkit";
import { forgetBlocks, heardOfBlocks } from "@/state/people/blockList";
import { useBlocks } from "@/state/people/blocks";
import { forgetStatuses, learnStatus } from "@/state/people/learnStatus";
import { learnNames } from "@/state/people/names";
import { RoomTimeline } from "@/state/timeline/room";
import { typingFrame } from "@/state/people/typing";
import { type RowActions, TimelineContext } from "../context";
import { MessageRow } from "./MessageRow";
import { RowFocus } from "../rowFocus";
import { type Row, RowMemory } from "./rows";
import { FailedRow } from "./separators";

/** Seqs of rows that rendered; MessageExtras renders with its row. */
const drawn: number[] = [];
vi.mock("./MessageExtras", () => ({
  MessageExtras: ({ message: { seq } }: { message: Message }) => {
    drawn.push(seq);
    return null;
  },
}));

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
  await addWords("more");
});
beforeEach(() => {
  drawn.length = 0;
});
afterEach(() => {
  cleanup();
  forgetBlocks();
  forgetStatuses();
});

const nothing = () => {};
const actions: RowActions = {
  reply: nothing,
  copyText: nothing,
  copyLink: nothing,
  markUnread: nothing,
  edit: nothing,
  remove: nothing,
  retry: nothing,
  discard: nothing,
  jump: nothing,
};

async function setUp(count: number) {
  const server = new ModelServer();
  for (let i = 1; i <= count; i++) server.send(`m${i}`, "bo", `body ${i}`);
  const timeline = new RoomTimeline(ROOM, {
    me: () => "ana",
    blocked: (id) => id === "blocked",
    listMessages: async (_room, query) => server.page(query),
    getMessage: () => Promise.reject(new Error("unused")),
    getChanges: async (_room, since, epoch) => server.changes(since, epoch),
    isGone: () => false,
    onChanges: nothing,
    random: () => 0,
    setTimer: () => 0,
    clearTimer: nothing,
  });
  await timeline.showNewest();
  const rendered: string[] = [];
  const memory = new RowMemory();
  const rows = () =>
    memory
      .build(timeline.list().items, {
        entry: timeline.entry,
        me: "ana",
        blocked: useBlocks.getState().ids,
        unreadAfter: null,
        hasBefore: true,
      })
      .filter((row): row is Extract<Row, { kind: "message" }> => row.kind === "message");
  const value = {
    timeline,
    focus: new RowFocus(),
    actions,
    me: { id: "ana", username: "ana", moderates: false, posts: true, reacts: true },
    roomName: "Room",
    arrival: () => null,
    marked: false,
  };
  const list = (shown: ReturnType<typeof rows>) => (
    <TimelineContext value={value}>
      {shown.map((row) => (
        <Profiler key={row.key} id={row.key} onRender={(id) => rendered.push(id)}>
          <MessageRow row={row} />
        </Profiler>
      ))}
    </TimelineContext>
  );
  return { server, timeline, rendered, rows, list, value };
}

test("a change of one message renders its row; typing and membership render none", async () => {
  const { server, timeline, rendered, rows, list } = await setUp(20);
  render(list(rows()));
  rendered.length = 0;
  act(() => typingFrame({ type: "typing", room_id: ROOM, user_id: "bo" }, "ana"));
  const member = { user: user("cy"), role: "member" as const, joined_at: "2026-01-01T00:00:00.000Z" };
  server.version += 1;
  act(() => timeline.frame({ type: "member.joined", room_id: ROOM, version: server.version, member }));
  expect(rendered).toEqual([]);
  const edit = server.edit(7, "edited");
  act(() => {
    if (edit !== null) timeline.frame(edit);
  });
  expect(rendered).toEqual(["m7"]);
});

test("a new message renders its row and no existing one", async () => {
  const { server, timeline, rows, list } = await setUp(20);
  const view = render(list(rows()));
  expect(drawn.length).toBe(20);
  drawn.length = 0;
  act(() => timeline.frame(server.send("new", "bo", "news")));
  view.rerender(list(rows()));
  expect(drawn).toEqual([21]);
});

test("UI91 a blocked person's messages are one line each, shown one by one, and unblocking shows them", async () => {
  const { server, timeline, rows, list } = await setUp(2);
  act(() => timeline.frame(server.send("m3", "cy", "really?", 1)));
  const view = render(list(rows()));
  act(() => heardOfBlocks(["bo"]));
  view.rerender(list(rows()));
  expect(screen.getAllByText("Message from someone you blocked")).toHaveLength(3);
  expect(screen.queryByText(/body/)).toBeNull();
  expect(screen.queryByText("bo")).toBeNull();
  expect(screen.getByText("really?")).toBeTruthy();

  const [, second] = screen.getAllByRole("button", { name: "Show" });
  second?.focus();
  await userEvent.click(second as HTMLElement);
  expect(screen.getByText("body 2")).toBeTruthy();
  expect(screen.queryByText("body 1")).toBeNull();
  expect(document.activeElement?.getAttribute("data-row")).toBe("m2");

  act(forgetBlocks);
  view.rerender(list(rows()));
  expect(screen.queryByText("Message from someone you blocked")).toBeNull();
  expect(screen.getAllByText("body 1")).toHaveLength(2);
});

test("UI90 a status is shown beside the author's name, once it is known", async () => {
  const { rows, list } = await setUp(2);
  render(list(rows()));
  expect(screen.queryByRole("img", { name: "At lunch" })).toBeNull();
  act(() => learnStatus("bo", { emoji: "🍜", text: "At lunch", until: null }));
  expect(screen.getByRole("img", { name: "At lunch" }).textContent).toBe("🍜");
  act(forgetStatuses);
  expect(screen.queryByRole("img", { name: "At lunch" })).toBeNull();
});

test("UI88 a name is a button for the author's card, a tab stop only in the focused row", async () => {
  const { rows, list, value } = await setUp(1);
  render(list(rows()));
  const name = screen.getByRole("button", { name: "bo" });
  expect([name.dataset["person"], name.tabIndex]).toEqual(["bo", -1]);
  act(() => value.focus.focus("m1"));
  expect(name.tabIndex).toBe(0);
});

test("UI9: a message keeps its DOM node from sending to sent, whichever of ack and echo comes first", async () => {
  const { server, timeline, rows, list } = await setUp(1);
  const mine = message(0, { id: "mine", version: 0, author: user("ana"), body: "hello" });
  timeline.putPending(mine, null);
  const view = render(list(rows()));
  const node = view.container.querySelector('[data-message-id="mine"]');
  expect(node?.getAttribute("data-state")).toBe("sending");
  const frame = server.send("mine", "ana", "hello");
  act(() => timeline.acknowledge("mine", 2, 2, mine.created_at));
  expect(node?.getAttribute("data-state")).toBe("sent");
  act(() => timeline.frame(frame));
  view.rerender(list(rows()));
  expect(view.container.querySelector('[data-message-id="mine"]')).toBe(node);
  expect(node?.getAttribute("data-seq")).toBe("2");
});

test("a failed message shows why, and offers Retry and Delete", async () => {
  const { timeline, rows, list } = await setUp(1);
  const mine = message(0, { id: "mine", version: 0, author: user("ana"), body: "hello" });
  timeline.putPending(mine, { code: "posting_restricted", detail: "" });
  const view = render(list(rows()));
  expect(await view.findByText("Not sent: only moderators can post here.")).toBeTruthy();
  expect(view.getByRole("button", { name: "Retry" })).toBeTruthy();
  expect(view.getByRole("button", { name: "Delete" })).toBeTruthy();
});

test("a deleted message is a tombstone, and a reply to it shows that", async () => {
  const { server, timeline, rows, list } = await setUp(2);
  act(() => timeline.frame(server.send("r", "cy", "a reply", 1)));
  const view = render(list(rows()));
  const gone = server.remove(1);
  act(() => {
    if (gone !== null) timeline.frame(gone);
  });
  expect(view.getByText("This message was deleted")).toBeTruthy();
  expect(view.getByText("The original message was deleted")).toBeTruthy();
});

test("UI53 a name, and the name and text of a quote, each have their own direction", async () => {
  const { server, timeline, rows, list } = await setUp(1);
  act(() => timeline.frame(server.send("r", "cy", "a reply", 1)));
  const view = render(list(rows()));
  const quote = view.getByRole("button", { name: "Reply to bo. Go to the original message" });
  const texts = [...quote.querySelectorAll("span"), ...view.container.querySelectorAll("header > button")];
  expect(texts.map((text) => [text.textContent, text.getAttribute("dir")])).toEqual([
    ["bo", "auto"],
    ["body 1", "auto"],
    ["bo", "auto"],
    ["cy", "auto"],
  ]);
});

test("UI54 a mention is highlighted as soon as the mentioned name is known", async () => {
  const { timeline, rows, list } = await setUp(1);
  const mine = message(0, { id: "mine", author: user("ana"), body: "@kim @lou", mentions: ["kim-id"] });
  timeline.putPending(mine, null);
  const view = render(list(rows()));
  expect(view.getByText("@kim").className).toBe("");
  act(() => learnNames([{ ...user("kim"), id: "kim-id" }]));
  expect(view.getByText("@kim").className).toContain("bg-accent-soft");
  expect(view.getByText("@lou").className).toBe("");
});

test("UI54 a name that mentioned several people is highlighted, also once it is nobody's name", async () => {
  const { timeline, rows, list } = await setUp(1);
  const groups = { body: "@here and @nobody", mentions_groups: ["here"] };
  const mine = message(0, { id: "mine", author: user("bo"), ...groups, mentions: ["ana"] });
  timeline.putPending(mine, null);
  const view = render(list(rows()));
  expect(view.getByText("@here").className).toContain("bg-mention");
  expect(view.getByText("@here").getAttribute("role")).toBeNull();
  expect(view.getByText("@nobody").className).toBe("");
});

test("UI88 a mention is a button for the person's card, also of the reader", async () => {
  const { timeline, rows, list } = await setUp(1);
  learnNames([{ ...user("kim"), id: "kim-id" }]);
  const mine = message(0, {
    id: "mine",
    author: user("ana"),
    body: "@kim @ana @nobody",
    mentions: ["kim-id", "ana"],
  });
  timeline.putPending(mine, null);
  render(list(rows()));
  const opens = (name: string) => screen.queryByRole("button", { name })?.dataset["person"];
  expect([opens("@kim"), opens("@ana"), opens("@nobody")]).toEqual(["kim-id", "ana", undefined]);
});

test("UI55 a name that looks like another has its handle beside it", async () => {
  const { rows, list } = await setUp(1);
  act(() => learnNames([user("bo")]));
  const view = render(list(rows()));
  expect(view.queryByText("@bo")).toBeNull();
  act(() => learnNames([{ ...user("mallory"), display_name: "bо" }]));
  expect(view.getByText("@bo")).toBeTruthy();
});

test("UI56 a message of only a few emoji is large", async () => {
  const { timeline, rows, list } = await setUp(1);
  for (const [id, body] of [
    ["one", "🎉"],
    ["two", "🎉 hooray"],
  ] as const)
    timeline.putPending(message(0, { id, author: user("ana"), body }), null);
  const view = render(list(rows()));
  const large = (id: string) =>
    view.container.querySelector(`[data-message-id="${id}"] .message-emoji`) !== null;
  expect([large("one"), large("two")]).toEqual([true, false]);
});

test("UI39 a row that failed to render is tried again when its message changes", async () => {
  const { server, timeline, value } = await setUp(2);
  const again = vi.fn<() => void>();
  render(
    <TimelineContext value={value}>
      <FailedRow id="m1" onAgain={again} />
    </TimelineContext>,
  );
  const edit = (seq: number) =>
    act(() => {
      const frame = server.edit(seq, "harmless");
      if (frame !== null) timeline.frame(frame);
    });
  edit(2);
  expect(again).not.toHaveBeenCalled();
  edit(1);
  expect(again).toHaveBeenCalledOnce();
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("in an archived room chips say who reacted, but do nothing", async () => {
  const { timeline, rows, value } = await setUp(1);
  const reactions = [{ emoji: "🎉", count: 1, me: false, user_ids: ["cy"] }];
  timeline.putPending(message(0, { id: "own", author: user("ana"), reactions }), null);
  const row = rows().find(({ key }) => key === "own")!;
  const tried = vi.spyOn(timeline, "tryReaction");
  const shown = (reacts: boolean) => (
    <TimelineContext value={{ ...value, me: { ...value.me, reacts } }}>
      <MessageRow row={row} />
    </TimelineContext>
  );
  const view = render(shown(false));
  const chip = screen.getByRole("button", { name: /🎉/ });
  expect(chip.getAttribute("aria-disabled")).toBe("true");
  await userEvent.click(chip);
  expect(tried).not.toHaveBeenCalled();
  expect(chip.title).not.toBe("");
  view.rerender(shown(true));
  expect(chip.getAttribute("aria-disabled")).toBeNull();
});
