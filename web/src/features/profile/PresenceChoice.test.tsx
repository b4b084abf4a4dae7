// The choice of a presence: it takes effect at once, and what has ended is not shown.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, beforeAll, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, SetPresenceMode } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { user } from "@/state/timeline/modelServer.testkit";
import { useSession } from "@/state/session/whoami";
import { currently, PresenceChoice } from "./PresenceChoice";

const sent = vi.hoisted(() => [] as SetPresenceMode[]);
vi.mock("@/net/api/me", () => ({
  putPresence: async (form: SetPresenceMode) => {
    sent.push(form);
    return { ...user("ana"), presence: { mode: form.mode, until: form.until ?? null } };
  },
}));

beforeAll(async () => {
  await startI18n();
  await addWords("dialogs");
});

beforeEach(() => {
  sent.length = 0;
  useSession.setState({ status: "signed_in", me: user("ana") as Me }, true);
});

test("PEOPLE6 a mode is set at once, and then for how long", async () => {
  render(
    <QueryClientProvider client={queries}>
      <PresenceChoice />
    </QueryClientProvider>,
  );
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Automatic" }).checked).toBe(true);
  await userEvent.click(screen.getByRole("radio", { name: "Do not disturb" }));
  expect(sent).toEqual([{ mode: "do_not_disturb" }]);
  await userEvent.selectOptions(await screen.findByLabelText("For how long"), "1 hour");
  const until = Date.parse(sent[1]?.until ?? "");
  expect(until - Date.now()).toBeGreaterThan(3_500_000);
  expect(await screen.findByRole("option", { name: /^Until/, selected: true })).toBeTruthy();
  await userEvent.click(screen.getByRole("radio", { name: "Automatic" }));
  expect(sent.at(-1)).toEqual({ mode: "auto" });
});

test("PEOPLE6 a presence whose time is over counts as none", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  expect(currently(undefined, now).mode).toBe("auto");
  expect(currently({ mode: "away", until: null }, now).mode).toBe("away");
  expect(currently({ mode: "away", until: "2026-01-01T12:00:00Z" }, now).mode).toBe("auto");
});
