import { expect, it } from "vitest";
import type { ServerFrame } from "@/net/protocol.gen";
import { onStale } from "../requests/stale";
import { hear } from "./moderating";

it("MOD3 MOD4 acts and reports are fetched again when a frame tells of new ones, and after a new connection", () => {
  const stale: (readonly string[])[] = [];
  onStale((key) => key !== "everything" && stale.push(key));
  hear({ type: "room.act", room_id: "r1" } as ServerFrame);
  hear({ type: "room.reports", room_id: "r1", open: 1 });
  hear({ type: "ready" } as ServerFrame);
  expect(stale).toEqual([["acts", "r1"], ["reports", "r1"], ["acts"], ["reports"]]);
});
