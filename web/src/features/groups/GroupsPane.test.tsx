// Groups of a room: what members see, and what owners can change.
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { Group, UserRef } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { useNotices } from "@/state/shell/notices";
import { GroupsPane } from "./GroupsPane";

const user = (name: string): UserRef => ({
  id: name.toLowerCase(),
  username: name.toLowerCase(),
  display_name: name,
  avatar_url: null,
});

const held: { groups: Group[]; people: UserRef[]; refusal: ApiError | null; calls: string[] } = {
  groups: [],
  people: [],
  refusal: null,
  calls: [],
};

vi.mock("@/net/api/groups", () => ({
  groupsOf: (roomId: string | null) => {
    const change = async <T,>(call: string, then: () => T): Promise<T> => {
      held.calls.push(`${roomId}: ${call}`);
      if (held.refusal !== null) throw held.refusal;
      return then();
    };
    return {
      list: async () => held.groups,
      people: async () => ({ people: held.people }),
      create: (form: { handle: string; name: string }) =>
        change(`create ${form.handle}`, () => {
          const made = { id: form.handle, room_id: roomId, people: 0, ...form };
          held.groups = [...held.groups, made];
          return made;
        }),
      change: (id: string, patch: object) =>
        change(`change ${id} ${JSON.stringify(patch)}`, () => ({ ...held.groups[0], ...patch })),
      remove: (id: string) =>
        change(`remove ${id}`, () => {
          held.groups = [];
        }),
      add: (id: string, userId: string) =>
        change(`add ${id} ${userId}`, () => {
          held.people = [...held.people, user("Cleo")];
        }),
      drop: (id: string, userId: string) =>
        change(`drop ${id} ${userId}`, () => {
          held.people = held.people.filter((person) => person.id !== userId);
        }),
    };
  },
}));
vi.mock("@/net/api/users", () => ({
  findUsers: async () => ({ users: [user("Bo"), user("Cleo")] }),
}));

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more"), addWords("dialogs")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
beforeEach(() => {
  queries.clear();
  useNotices.setState({ notices: [] });
  const group = { id: "g1", room_id: "harbour", handle: "design", name: "Design", people: 1 };
  Object.assign(held, { groups: [group], people: [user("Bo")], refusal: null, calls: [] });
});
afterEach(cleanup);

const refused = (code: ApiError["code"], field?: { field: string; code: string }) =>
  new ApiError(
    field === undefined ? 409 : 422,
    code,
    "refused",
    field === undefined ? [] : [{ ...field, detail: "no" }],
  );

test("UI104 members see the groups and who is in them, and change nothing", async () => {
  render(<GroupsPane roomId="harbour" mayChange={false} />);
  await userEvent.click(await screen.findByRole("button", { name: /Design/ }));
  const dialog = screen.getByRole("dialog", { name: "Design" });
  expect(await within(dialog).findByText("Bo")).toBeTruthy();
  expect(within(dialog).queryByRole("button", { name: /Remove|Rename|Delete|Add/ })).toBeNull();
  expect(screen.queryByRole("button", { name: "New group" })).toBeNull();
});

test("UI104 owners add and remove people", async () => {
  render(<GroupsPane roomId="harbour" mayChange />);
  await userEvent.click(await screen.findByRole("button", { name: /Design/ }));
  // Those who are in the group are not offered again.
  await userEvent.click(await screen.findByRole("button", { name: "Add Cleo" }));
  expect(screen.queryByRole("button", { name: "Add Bo" })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Remove Cleo" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Remove Cleo" })).toBeNull());
  expect(held.calls).toEqual(["harbour: add g1 cleo", "harbour: drop g1 cleo"]);
  held.refusal = new ApiError(404, "user_not_found", "refused");
  await userEvent.click(await screen.findByRole("button", { name: "Add Cleo" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Only members of this room");
});

test("UI104 owners make, rename and delete groups, and learn why a handle is refused", async () => {
  render(<GroupsPane roomId="harbour" mayChange />);
  await userEvent.click(screen.getByRole("button", { name: "New group" }));
  await userEvent.type(screen.getByLabelText("Name"), "Builders");
  await userEvent.type(screen.getByLabelText("Handle"), "@builders");
  held.refusal = refused("handle_taken");
  await userEvent.click(screen.getByRole("button", { name: "Create group" }));
  expect((await screen.findByRole("alert")).textContent).toContain("already has this handle");
  held.refusal = refused("validation_failed", { field: "handle", code: "reserved" });
  await userEvent.click(screen.getByRole("button", { name: "Create group" }));
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("reserved"));
  held.refusal = null;
  await userEvent.click(screen.getByRole("button", { name: "Create group" }));
  expect(await screen.findByRole("button", { name: /Builders/ })).toBeTruthy();
  expect(held.calls.at(-1)).toBe("harbour: create builders");

  await userEvent.click(screen.getByRole("button", { name: /Design/ }));
  await userEvent.click(screen.getByRole("button", { name: "Rename…" }));
  await userEvent.clear(screen.getByLabelText("Handle"));
  await userEvent.type(screen.getByLabelText("Handle"), "drawing");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(held.calls.at(-1)).toBe('harbour: change g1 {"name":"Design","handle":"drawing"}'),
  );
  await userEvent.click(screen.getByRole("button", { name: /Design/ }));
  await userEvent.click(screen.getByRole("button", { name: "Delete group…" }));
  await userEvent.click(
    within(screen.getByRole("dialog", { name: "Delete Design?" })).getByRole("button", { name: /Delete/ }),
  );
  expect(await screen.findByText("No groups yet")).toBeTruthy();
});

test("UI104 changes of the server's groups are made as administrators make them", async () => {
  const made: string[] = [];
  const act = async <T,>(change: () => Promise<T>) => {
    made.push("with the password");
    return change();
  };
  render(<GroupsPane roomId={null} mayChange act={act} problem={() => null} />);
  await userEvent.click(await screen.findByRole("button", { name: /Design/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Remove Bo" }));
  await waitFor(() => expect(held.calls).toEqual(["null: drop g1 bo"]));
  expect(made).toEqual(["with the password"]);
});
