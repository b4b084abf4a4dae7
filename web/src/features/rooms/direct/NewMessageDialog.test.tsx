// Choosing people to write to, with the keyboard alone.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { Me, RoomSummary, UserRef } from "@/net/protocol.gen";
import { replaceRooms, resetRooms } from "@/state/rooms/rooms";
import { useSession } from "@/state/session/whoami";
import { NewMessageDialog } from "./NewMessageDialog";

const server = vi.hoisted(() => ({
  openDirect: vi.fn<(ids: readonly string[]) => Promise<void>>(),
  people: [] as UserRef[],
  find: vi.fn<(query: string) => Promise<{ users: UserRef[] }>>(),
}));
vi.mock("@/state/rooms/openDirect", () => ({ openDirect: server.openDirect }));
vi.mock("@/net/api/users", () => ({ findUsers: server.find }));

const person = (name: string): UserRef => ({
  id: name.toLowerCase(),
  username: name.toLowerCase(),
  display_name: name,
  avatar_url: null,
});

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more"), addWords("dialogs")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLElement.prototype.scrollIntoView = () => {};
});
beforeEach(() => {
  useSession.setState({ status: "signed_in", me: person("Ana") as Me }, true);
  server.people = ["Ana", "Bo", "Bella", ...Array.from({ length: 9 }, (_, n) => `Cy${n}`)].map(person);
  server.openDirect.mockReset().mockResolvedValue();
  server.find.mockReset().mockImplementation(async (query) => ({
    users: server.people.filter(({ username }) => username.startsWith(query)),
  }));
  resetRooms();
});
afterEach(cleanup);

const field = () => screen.getByRole<HTMLInputElement>("combobox", { name: "To" });
const options = () => screen.queryAllByRole("option").map((one) => one.querySelector("bdi")?.textContent);
const chosen = () => {
  const list = screen.queryByRole("list", { name: "Chosen people" });
  return list === null
    ? []
    : within(list)
        .getAllByRole("listitem")
        .map((one) => one.querySelector("[dir]")?.textContent);
};
const type = async (text: string, wanted: string) => {
  await userEvent.type(field(), text);
  await waitFor(() => expect(options()).toContain(wanted));
};

test("UI80 letters, arrows and Enter choose people; Enter then opens exactly their room", async () => {
  render(<NewMessageDialog onClose={() => {}} />);
  await type("b", "Bo");
  expect(options()).toEqual(["Bo", "Bella"]);
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await type("bo", "Bo");
  await userEvent.keyboard("{Enter}");
  expect(chosen()).toEqual(["Bella", "Bo"]);
  expect(screen.getByText("Opens your conversation with Bella and Bo")).toBeTruthy();
  expect(server.openDirect).not.toHaveBeenCalled();
  await userEvent.keyboard("{Enter}");
  expect(server.openDirect).toHaveBeenCalledWith(["bella", "bo"]);
});

test("UI80 Backspace removes the last person, a button any of them; the field keeps the focus", async () => {
  render(<NewMessageDialog onClose={() => {}} />);
  for (const name of ["bo", "bella"]) {
    await type(name, name === "bo" ? "Bo" : "Bella");
    await userEvent.keyboard("{Enter}");
  }
  await userEvent.keyboard("x{Backspace}");
  expect(chosen()).toEqual(["Bo", "Bella"]);
  await userEvent.keyboard("{Backspace}");
  expect(chosen()).toEqual(["Bo"]);
  await userEvent.click(screen.getByRole("button", { name: "Remove Bo" }));
  expect(chosen()).toEqual([]);
  expect(document.activeElement).toBe(field());
});

test("UI80 neither the user nor a chosen person is offered, and at most nine people can be chosen", async () => {
  render(<NewMessageDialog onClose={() => {}} />);
  await userEvent.type(field(), "ana");
  await waitFor(() => expect(screen.getByText(/No one's name begins with “ana”/)).toBeTruthy());
  await userEvent.clear(field());
  for (let left = 9; left > 0; left -= 1) {
    await type("cy", `Cy${9 - left}`);
    expect(options()).toHaveLength(left);
    await userEvent.keyboard("{Enter}");
  }
  expect(chosen()).toHaveLength(9);
  await userEvent.type(field(), "bo");
  expect(options()).toEqual([]);
  expect(screen.getByText(/That's 9 people/)).toBeTruthy();
});

test("UI80 a refusal is said at the field, and the people stay chosen", async () => {
  server.openDirect.mockRejectedValue(new ApiError(403, "cannot_message", "no"));
  render(<NewMessageDialog onClose={() => {}} />);
  await type("bo", "Bo");
  await userEvent.keyboard("{Enter}{Enter}");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("You can't message this person.");
  expect(field().getAttribute("aria-describedby")).toBe(alert.id);
  expect(document.activeElement).toBe(field());
  expect(chosen()).toEqual(["Bo"]);
});

test("UI80 the people of recent conversations are offered before anything is typed", () => {
  const direct = { id: "d", kind: "direct", people: [person("Ana"), person("Bo")], version: 1 };
  replaceRooms([{ ...direct, created_at: "2024-01-01T00:00:00.000Z" } as RoomSummary]);
  render(<NewMessageDialog onClose={() => {}} />);
  expect(options()).toEqual(["Bo"]);
  // None is active yet, so that Enter cannot choose somebody by mistake.
  expect(field().getAttribute("aria-activedescendant")).toBeNull();
});

test("UI80 until the answer is there, only people whose names fit what is typed can be chosen", async () => {
  server.people = ["Dana", "Dora"].map(person);
  render(<NewMessageDialog onClose={() => {}} />);
  await type("d", "Dana");
  server.find.mockReturnValue(new Promise(() => {}));
  await userEvent.type(field(), "o");
  expect(options()).toEqual(["Dora"]);
  await userEvent.type(field(), "x{Enter}");
  expect(options()).toEqual([]);
  expect(field().getAttribute("aria-activedescendant")).toBeNull();
  expect(chosen()).toEqual([]);
  await userEvent.type(field(), "{Backspace}{Enter}");
  expect(chosen()).toEqual(["Dora"]);
});

test("UI80 a search that failed is not taken for one that found nobody, and can be repeated", async () => {
  server.people = [person("Eva")];
  server.find.mockRejectedValueOnce(new ApiError(400, "unknown", "no"));
  render(<NewMessageDialog onClose={() => {}} />);
  await userEvent.type(field(), "eva");
  await waitFor(() => expect(screen.getByText(/Couldn't look for people/)).toBeTruthy());
  expect(screen.queryByText(/No one's name/)).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(options()).toEqual(["Eva"]));
  expect(screen.queryByText(/Couldn't look/)).toBeNull();
  expect(document.activeElement).toBe(field());
});
