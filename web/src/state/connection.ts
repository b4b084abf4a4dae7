// The one socket of this tab, wired to the browser: clock, network and visibility events. Others listen to its frames and
// state here; what frames mean is dispatch's business.
import { create } from "zustand";
import { backend, refreshSession } from "@/net/http";
import type { ClientFrame, ServerFrame } from "@/net/protocol.gen";
import { FramePacer } from "./framePacer";
import { Socket, type SocketState } from "@/net/socket";

interface Connection {
  socket: SocketState;
  /** When the socket was last lost (ms), null while live or before the first connection was lost. */
  downSince: number | null;
}

export const useConnection = create<Connection>(() => ({ socket: { name: "idle" }, downSince: null }));

const HIDDEN_PACE_MS = 50;
/** A tab that is hidden after it asked for its next picture would wait for it until it is seen again. */
const SLOWEST_PACE_MS = 250;

/** Runs a task when the first of several clocks strikes, and never again. */
function once(task: () => void, ...clocks: ((strike: () => void) => unknown)[]): void {
  let done = false;
  for (const clock of clocks)
    clock(() => {
      if (done) return;
      done = true;
      task();
    });
}

const frameListeners = new Set<(frame: ServerFrame) => void>();

const pacer = new FramePacer({
  deliver: (frame) => {
    for (const listener of frameListeners) listener(frame);
  },
  nextPicture: (task) => {
    // A tab that nobody sees draws no pictures, and is told of what arrives all the same.
    if (document.visibilityState === "hidden") setTimeout(task, HIDDEN_PACE_MS);
    else once(task, requestAnimationFrame, (late) => setTimeout(late, SLOWEST_PACE_MS));
  },
  now: () => performance.now(),
});

const socket = new Socket({
  url: `${(backend || location.origin).replace(/^http/, "ws")}/api/v1/ws`,
  open: (url) => new WebSocket(url),
  refresh: () => refreshSession(),
  onFrame: (frame) => pacer.push(frame),
  onState: (state) => {
    const { downSince } = useConnection.getState();
    const down = state.name !== "live" && state.name !== "idle" && state.name !== "stopped";
    useConnection.setState({ socket: state, downSince: down ? (downSince ?? Date.now()) : null });
  },
  now: () => Date.now(),
  random: Math.random,
  setTimer: (task, ms) => setTimeout(task, ms),
  clearTimer: (timer) => clearTimeout(timer as number),
});

/** Opens the socket and keeps it open while the tab lives. Returns how to close it. */
export function connect(): () => void {
  const wake = () => socket.wake();
  const visible = () => {
    if (document.visibilityState === "visible") socket.wake();
  };
  addEventListener("online", wake);
  // Without a network the socket learns it late; asking finds out in three seconds.
  addEventListener("offline", wake);
  document.addEventListener("visibilitychange", visible);
  socket.start();
  return () => {
    removeEventListener("online", wake);
    removeEventListener("offline", wake);
    document.removeEventListener("visibilitychange", visible);
    socket.stop();
    pacer.clear();
  };
}

/** See `Socket.send`. */
export const sendFrame = (frame: ClientFrame): boolean => socket.send(frame);

/** Tries again now instead of when the backoff says. */
export const reconnectNow = (): void => socket.wake();

/** Every frame in the order of arrival. Returns how to stop listening. */
export function onFrame(listener: (frame: ServerFrame) => void): () => void {
  frameListeners.add(listener);
  return () => frameListeners.delete(listener);
}

export const isLive = (): boolean => useConnection.getState().socket.name === "live";
