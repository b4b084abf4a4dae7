// Closing direct rooms from the list with the keyboard.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { act } from "react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, RoomSummary } from "@/net/protocol.gen";
import { replaceRooms, resetRooms, useRooms } from "@/state/rooms/rooms";
import { useSession } from "@/state/session/whoami";
import { clearNotices, useNotices } from "@/state/shell/notices";
import { user } from "@/state/timeline/modelServer.testkit";
import { RoomItems } from "../list/RoomItems";

const server = vi.hoisted(() => ({ setClosed: vi.fn<(id: string, closed: boolean) => Promise<unknown>>() }));
vi.mock("@/net/api/rooms", async (original) => ({ ...(await original<object>()), ...server }));

const direct = (id: string, other: string, day: number) =>
  ({
    id,
    kind: "direct",
    name: "",
    version: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    people: [user("ana"), user(other)],
    you: {
      role: "member",
      joined_at: `2026-01-0${day}T00:00:00.000Z`,
      unread: 0,
      mentions: 0,
      notify: "all",
    },
  }) as unknown as RoomSummary;

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more")]);
});
beforeEach(() => {
  useSession.setState({ status: "signed_in", me: user("ana") as Me }, true);
  server.setClosed.mockReset().mockResolvedValue({});
  replaceRooms([direct("d1", "bo", 2), direct("d2", "cy", 1)]);
});
afterEach(() => {
  cleanup();
  clearNotices();
  resetRooms();
});

function List() {
  const ids = useRooms((state) => state.direct);
  return (
    <section>
      <h2>
        <button type="button">Direct messages</button>
      </h2>
      <RoomItems ids={ids} current={null} />
    </section>
  );
}

const close = async (name: string) => {
  act(() => screen.getByRole("button", { name: `Close conversation with ${name}` }).focus());
  await userEvent.keyboard("{Enter}");
};
const focused = () => document.activeElement;

test("UI82 the focus moves to the next row, and from the last one to the heading", async () => {
  render(<List />);
  await close("bo");
  await waitFor(() => expect(useRooms.getState().direct).toEqual(["d2"]));
  expect(focused()?.getAttribute("data-room-id")).toBe("d2");
  await close("cy");
  await waitFor(() => expect(useRooms.getState().direct).toEqual([]));
  expect(focused()).toBe(screen.getByRole("button", { name: "Direct messages" }));
});

test("UI82 a notice takes the closing back", async () => {
  render(<List />);
  await close("bo");
  await waitFor(() => expect(useNotices.getState().notices).toHaveLength(1));
  const [notice] = useNotices.getState().notices;
  expect(notice?.text).toBe("Conversation with bo closed.");
  act(() => notice?.action?.run());
  expect(useRooms.getState().direct).toEqual(["d1", "d2"]);
  expect(server.setClosed.mock.calls).toEqual([
    ["d1", true],
    ["d1", false],
  ]);
  expect(useNotices.getState().notices).toEqual([]);
});
