// The administration as a whole: who may open it, and how its sections are reached.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { AdminPage } from "./AdminPage";
import { page, prepareWords, signInAna } from "./admin.testkit";

vi.mock("@/net/api/admin/people", () => ({ listUsers: async () => page([]) }));

const nothing = () => null;

beforeAll(prepareWords);
beforeEach(() => signInAna());
afterEach(cleanup);

test("UI100 others are told that it is not for them", () => {
  signInAna({ is_admin: false });
  render(<AdminPage section="people" groups={nothing} />);
  expect(screen.getByRole("heading", { name: "This page is for administrators" })).toBeTruthy();
  expect(screen.queryByRole("navigation")).toBeNull();
});

test("every section has a link; the current one is marked, and opening one moves the focus to its heading", async () => {
  const { rerender } = render(<AdminPage section={undefined} groups={nothing} />);
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(
    ["people", "rooms", "groups", "invites", "reports", "settings", "usage", "audit"].map(
      (name) => `/admin/${name}`,
    ),
  );
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("People");
  await userEvent.click(screen.getByRole("link", { name: "Invitations" }));
  expect(location.pathname).toBe("/admin/invites");
  rerender(<AdminPage section="audit" groups={nothing} />);
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Audit log" }));
});
