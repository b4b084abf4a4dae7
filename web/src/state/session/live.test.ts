// The end of a session clears everything that the user had open.
import { expect, test, vi } from "vitest";
import type { Me, Message } from "@/net/protocol.gen";
import { user } from "../timeline/modelServer.testkit";
import { startEditing, useEditing } from "../conversation/editing";
import { askToWrite, useWriting } from "../conversation/writing";
import { openDialog, useDialogs } from "../shell/dialogs";
import { notify, useNotices } from "../shell/notices";
import { goLive } from "./live";
import { useSession } from "./whoami";

vi.mock("../connection/connection", () => ({
  connect: () => () => {},
  onFrame: () => () => {},
  useConnection: { subscribe: () => () => {} },
}));
vi.mock("../conversation/converse", () => ({ startConversation: () => () => {} }));
vi.mock("../connection/idle", () => ({ watchIdle: () => () => {} }));
vi.mock("../rooms/roomsSync", () => ({ roomsSync: { sync: () => {}, reset: () => {}, changes: () => {} } }));
vi.mock("../rooms/folderList", () => ({ learnFolders: () => {}, forgetFolders: () => {} }));
vi.mock("./dispatch", () => ({ dispatch: () => {} }));

test("what one user had open is closed before another one signs in", () => {
  useSession.setState({ status: "signed_in", me: { ...user("ana"), status: null } as Me }, true);
  const stop = goLive();
  const message = { id: "m1", room_id: "r1", body: "for Ana only", author: user("ana") } as Message;
  openDialog({ name: "message_info", message });
  startEditing(message);
  askToWrite("r1");
  notify({ text: "Removed Cy", tone: "plain" }, 0);
  stop();
  expect(useDialogs.getState().open).toBeNull();
  expect(useEditing.getState().byRoom).toEqual({});
  expect(useWriting.getState().roomId).toBeNull();
  expect(useNotices.getState().notices).toEqual([]);
});
