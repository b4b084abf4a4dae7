// The scroll harness's page: only the real timeline, over a model of 50,000 messages. Never part of a build.
import "@/styles/app.css";
import { createRoot } from "react-dom/client";
import en from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { Timeline, type TimelineHandle } from "@/features/conversation/timeline/Timeline";
import { RoomTimeline } from "@/state/timeline/room";
import { BigRoom, messageAt, TOTAL } from "./model";

declare global {
  interface Window {
    harness: { timeline: RoomTimeline; receive: () => void; toNewest: () => void; requests: () => number };
  }
}

const big = new BigRoom();
const parameters = new URLSearchParams(location.search);
const unread = Number(parameters.get("unread") ?? 0);
const timeline = new RoomTimeline("harness", {
  me: () => "me",
  blocked: () => false,
  listMessages: (_room, query) => big.page(query),
  getMessage: async (_room, id) => messageAt(Number(id.slice(1))),
  getChanges: () => Promise.reject(new Error("the harness loses nothing")),
  isGone: () => false,
  onChanges: () => {},
  random: Math.random,
  setTimer: (task, ms) => setTimeout(task, ms),
  clearTimer: (timer) => clearTimeout(timer as number),
});
timeline.open();

let handle: TimelineHandle | null = null;
window.harness = {
  timeline,
  receive: () => {
    const message = big.next();
    timeline.frame({ type: "message.created", room_id: "harness", version: message.version, message });
  },
  toNewest: () => handle?.toNewest("asked"),
  requests: () => big.requests,
};

const me = { id: "me", username: "me" };
await startI18n();
await addWords("shell", en);
const root = document.querySelector("#root");
if (root !== null)
  createRoot(root).render(
    <main style={{ display: "flex", flexDirection: "column", height: "100dvh" }}>
      <Timeline
        ref={(value) => {
          handle = value;
        }}
        room={{
          id: "harness",
          kind: "public",
          name: "Harness",
          description: "",
          avatar_url: null,
          created_by: "u0",
          created_at: messageAt(1).created_at,
          version: TOTAL,
          last_seq: TOTAL,
          member_count: 400,
          posting: "everyone",
          you: {
            role: "member",
            joined_at: messageAt(1).created_at,
            last_read_seq: TOTAL - unread,
            unread,
            mentions: 0,
            notify: "all",
          },
        }}
        me={me}
        timeline={timeline}
        target={parameters.get("message")}
        onWrite={() => {}}
      />
    </main>,
  );
