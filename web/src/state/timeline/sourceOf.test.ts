import { beforeAll, expect, it } from "vitest";
import { addTexts, speak } from "@/i18n/translate";
import { quotedSource, sourceOf } from "./sourceOf";

beforeAll(() => {
  addTexts("de", { timeline: { reminder: "Erinnerung" } });
  speak("de");
});

it("talk6: a reminder is shown in the reader's language, in the timeline and in quotes", () => {
  expect(sourceOf({ kind: "reminder", body: "Reminder" })).toBe("Erinnerung");
  expect(quotedSource({ kind: "reminder", excerpt: "Reminder" })).toBe("Erinnerung");
});

it("shows what people wrote as they wrote it", () => {
  expect(sourceOf({ body: "Reminder" })).toBe("Reminder");
  expect(quotedSource({ excerpt: "Reminder" })).toBe("Reminder");
});
