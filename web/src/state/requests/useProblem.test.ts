// Errors in words.
import { t } from "@/i18n/translate";
import { beforeAll, expect, test } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import { describe } from "./useProblem";

beforeAll(async () => {
  await startI18n();
  await addWords("more");
});

test.each(["archived", "posting_restricted", "slow_mode", "direct_room", "banned", "last_owner"] as const)(
  "%s has a sentence of its own",
  (code) => {
    const said = describe(t, new ApiError(403, code, "detail of the server"));
    expect(said).toMatch(/^[A-Z].*\.$/);
    expect(said).not.toContain("detail of the server");
  },
);
