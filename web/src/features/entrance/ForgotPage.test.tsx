// What a person sees who has forgotten their password.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { ForgotPage } from "./ForgotPage";

const auth = vi.hoisted(() => ({
  requestReset: vi.fn<(email: string, language: string) => Promise<void>>(),
}));
const server = vi.hoisted(() => ({ getServer: vi.fn<() => Promise<{ mail: boolean }>>() }));
vi.mock("@/net/api/auth", () => auth);
vi.mock("@/net/api/server", () => server);

beforeAll(async () => {
  await startI18n();
  await addWords("entrance");
});
beforeEach(() => {
  auth.requestReset.mockReset();
  server.getServer.mockResolvedValue({ mail: true });
});
afterEach(cleanup);

const ask = async (email: string) => {
  const field = await screen.findByLabelText("Email address");
  await userEvent.clear(field);
  await userEvent.type(field, email);
  await userEvent.click(screen.getByRole("button", { name: "Send link" }));
};

test("UI170 a link is asked for by mail, and the answer does not tell whether the address is known", async () => {
  auth.requestReset.mockResolvedValue();
  render(<ForgotPage />);
  expect((await screen.findByLabelText("Email address")).getAttribute("autocomplete")).toBe("email");
  await ask("ana");
  expect(screen.getByRole("alert").textContent).toBe("Enter your email address, like name@example.org.");
  expect(auth.requestReset).not.toHaveBeenCalled();
  await ask("ana@example.org");
  expect(await screen.findByRole("heading", { name: "Check your email" })).toBeTruthy();
  expect(screen.getByText(/If an account has this address/)).toBeTruthy();
  expect(auth.requestReset).toHaveBeenCalledWith("ana@example.org", "en");
});

test("UI170 without mail, the page says who can make a link", async () => {
  server.getServer.mockResolvedValue({ mail: false });
  render(<ForgotPage />);
  expect(await screen.findByText(/An administrator of this server can make a link with which/)).toBeTruthy();
  expect(screen.queryByLabelText("Email address")).toBeNull();
  expect(screen.getByRole("link", { name: "Back to sign in" }).getAttribute("href")).toBe("/sign-in");
});

test("a refused request keeps the form", async () => {
  auth.requestReset.mockRejectedValue(new ApiError(0, "network", "no answer"));
  render(<ForgotPage />);
  await ask("ana@example.org");
  expect((await screen.findByRole("alert")).textContent).toContain("Can't reach the server.");
});
