// Which messages become notifications and when these close, across the tabs of one browser.
import { beforeEach, expect, test } from "vitest";
import type { Message, Notify, ServerFrame } from "@/net/protocol.gen";
import { Notifier } from "./notifier";

const ME = "me";
const HARBOUR = "harbour";
const MARKET = "market";

let timers: { task: () => void; off: boolean }[];
let up: { room: string; body: string; click: () => void }[];
let opened: string[];
let level: Notify;
let lastRead: number;
let wanted: boolean;
let tabs: { notifier: Notifier; room: string | null; focus: boolean }[];

beforeEach(() => {
  [timers, up, opened, tabs] = [[], [], [], []];
  [level, lastRead, wanted] = ["all", 0, true];
});

/** A tab of this browser; the first one leads. */
function tab(room: string | null, focus: boolean) {
  const own = { room, focus } as (typeof tabs)[number];
  own.notifier = new Notifier({
    me: ME,
    wanted: () => wanted,
    blocked: (id) => id === "blocked",
    room: () => ({ level, lastRead }),
    looking: (id) => own.focus && own.room === id,
    tell: (word) => {
      for (const other of tabs) if (other !== own) other.notifier.hear(word);
    },
    show: (message, click) => {
      const one = { room: message.room_id, body: message.body, click };
      up = [...up.filter((other) => other.room !== one.room), one];
      return { close: () => (up = up.filter((other) => other !== one)) };
    },
    open: (message) => opened.push(message.id),
    setTimer: (task) => timers[timers.push({ task, off: false }) - 1],
    clearTimer: (timer) => ((timer as { off: boolean }).off = true),
  });
  if (tabs.length === 0) own.notifier.lead();
  tabs.push(own);
  return own;
}

/** Each tab has its own socket, so each gets every frame. */
const frame = (heard: object) => {
  for (const { notifier } of tabs) notifier.frame(heard as ServerFrame);
};

const author = (id: string) => ({ id, username: id, display_name: id, avatar_url: null });

const arrives = (seq: number, more: Partial<Message> = {}) =>
  frame({
    type: "message.created",
    message: {
      id: `m${seq}`,
      room_id: HARBOUR,
      seq,
      body: `text ${seq}`,
      author: { id: "bo" },
      mentions: [],
      mentions_room: false,
      ...more,
    },
  });

const silence = () => {
  for (const timer of timers.splice(0)) if (!timer.off) timer.task();
};

const bodies = () => up.map(({ body }) => body);

test("UI37 one notification, however many tabs there are", () => {
  tab(MARKET, true);
  tab(MARKET, false);
  tab(null, false);
  arrives(1);
  expect(bodies()).toEqual([]);
  silence();
  expect(bodies()).toEqual(["text 1"]);
});

test("UI37 no notification while the focused tab, this one or another, shows the room", () => {
  const leader = tab(HARBOUR, true);
  arrives(1);
  silence();
  expect(bodies()).toEqual([]);
  leader.focus = false;
  const other = tab(HARBOUR, true);
  arrives(2);
  silence();
  expect(bodies()).toEqual([]);
  other.focus = false;
  arrives(3);
  silence();
  expect(bodies()).toEqual(["text 3"]);
});

test("UI91 a blocked person's message notifies nobody, even if it mentions the user", () => {
  tab(null, false);
  level = "mentions";
  arrives(1, { author: author("blocked"), mentions: [ME] });
  silence();
  expect(bodies()).toEqual([]);
  arrives(2, { author: author("bo"), mentions: [ME] });
  silence();
  expect(bodies()).toEqual(["text 2"]);
});

test("UI37 a tab shows notifications only once it leads", () => {
  tab(null, false).notifier.stop();
  const heir = tab(null, false);
  arrives(1);
  silence();
  expect(bodies()).toEqual([]);
  heir.notifier.lead();
  arrives(2);
  silence();
  expect(bodies()).toEqual(["text 2"]);
});

test("UI37 the room's level decides, unless notifications are switched off", () => {
  tab(null, false);
  level = "mentions";
  arrives(1);
  arrives(2, { mentions: [ME] });
  silence();
  expect(bodies()).toEqual(["text 2"]);
  level = "none";
  arrives(3, { mentions: [ME] });
  level = "all";
  wanted = false;
  arrives(4);
  silence();
  expect(bodies()).toEqual(["text 2"]);
});

test("UI37 my own messages from other devices do not notify me", () => {
  tab(null, false);
  arrives(1, { author: { id: ME } as Message["author"] });
  silence();
  expect(bodies()).toEqual([]);
});

test("UI37 a burst is one notification with the newest text", () => {
  tab(null, false);
  arrives(1);
  arrives(2);
  arrives(3);
  silence();
  expect(bodies()).toEqual(["text 3"]);
});

test("UI37 reading the message elsewhere closes its notification; reading only up to an older one does not", () => {
  tab(null, false);
  arrives(5);
  silence();
  frame({ type: "read", room_id: HARBOUR, user_id: "bo", seq: 5 });
  frame({ type: "read", room_id: HARBOUR, user_id: ME, seq: 4 });
  frame({ type: "read", room_id: MARKET, user_id: ME, seq: 9 });
  expect(bodies()).toEqual(["text 5"]);
  frame({ type: "read", room_id: HARBOUR, user_id: ME, seq: 5 });
  expect(bodies()).toEqual([]);
});

test("UI37 a message read while the other tabs are being asked is never shown", () => {
  tab(null, false);
  arrives(5);
  frame({ type: "read", room_id: HARBOUR, user_id: ME, seq: 5 });
  silence();
  arrives(6);
  lastRead = 6;
  silence();
  expect(bodies()).toEqual([]);
});

test("UI37 deleting the message or leaving the room closes the notification", () => {
  tab(null, false);
  arrives(1);
  silence();
  frame({ type: "message.deleted", room_id: HARBOUR, message_id: "m1", seq: 1 });
  expect(bodies()).toEqual([]);
  arrives(2);
  silence();
  frame({ type: "room.left", room_id: HARBOUR, reason: "removed" });
  expect(bodies()).toEqual([]);
});

test("UI37 a click opens the message and closes the notification", () => {
  tab(null, false);
  arrives(1);
  silence();
  up[0]?.click();
  expect(opened).toEqual(["m1"]);
  expect(bodies()).toEqual([]);
});

test("UI37 at most twenty rooms have a notification, and none after stop", () => {
  const { notifier } = tab(null, false);
  for (let room = 0; room < 25; room += 1) arrives(1, { room_id: `room${room}` });
  silence();
  expect(up).toHaveLength(20);
  expect(up[0]?.room).toBe("room5");
  notifier.stop();
  expect(up).toEqual([]);
});
