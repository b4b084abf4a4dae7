// The socket's state machine, transition by transition, on a fake clock and a fake connection.
import { describe, expect, it } from "vitest";
import type { ClientFrame } from "./protocol.gen";
import { Socket, type WebSocketLike } from "./socket";

class FakeWebSocket implements WebSocketLike {
  bufferedAmount = 0;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  sent: ClientFrame[] = [];
  closedWith: number | undefined;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close(code?: number) {
    this.closedWith = code;
  }
  opens() {
    this.onopen?.(new Event("open"));
  }
  says(frame: unknown) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) } as MessageEvent);
  }
  closes(code: number) {
    this.onclose?.({ code } as CloseEvent);
  }
}

const READY = { type: "ready", user_id: "u", session_id: "s", epoch: "e", rooms: {} };

function setUp(refresh: () => Promise<"refreshed" | "ended" | "failed"> = async () => "refreshed") {
  let now = 1_000;
  let timer: { at: number; task: () => void } | null = null;
  const sockets: FakeWebSocket[] = [];
  const frames: string[] = [];
  const states: string[] = [];
  let refreshes = 0;
  const socket = new Socket({
    url: "ws://test",
    open: () => {
      const ws = new FakeWebSocket();
      sockets.push(ws);
      return ws;
    },
    refresh: () => {
      refreshes += 1;
      return refresh();
    },
    onFrame: (frame) => frames.push(frame.type),
    onState: (state) => states.push(state.name),
    now: () => now,
    random: () => 0.5,
    setTimer: (task, ms) => {
      timer = { at: now + ms, task };
      return timer;
    },
    clearTimer: (cleared) => {
      if (timer === cleared) timer = null;
    },
  });
  return {
    socket,
    sockets,
    frames,
    states,
    refreshes: () => refreshes,
    ws: () => sockets.at(-1)!,
    /** Milliseconds until the timer fires; null if none is set. */
    due: () => (timer === null ? null : timer.at - now),
    pass(ms: number) {
      const until = now + ms;
      while (timer !== null && timer.at <= until) {
        const { at, task } = timer;
        timer = null;
        now = at;
        task();
      }
      now = until;
    },
    goLive() {
      socket.start();
      sockets.at(-1)!.opens();
      sockets.at(-1)!.says(READY);
    },
  };
}

