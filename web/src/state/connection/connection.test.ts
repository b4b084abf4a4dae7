// Frames reach the page whether or not the tab is visible.
import { afterEach, expect, test, vi } from "vitest";
import type { ServerFrame } from "@/net/protocol.gen";
import { connect, onFrame } from "./connection";

class SocketStub {
  static latest: SocketStub;
  readonly bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor() {
    SocketStub.latest = this;
  }
  send() {}
  close() {}
  bring(frame: object) {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
}

const typing = (user_id: string) => ({ type: "typing", room_id: "r", user_id });

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("UI63 hiding the tab delivers the queued frames, and later frames at once", () => {
  vi.stubGlobal("WebSocket", SocketStub);
  // No animation frame ever runs.
  vi.stubGlobal("requestAnimationFrame", () => 0);
  const seen: ServerFrame[] = [];
  const stop = onFrame((frame) => seen.push(frame));
  const disconnect = connect();
  const socket = SocketStub.latest;
  socket.onopen?.();
  socket.bring(typing("ana"));
  socket.bring(typing("bo"));
  expect(seen).toEqual([typing("ana")]);

  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(seen).toEqual([typing("ana"), typing("bo")]);
  socket.bring(typing("cy"));
  expect(seen.at(-1)).toEqual(typing("cy"));
  disconnect();
  stop();
});
