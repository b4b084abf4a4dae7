// This tab's only socket, wired to the browser's clock, network and visibility events. Other modules subscribe to its frames
// and state here; dispatch interprets the frames.
import { create } from "zustand";
import { backend, refreshSession } from "@/net/http";
import type { ClientFrame, ServerFrame } from "@/net/protocol.gen";
import { FramePacer } from "./framePacer";
import { Socket, type SocketState } from "@/net/socket";

interface Connection {
  socket: SocketState;
  /** When the connection was lost (ms); null while live and before the first loss. */
  downSince: number | null;
}

export const useConnection = create<Connection>(() => ({ socket: { name: "idle" }, downSince: null }));

const frameListeners = new Set<(frame: ServerFrame) => void>();

const pacer = new FramePacer({
  deliver: (frame) => {
    for (const listener of frameListeners) listener(frame);
  },
  nextPicture: (task) => requestAnimationFrame(task),
  hidden: () => document.visibilityState === "hidden",
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

/** Opens the socket and keeps it open. Returns a function that closes it. */
export function connect(): () => void {
  const wake = () => socket.wake();
  const visibility = () => {
    if (document.visibilityState === "visible") socket.wake();
    // Queued frames wait for the next animation frame, and a hidden page has none.
    pacer.flush();
  };
  addEventListener("online", wake);
  // The socket notices a lost network late; a probe finds out within three seconds.
  addEventListener("offline", wake);
  document.addEventListener("visibilitychange", visibility);
  socket.start();
  return () => {
    removeEventListener("online", wake);
    removeEventListener("offline", wake);
    document.removeEventListener("visibilitychange", visibility);
    socket.stop();
    pacer.clear();
  };
}

/** See `Socket.send`. */
export const sendFrame = (frame: ClientFrame): boolean => socket.send(frame);

/** Reconnects now instead of waiting for the backoff. */
export const reconnectNow = (): void => socket.wake();

/** Calls `listener` with every frame, in order of arrival. Returns a function that unsubscribes. */
export function onFrame(listener: (frame: ServerFrame) => void): () => void {
  frameListeners.add(listener);
  return () => frameListeners.delete(listener);
}

export const isLive = (): boolean => useConnection.getState().socket.name === "live";
