// The page that a confirmation link opens.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { ConfirmEmailPage } from "./ConfirmEmailPage";

const auth = vi.hoisted(() => ({
  confirmEmail: vi.fn<(token: string, language: string) => Promise<void>>(),
}));
vi.mock("@/net/api/auth", () => auth);

beforeAll(async () => {
  await startI18n();
  await addWords("entrance");
});
beforeEach(() => {
  auth.confirmEmail.mockReset();
});
afterEach(cleanup);

const press = () => userEvent.click(screen.getByRole("button", { name: "Confirm address" }));

test("UI171 an address is confirmed by a button, not by opening the link", async () => {
  auth.confirmEmail.mockResolvedValue();
  render(<ConfirmEmailPage token="abc" />);
  expect(auth.confirmEmail).not.toHaveBeenCalled();
  await press();
  expect(await screen.findByRole("heading", { name: "Email address confirmed" })).toBeTruthy();
  expect(auth.confirmEmail).toHaveBeenCalledWith("abc", "en");
});

test("UI171 a link that no longer works says what to do", async () => {
  auth.confirmEmail.mockRejectedValue(new ApiError(410, "email_link_expired", "used up"));
  render(<ConfirmEmailPage token="abc" />);
  await press();
  expect(await screen.findByRole("heading", { name: "This link no longer works" })).toBeTruthy();
  expect(screen.getByText(/enter it there again/)).toBeTruthy();
});

test("other errors keep the button", async () => {
  auth.confirmEmail.mockRejectedValue(new ApiError(0, "network", "no answer"));
  render(<ConfirmEmailPage token="abc" />);
  await press();
  expect((await screen.findByRole("alert")).textContent).toContain("Can't reach the server.");
  await press();
  expect(auth.confirmEmail).toHaveBeenCalledTimes(2);
});
