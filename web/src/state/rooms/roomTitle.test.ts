// Titles and pictures of direct rooms.
import { renderHook, act } from "@testing-library/react";
import { t } from "@/i18n/translate";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, RoomSummary, User, UserRef } from "@/net/protocol.gen";
import { forgetPresence, setPresence, type Shown } from "../people/presence";
import { useSession } from "../session/whoami";
import { putRoom, replaceRooms, resetRooms, updatePerson, useRoom } from "./rooms";
import { facesOf, otherIn, roomTitle, useOtherPresence, useRoomTitle } from "./roomTitle";

const person = (id: string, display_name: string, username = id): UserRef => ({
  id,
  username,
  display_name,
  avatar_url: null,
});
const [me, bo, cleo, dora, emil] = [
  person("ana", "Ana"),
  person("bo", "Bo Berg"),
  person("cleo", "Cleo"),
  person("dora", "Dora"),
  person("emil", "Emil"),
];
const gone = person("gone", "Deleted user", "");

const direct = (...people: UserRef[]) =>
  ({ id: "d", kind: "direct", name: "", people: [me, ...people], version: 1 }) as RoomSummary;
const titleOf = (room: RoomSummary) => roomTitle(t, room, me.id);

beforeAll(async () => {
  await startI18n();
  await addWords("shell", shell);
  useSession.setState({ status: "signed_in", me: { ...me } as Me }, true);
});
beforeEach(() => {
  resetRooms();
  forgetPresence();
});

describe("UI78 the title", () => {
  it("is the other person's name, or the first three names and a number", () => {
    expect(titleOf(direct(bo))).toBe("Bo Berg");
    expect(titleOf(direct(bo, cleo, dora))).toBe("Bo Berg, Cleo, Dora");
    expect(titleOf(direct(bo, cleo, dora, emil))).toBe("Bo Berg, Cleo, Dora +1");
  });

  it("leaves out accounts that are gone, unless all of them are", () => {
    expect(titleOf(direct(gone, cleo))).toBe("Cleo");
    expect(titleOf(direct(gone))).toBe("Deleted user");
    expect(otherIn(direct(gone), me.id)).toBeNull();
  });

  it("is the name of a room that has one", () => {
    expect(titleOf({ kind: "public", name: "Harbour" } as RoomSummary)).toBe("Harbour");
  });

  it("follows a changed name, and has the handle while another name looks like it", () => {
    replaceRooms([direct(bo)]);
    const { result } = renderHook(() => useRoomTitle(useRoom("d")));
    expect(result.current).toBe("Bo Berg");
    act(() => {
      updatePerson({ ...bo, display_name: "Bo Lind" } as User);
      putRoom(direct({ ...bo, display_name: "Bo Lind" }));
    });
    expect(result.current).toBe("Bo Lind");
    act(() => putRoom({ ...direct(person("b0", "Bo Lind")), id: "other" }));
    expect(result.current).toBe("Bo Lind (@bo)");
  });
});

describe("UI78 the picture", () => {
  it("is the other's face, or two of a group's; other rooms have their own", () => {
    expect(facesOf(direct(bo)).map(({ id }) => id)).toEqual(["bo"]);
    expect(facesOf(direct(bo, cleo, dora)).map(({ id }) => id)).toEqual(["bo", "cleo"]);
    expect(facesOf(direct(gone, cleo)).map(({ id }) => id)).toEqual(["cleo"]);
    expect(facesOf({ kind: "private", people: undefined } as unknown as RoomSummary)).toEqual([]);
  });

  it("shows the presence of one other person, as soon as it is known", () => {
    const seen = (room: RoomSummary): Shown | null => renderHook(() => useOtherPresence(room)).result.current;
    expect(seen(direct(bo))).toBeNull();
    setPresence("bo", "idle");
    expect(seen(direct(bo))).toBe("idle");
    expect(seen(direct(bo, cleo))).toBeNull();
  });
});
