// What a key says: in which language, in which plural form, with which values.
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { addTexts, onTranslations, speak, t } from "./translate";

/** `t` with the keys of this test, which no file has. */
const say = t as unknown as (key: string, values?: Record<string, unknown>) => string;

beforeAll(() => {
  addTexts("en", {
    greet: "Hello {{ name }}",
    files_one: "{{count}} file",
    files_other: "{{count}} files",
    only: { english: "Only English" },
  });
  addTexts("de", { greet: "Hallo {{name}}", files_one: "eine Datei", files_other: "{{count}} Dateien" });
});
afterEach(() => speak("en"));

it("fills in values literally, even if they look like placeholders", () => {
  expect(say("greet", { name: "$& {{count}}" })).toBe("Hello $& {{count}}");
  expect(say("greet")).toBe("Hello ");
});

it("chooses the plural form by the language's rules", () => {
  expect([0, 1, 2].map((count) => say("files", { count }))).toEqual(["0 files", "1 file", "2 files"]);
  speak("de");
  expect([1, 2].map((count) => say("files", { count }))).toEqual(["eine Datei", "2 Dateien"]);
});

it("falls back to English, and then to the key", () => {
  speak("de");
  expect(say("only.english")).toBe("Only English");
  expect(say("only.missing")).toBe("only.missing");
});

it("reports new words and a new language", () => {
  const heard = vi.fn();
  const stop = onTranslations(heard);
  addTexts("en", { only: { late: "Late" } });
  speak("de");
  stop();
  speak("en");
  expect(heard).toHaveBeenCalledTimes(2);
  expect([say("only.late"), say("only.english")]).toEqual(["Late", "Only English"]);
});
