// What other devices and the time of day change of the signed-in user's own account.
import { beforeEach, expect, test, vi } from "vitest";
import type { Me, ServerFrame } from "@/net/protocol.gen";
import { forgetPresence, usePresence } from "../people/presence";
import { user } from "../timeline/modelServer.testkit";
import { dispatch } from "./dispatch";
import { isUndisturbed, useSession } from "./whoami";

vi.mock("../rooms/roomsSync", () => ({ roomsSync: { ready: () => {}, frame: () => {}, sync: () => {} } }));

const settings = { read_receipts: true };
const me = () => {
  const session = useSession.getState();
  return session.status === "signed_in" ? session.me : null;
};

beforeEach(() => {
  useSession.setState({ status: "signed_in", me: { ...user("ana"), settings } as Me }, true);
  forgetPresence();
});

test("PEOPLE6 a presence that another device chose shows here as well", () => {
  const presence = { mode: "away", until: null } as const;
  dispatch({ type: "me.updated", presence, settings: { read_receipts: false } } as ServerFrame);
  expect(me()?.presence).toEqual(presence);
  expect(me()?.settings.read_receipts).toBe(false);
});

test("PEOPLE9 the server tells this device when it may notify and when not", () => {
  const own = (do_not_disturb: boolean) =>
    dispatch({ type: "presence", user_id: "ana", status: "active", do_not_disturb });
  own(true);
  expect(isUndisturbed()).toBe(true);
  dispatch({ type: "presence", user_id: "ana", status: "active" });
  expect(isUndisturbed()).toBe(false);
});

test("PEOPLE6 people who are not to be disturbed are shown as such while they are there", () => {
  dispatch({ type: "presence", user_id: "bo", status: "idle", do_not_disturb: true });
  expect(usePresence.getState().byUser["bo"]).toBe("do_not_disturb");
  expect(isUndisturbed()).toBe(false);
  dispatch({ type: "presence", user_id: "bo", status: "offline" });
  expect(usePresence.getState().byUser["bo"]).toBe("offline");
});
