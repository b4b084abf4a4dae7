import { describe, expect, it } from "vitest";
import type { Folder, RoomSummary } from "@/net/protocol.gen";
import {
  addFolder,
  moveRoom,
  putBack,
  removeFolder,
  renameFolder,
  shiftFolder,
  sortIntoFolders,
  waitingIn,
} from "./arrange";

const folders: Folder[] = [
  { id: "work", name: "Work", room_ids: ["a", "b"] },
  { id: "trips", name: "Trips", room_ids: ["c"] },
];

const where = (list: readonly Folder[]) =>
  list.map((folder) => `${folder.name}: ${folder.room_ids.join(" ")}`);

describe("ROOM15 folders", () => {
  it("hold a room only once when it is moved", () => {
    expect(where(moveRoom(folders, "a", "trips"))).toEqual(["Work: b", "Trips: c a"]);
    expect(where(moveRoom(folders, "new", "work"))).toEqual(["Work: a b new", "Trips: c"]);
    expect(where(moveRoom(folders, "c", null))).toEqual(["Work: a b", "Trips: "]);
  });

  it("can be added, renamed, moved and removed", () => {
    expect(where(addFolder(folders, "x", "New"))).toEqual(["Work: a b", "Trips: c", "New: "]);
    expect(where(renameFolder(folders, "work", "Job"))).toEqual(["Job: a b", "Trips: c"]);
    expect(where(shiftFolder(folders, "trips", -1))).toEqual(["Trips: c", "Work: a b"]);
    expect(shiftFolder(folders, "trips", 1)).toEqual(folders);
    expect(shiftFolder(folders, "work", -1)).toEqual(folders);
    expect(where(removeFolder(folders, "work"))).toEqual(["Trips: c"]);
  });

  it("are restored in their place, without rooms that have moved meanwhile", () => {
    const gone = folders[0];
    if (gone === undefined) throw new Error("no folder");
    const meanwhile = moveRoom(removeFolder(folders, "work"), "b", "trips");
    expect(where(putBack(meanwhile, gone, 0))).toEqual(["Work: a", "Trips: c b"]);
    expect(putBack(folders, gone, 0)).toBe(folders);
  });

  it("partition the list without losing or repeating a room", () => {
    const { groups, rest } = sortIntoFolders(["d", "c", "b", "a"], folders);
    expect(groups.map(({ rooms }) => rooms)).toEqual([["b", "a"], ["c"]]);
    expect(rest).toEqual(["d"]);
    // A room that the user has left is not listed, even if a folder still names it.
    expect(sortIntoFolders(["a"], folders).groups.map(({ rooms }) => rooms)).toEqual([["a"], []]);
  });

  it("sum the unread counts of their rooms", () => {
    const room = (unread: number, mentions: number) => ({ you: { unread, mentions } }) as RoomSummary;
    expect(waitingIn([room(3, 1), undefined, room(4, 0)])).toEqual({ unread: 7, mentions: 1 });
  });
});
