// Effects of frames on the stores, where the handlers do more than pass them on.
import { beforeEach, expect, test, vi } from "vitest";
import type { Me, ServerFrame } from "@/net/protocol.gen";
import { forgetLastSent, sentBefore, useLastSent } from "../conversation/lastSent";
import { forgetStatuses, learnStatus } from "../people/learnStatus";
import { forgetPresence, setPresence, usePresence } from "../people/presence";
import { useStatuses } from "../people/statuses";
import { user } from "../timeline/modelServer.testkit";
import { dispatch } from "./dispatch";
import { useSession } from "./whoami";

vi.mock("../rooms/roomsSync", () => ({ roomsSync: { ready: () => {}, frame: () => {}, sync: () => {} } }));
vi.mock("../rooms/folderList", () => ({
  learnFolders: () => {},
  heardOfFolders: () => {},
  leftFolder: () => {},
}));
vi.mock("../people/blockList", () => ({ learnBlocks: async () => {}, heardOfBlocks: () => {} }));

beforeEach(() => {
  useSession.setState({ status: "signed_in", me: user("ana") as Me }, true);
  forgetLastSent();
  forgetPresence();
  forgetStatuses();
});

const HOUR_MS = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

test("ROOM25 the wait of slow mode counts by the device's clock, whatever the server's says", () => {
  const message = { id: "m1", author: user("ana"), created_at: inAnHour() };
  dispatch({ type: "message.created", room_id: "r1", version: 1, message } as ServerFrame);
  const heard = useLastSent.getState()["r1"] ?? 0;
  expect(Date.now() - heard).toBeGreaterThanOrEqual(0);
  expect(Date.now() - heard).toBeLessThan(HOUR_MS / 2);
  // The same message in the history changes nothing.
  sentBefore("r1", message.created_at);
  expect(useLastSent.getState()["r1"]).toBe(heard);
});

test("ROOM25 after a reload the wait counts from the newest message, but never from the future", () => {
  sentBefore("r1", "2026-01-01T00:00:00.000Z");
  expect(useLastSent.getState()["r1"]).toBe(Date.parse("2026-01-01T00:00:00.000Z"));
  sentBefore("r2", inAnHour());
  expect(useLastSent.getState()["r2"]).toBeLessThanOrEqual(Date.now());
});

test("what was known of other people before a new connection is forgotten, the user's own status is not", () => {
  const status = { emoji: "🌴", text: "Away", until: null };
  setPresence("bo", "active");
  learnStatus("bo", status);
  learnStatus("ana", status);
  dispatch({ type: "ready", rooms: {} } as ServerFrame);
  expect(usePresence.getState().byUser).toEqual({});
  expect([...useStatuses.getState().byUser.keys()]).toEqual(["ana"]);
});