describe("socket", () => {
  it("goes from idle through connecting and awaiting_ready to live", () => {
    const t = setUp();
    t.goLive();
    expect(t.states).toEqual(["connecting", "awaiting_ready", "live"]);
    expect(t.frames).toEqual(["ready"]);
    t.socket.start();
    expect(t.sockets).toHaveLength(1);
  });

  it("backs off with full jitter that doubles, is bounded and starts over after a steady connection", () => {
    const t = setUp();
    t.socket.start();
    const delays: (number | null)[] = [];
    for (let n = 0; n < 9; n += 1) {
      t.ws().closes(1006);
      delays.push(t.due());
      t.pass(t.due() ?? 0);
    }
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    t.ws().opens();
    t.ws().says(READY);
    t.pass(11_000);
    t.ws().closes(1001);
    expect(t.due()).toBe(250);
  });

  it("keeps backing off further while connections die young", () => {
    const t = setUp();
    t.goLive();
    t.ws().closes(1006);
    t.pass(250);
    t.ws().opens();
    t.ws().says(READY);
    t.ws().closes(1006);
    expect(t.due()).toBe(500);
  });

  it("waits at least five seconds after 1013 and 4429", () => {
    for (const code of [1013, 4429]) {
      const t = setUp();
      t.goLive();
      t.ws().closes(code);
      expect(t.due()).toBe(5_250);
    }
  });

  it("gives up on a connection that sends no ready within ten seconds", () => {
    const t = setUp();
    t.socket.start();
    t.ws().opens();
    t.pass(10_000);
    expect(t.socket.state.name).toBe("waiting");
    expect(t.sockets[0]!.closedWith).toBe(4000);
  });

  it("refreshes once after 4401, reconnects, and ends the session on a second one", async () => {
    const t = setUp();
    t.goLive();
    t.ws().closes(4401);
    expect(t.socket.state.name).toBe("refreshing");
    await Promise.resolve();
    expect(t.socket.state.name).toBe("connecting");
    t.ws().opens();
    t.ws().closes(4401);
    expect(t.socket.state).toEqual({ name: "stopped", reason: "session_ended" });
    expect(t.refreshes()).toBe(1);
  });

  it("may refresh again after having been live", async () => {
    const t = setUp();
    t.goLive();
    for (let n = 0; n < 2; n += 1) {
      t.ws().closes(4401);
      await Promise.resolve();
      t.ws().opens();
      t.ws().says(READY);
    }
    expect(t.socket.state.name).toBe("live");
    expect(t.refreshes()).toBe(2);
  });

  it("stops when the session has ended, and waits when the refresh got no answer", async () => {
    const ended = setUp(async () => "ended");
    ended.goLive();
    ended.ws().closes(4401);
    await Promise.resolve();
    expect(ended.socket.state).toEqual({ name: "stopped", reason: "session_ended" });

    const failed = setUp(async () => "failed");
    failed.goLive();
    failed.ws().closes(4401);
    await Promise.resolve();
    expect(failed.socket.state.name).toBe("waiting");
  });

  it("ignores a refresh that ends after stop", async () => {
    const t = setUp();
    t.goLive();
    t.ws().closes(4401);
    t.socket.stop();
    await Promise.resolve();
    expect(t.socket.state).toEqual({ name: "stopped", reason: "asked" });
    expect(t.sockets).toHaveLength(1);
  });

  it("stops at a refused origin and parks when there are too many sockets, until woken", () => {
    const refused = setUp();
    refused.goLive();
    refused.ws().closes(4403);
    expect(refused.socket.state).toEqual({ name: "stopped", reason: "origin_refused" });
    refused.socket.wake();
    expect(refused.sockets).toHaveLength(1);

    const parked = setUp();
    parked.goLive();
    parked.ws().closes(4409);
    expect(parked.socket.state.name).toBe("parked");
    expect(parked.due()).toBeNull();
    parked.socket.wake();
    expect(parked.socket.state.name).toBe("connecting");
  });

  it("pings after silence and reconnects when nothing answers", () => {
    const t = setUp();
    t.goLive();
    t.pass(20_000);
    t.ws().says({ type: "typing", room_id: "r", user_id: "u" });
    t.pass(24_000);
    expect(t.ws().sent).toEqual([]);
    t.pass(1_000);
    expect(t.ws().sent).toEqual([{ type: "ping" }]);
    t.ws().says({ type: "pong" });
    t.pass(8_000);
    expect(t.socket.state.name).toBe("live");
    t.pass(17_000);
    expect(t.ws().sent).toHaveLength(2);
    t.pass(8_000);
    expect(t.socket.state.name).toBe("waiting");
  });

  it("probes a live connection when woken, and a waiting one reconnects at once", () => {
    const t = setUp();
    t.goLive();
    t.pass(5_000);
    t.socket.wake();
    expect(t.ws().sent).toEqual([{ type: "ping" }]);
    t.pass(3_000);
    expect(t.socket.state.name).toBe("waiting");
    t.socket.wake();
    expect(t.socket.state.name).toBe("connecting");
    expect(t.sockets).toHaveLength(2);
  });

  it("gives an attempt under way three more seconds when woken, and then tries again soon", () => {
    const t = setUp();
    t.goLive();
    for (let failures = 0; failures < 6; failures += 1) {
      t.ws().closes(1006);
      t.pass(30_000);
    }
    expect(t.socket.state.name).toBe("connecting");
    t.socket.wake();
    const before = t.sockets.length;
    t.pass(3_000);
    expect(t.socket.state.name).toBe("waiting");
    t.pass(250);
    expect(t.sockets).toHaveLength(before + 1);
    t.pass(9_000);
    t.socket.wake();
    t.pass(1_000);
    expect(t.socket.state.name).toBe("waiting");
  });

  it("refuses frames while not live or when the peer does not read, and keeps only the last read mark per room", () => {
    const t = setUp();
    t.socket.start();
    expect(t.socket.send({ type: "typing", room_id: "r" })).toBe(false);
    expect(t.socket.send({ type: "read", room_id: "r", seq: 1 })).toBe(true);
    expect(t.socket.send({ type: "read", room_id: "r", seq: 2 })).toBe(true);
    for (let n = 0; n < 200; n += 1) t.socket.send({ type: "read", room_id: `r${n}`, seq: 1 });
    t.ws().opens();
    t.ws().says(READY);
    expect(t.ws().sent).toHaveLength(100);
    expect(t.ws().sent).not.toContainEqual({ type: "read", room_id: "r", seq: 1 });
    t.ws().bufferedAmount = 1 << 20;
    expect(t.socket.send({ type: "typing", room_id: "r" })).toBe(false);
  });

  it("skips frames that it cannot parse", () => {
    const t = setUp();
    t.goLive();
    t.ws().says("{");
    t.ws().says("[]");
    t.ws().says("null");
    expect(t.frames).toEqual(["ready"]);
    expect(t.socket.state.name).toBe("live");
  });

  it("stays stopped until it is started again", () => {
    const t = setUp();
    t.goLive();
    t.socket.stop();
    expect(t.sockets[0]!.closedWith).toBe(1000);
    expect(t.due()).toBeNull();
    t.socket.start();
    expect(t.socket.state.name).toBe("connecting");
  });
});
