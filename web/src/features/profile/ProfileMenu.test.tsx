// The user's menu: administration is offered to administrators only.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me } from "@/net/protocol.gen";
import { useSession } from "@/state/session/whoami";
import { user } from "@/state/timeline/modelServer.testkit";
import { ProfileMenu } from "./ProfileMenu";

beforeAll(async () => {
  await startI18n();
  await addWords("shell");
});
afterEach(cleanup);

const openAs = async (is_admin: boolean) => {
  useSession.setState({ status: "signed_in", me: { ...user("ana"), is_admin } as Me }, true);
  render(<ProfileMenu />);
  await userEvent.click(screen.getByRole("button"));
};

test("UI100 administrators open the administration from here", async () => {
  await openAs(true);
  await userEvent.click(screen.getByRole("menuitem", { name: "Administration" }));
  expect(location.pathname).toBe("/admin/people");
});

test("UI100 others are not offered it", async () => {
  await openAs(false);
  expect(screen.getByRole("menuitem", { name: "Settings" })).toBeTruthy();
  expect(screen.queryByRole("menuitem", { name: "Administration" })).toBeNull();
});
