// The sign-in card: missing fields are listed once, where the focus goes.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { SignIn } from "./SignIn";

const server = vi.hoisted(() => ({ signIn: vi.fn<() => Promise<void>>() }));
vi.mock("@/state/session/session", () => server);

beforeAll(async () => {
  await startI18n();
  await addWords("entrance");
});
afterEach(cleanup);

it("lists missing fields in one summary that takes the focus", async () => {
  render(<SignIn to="/" ended={false} />);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  const summary = screen.getByRole("alert");
  expect(summary.textContent).toContain("Enter your username.");
  expect(summary.textContent).toContain("Enter your password.");
  expect(document.activeElement).toBe(summary);
});

it("has labels, autocomplete tokens, and a password that can be shown", async () => {
  render(<SignIn to="/r/x" ended />);
  expect(screen.getByLabelText("Username").getAttribute("autocomplete")).toBe("username");
  const password = screen.getByLabelText("Password");
  expect(password.getAttribute("autocomplete")).toBe("current-password");
  expect(password.getAttribute("type")).toBe("password");
  await userEvent.click(screen.getByRole("button", { name: "Show password" }));
  expect(password.getAttribute("type")).toBe("text");
  expect(screen.getByText(/Your session has ended/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Forgot your password?" }).getAttribute("href")).toBe("/forgot");
  expect(screen.getByRole("link", { name: "Sign up" }).getAttribute("href")).toBe("/sign-up?to=%2Fr%2Fx");
});

it.each([
  ["invalid_credentials", 401, "Incorrect username or password."],
  ["account_suspended", 403, "This account is suspended"],
  ["guest_ended", 403, "Your time as a guest is over. Ask the person who invited you"],
] as const)("UI102 UI183 says what %s means", async (code, status, said) => {
  server.signIn.mockRejectedValue(new ApiError(status, code, "refused"));
  render(<SignIn to="/" ended={false} />);
  await userEvent.type(screen.getByLabelText("Username"), "bo");
  await userEvent.type(screen.getByLabelText("Password"), "secret");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect((await screen.findByRole("alert")).textContent).toContain(said);
});
