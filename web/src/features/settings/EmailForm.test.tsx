// The e-mail address in the settings.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { queries } from "@/state/requests/queries";
import { EmailForm } from "./EmailForm";

interface Emails {
  email?: string;
  pending_email?: string;
}
const api = vi.hoisted(() => ({
  getMe: vi.fn<() => Promise<Emails>>(),
  setEmail: vi.fn<(email: string, password: string, language: string) => Promise<void>>(),
  removeEmail: vi.fn<(language: string) => Promise<void>>(),
}));
const server = vi.hoisted(() => ({ getServer: vi.fn<() => Promise<{ mail: boolean }>>() }));
vi.mock("@/net/api/me", () => api);
vi.mock("@/net/api/server", () => server);

beforeAll(async () => {
  await startI18n();
  await addWords("dialogs");
});
beforeEach(() => {
  queries.clear();
  vi.resetAllMocks();
  server.getServer.mockResolvedValue({ mail: true });
});
afterEach(cleanup);

test("UI172 an address is added with the password, and waits for its confirmation", async () => {
  api.getMe.mockResolvedValue({});
  render(<EmailForm />);
  await userEvent.click(await screen.findByRole("button", { name: "Add email address" }));
  const email = screen.getByLabelText("New email address");
  expect(document.activeElement).toBe(email);
  await userEvent.click(screen.getByRole("button", { name: "Send confirmation" }));
  expect(screen.getByRole("alert").textContent).toBe("Enter an email address, like name@example.org.");
  await userEvent.type(email, "ana@example.org");
  await userEvent.type(screen.getByLabelText("Your password"), "wrong");
  api.setEmail.mockRejectedValueOnce(new ApiError(401, "invalid_credentials", "no"));
  await userEvent.click(screen.getByRole("button", { name: "Send confirmation" }));
  expect((await screen.findByRole("alert")).textContent).toBe("That isn't your current password.");
  api.setEmail.mockResolvedValue();
  api.getMe.mockResolvedValue({ pending_email: "ana@example.org" });
  await userEvent.click(screen.getByRole("button", { name: "Send confirmation" }));
  expect((await screen.findByRole("status")).textContent).toContain("We sent a link to ana@example.org");
  expect(api.setEmail).toHaveBeenLastCalledWith("ana@example.org", "wrong", "en");
  expect(screen.queryByLabelText("New email address")).toBeNull();
});

test("UI172 an address can be removed", async () => {
  api.getMe.mockResolvedValue({ email: "ana@example.org" });
  render(<EmailForm />);
  expect(await screen.findByText("ana@example.org")).toBeTruthy();
  api.removeEmail.mockResolvedValue();
  api.getMe.mockResolvedValue({});
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.queryByText("ana@example.org")).toBeNull());
  expect(api.removeEmail).toHaveBeenCalledWith("en");
});

test("UI172 a server without mail offers nothing, except to remove an address", async () => {
  server.getServer.mockResolvedValue({ mail: false });
  api.getMe.mockResolvedValue({});
  const { container, rerender } = render(<EmailForm />);
  await waitFor(() => expect(queries.isFetching()).toBe(0));
  expect(container.textContent).toBe("");
  api.getMe.mockResolvedValue({ email: "ana@example.org" });
  await queries.invalidateQueries();
  rerender(<EmailForm />);
  expect(await screen.findByRole("button", { name: "Remove" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
});
