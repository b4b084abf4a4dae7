// Setting a new password from a one-time link.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { ResetPage } from "./ResetPage";

const server = vi.hoisted(() => ({ resetPassword: vi.fn<(token: string, next: string) => Promise<void>>() }));
vi.mock("@/net/api/auth", () => server);

beforeAll(async () => {
  await startI18n();
  await addWords("entrance");
});
beforeEach(() => {
  server.resetPassword.mockReset();
});
afterEach(cleanup);

const give = async (password: string) => {
  const field = screen.getByLabelText("New password");
  await userEvent.clear(field);
  await userEvent.type(field, password);
  await userEvent.click(screen.getByRole("button", { name: "Set password" }));
};

test("UI102 a new password is set and the way to sign in is shown", async () => {
  server.resetPassword.mockResolvedValue();
  render(<ResetPage token="abc" />);
  expect(screen.getByLabelText("New password").getAttribute("autocomplete")).toBe("new-password");
  await give("short");
  expect(screen.getByRole("alert").textContent).toBe("Use at least 8 characters.");
  expect(server.resetPassword).not.toHaveBeenCalled();
  await give("a longer one");
  await screen.findByRole("heading", { name: "Password changed" });
  expect(server.resetPassword).toHaveBeenCalledWith("abc", "a longer one");
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe("/sign-in");
});

test("UI102 a link that no longer works says what to do", async () => {
  server.resetPassword.mockRejectedValue(new ApiError(410, "reset_expired", "used up"));
  render(<ResetPage token="abc" />);
  await give("a longer one");
  await screen.findByRole("heading", { name: "This link no longer works" });
  expect(screen.getByText(/Ask for a new one/)).toBeTruthy();
  expect(screen.queryByLabelText("New password")).toBeNull();
});

test("a password that the server refuses is named", async () => {
  const detail = "this password is among the most common ones";
  const errors = [{ field: "new_password", code: "too_common", detail }];
  server.resetPassword.mockRejectedValue(new ApiError(422, "validation_failed", "invalid", errors));
  render(<ResetPage token="abc" />);
  await give("password1");
  expect((await screen.findByRole("alert")).textContent).toBe("This password is among the most common ones.");
});

test("other errors keep the form", async () => {
  server.resetPassword.mockRejectedValue(new ApiError(0, "network", "no answer"));
  render(<ResetPage token="abc" />);
  await give("a longer one");
  expect((await screen.findByRole("alert")).textContent).toContain("Can't reach the server.");
  expect(screen.getByLabelText<HTMLInputElement>("New password").value).toBe("a longer one");
});
