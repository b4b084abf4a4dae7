// Keeps requested acts and reports current. It loads with the first view that shows some; until then there are none to keep.
import type { ServerFrame } from "@/net/protocol.gen";
import { onFrame } from "../connection/connection";
import { markStale } from "../requests/stale";

export function hear(frame: ServerFrame): void {
  switch (frame.type) {
    case "ready":
      // Frames of the time without a connection were missed.
      markStale(["acts"]);
      markStale(["reports"]);
      break;
    case "room.act":
      markStale(["acts", frame.room_id]);
      break;
    case "room.reports":
      markStale(["reports", frame.room_id]);
      break;
  }
}

onFrame(hear);
