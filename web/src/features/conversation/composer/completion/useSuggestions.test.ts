// Completion after a colon: the picker's emoji, and shortcodes until these have loaded.
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startI18n } from "@/i18n/i18n";
import type { RoomKind, RoomSummary } from "@/net/protocol.gen";
import { rememberTone } from "@/state/emoji/catalogue";
import { keys, queries } from "@/state/requests/queries";
import { replaceRooms } from "@/state/rooms/rooms";
import { useSuggestions } from "./useSuggestions";

beforeEach(async () => {
  localStorage.clear();
  await startI18n();
});
afterEach(cleanup);

const complete = (query: string) =>
  renderHook(() => useSuggestions("harbour", { kind: "emoji", from: 0, query })).result;

test("UI61 a colon also completes emoji without a shortcode", async () => {
  const found = complete("lobster");
  await waitFor(() => expect(found.current[0]?.insert).toBe("🦞"));
});

test("UI61 emoji with a shortcode come first and at once, and none appears twice", async () => {
  const found = complete("ro");
  const coded = found.current.map(({ label }) => label);
  expect(coded).toEqual([":rocket:", ":rofl:", ":rolling_eyes:", ":rose:"]);
  await waitFor(() => expect(found.current).toHaveLength(8));
  expect(found.current.slice(0, 4).map(({ label }) => label)).toEqual(coded);
  expect(new Set(found.current.map(({ insert }) => insert)).size).toBe(8);
});

test("UI61 suggestions use the skin tone chosen in the picker", async () => {
  rememberTone(5);
  const found = complete("surfing");
  await waitFor(() => expect(found.current.map(({ insert }) => insert)).toContain("🏄🏿"));
});

test("UI36 @here is offered before @room, and both last", () => {
  const offered = (query: string) =>
    renderHook(() => useSuggestions("harbour", { kind: "mention", from: 0, query })).result.current;
  expect(offered("").map(({ key }) => key)).toEqual(["@here", "@room"]);
  expect(offered("he").map(({ key }) => key)).toEqual(["@here"]);
});

test("UI105 groups are offered by handle and name, those without people not; the room's own come first", async () => {
  const group = (id: string, handle: string, people: number) => ({
    id,
    room_id: null,
    handle,
    name: `The ${handle}`,
    people,
  });
  queries.setQueryData(keys.groups(null), [group("1", "design", 3), group("2", "dismissed", 0)]);
  queries.setQueryData(keys.groups("harbour"), [group("3", "design", 2)]);
  const { result } = renderHook(() => useSuggestions("harbour", { kind: "mention", from: 0, query: "d" }));
  await waitFor(() => expect(result.current.map(({ key }) => key)).toEqual(["3"]));
  expect(result.current[0]).toMatchObject({ insert: "@design", label: "The design (2)", detail: "@design" });
});

test("UI83 @room is offered in a room, but not in a direct one", () => {
  const room = (id: string, kind: RoomKind) => ({ id, kind, created_at: "", version: 1 }) as RoomSummary;
  replaceRooms([room("harbour", "public"), room("direct", "direct")]);
  const offered = (id: string) =>
    renderHook(() => useSuggestions(id, { kind: "mention", from: 0, query: "ro" })).result.current;
  expect(offered("harbour").map(({ key }) => key)).toEqual(["@room"]);
  expect(offered("direct")).toEqual([]);
});
