// Every language has all keys, with the same placeholders.
import { describe, expect, it } from "vitest";
import { pseudo } from "./pseudo";

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) =>
  (text.match(/\{\{\s*\w+/g) ?? []).map((found) => found.slice(2).trim()).toSorted();

/** Keys without plural forms that only some languages have: Spanish has a third. */
const names = (words: Words) => flat(words).map(([key]) => key.replace(/_many$/, "_other"));

const files = import.meta.glob<Words>("../**/words/*.json", { eager: true, import: "default" });
const english = Object.keys(files).filter((file) => file.endsWith(".en.json"));
const translated = english.flatMap((file) =>
  ["de", "es"].map((language) => file.replace(/en\.json$/, `${language}.json`)),
);

it("belongs to a part that i18n loads, in a language that it knows", () => {
  expect(english.length).toBeGreaterThan(30);
  const names = Object.keys(files).map((file) => file.slice(file.lastIndexOf("/") + 1));
  expect(
    names.filter(
      (name) => !/^(base|entrance|landing|shell|more|dialogs|admin)\.(en|de|es)\.json$/.test(name),
    ),
  ).toEqual([]);
  expect(Object.keys(files).toSorted()).toEqual([...english, ...translated].toSorted());
});

describe.each(translated)("%s", (file) => {
  const words = files[file] ?? {};
  const original = files[file.replace(/\w+\.json$/, "en.json")] ?? {};

  it("has the keys of English", () => {
    expect([...new Set(names(words))].toSorted()).toEqual([...new Set(names(original))].toSorted());
  });

  it("keeps the placeholders", () => {
    const originals = new Map(flat(original));
    for (const [key, text] of flat(words)) {
      const said = originals.get(key);
      if (said === undefined) continue;
      // A singular may spell its one out.
      if (!key.endsWith("_one")) expect([key, placeholders(text)]).toEqual([key, placeholders(said)]);
    }
  });
});

it("the pseudo-language keeps placeholders and is longer", () => {
  expect(pseudo({ a: { b: "Join {{room}}" } })).toEqual({ a: { b: "[Jöïñ {{room}}~~~~~]" } });
});

describe("UI66 English says things plainly", () => {
  const texts = english.flatMap((file) => flat(files[file] ?? {}));

  it("has no stiff or unidiomatic words", () => {
    // "Do not disturb" is what the mode is called everywhere.
    const stiff =
      /\b(somebody|everybody|nobody|whoever|cannot|(do|does|is|are|could|will|would) not(?! disturb))\b/i;
    expect(texts.filter(([, text]) => stiff.test(text))).toEqual([]);
  });

  // Phrases that users asked about, in their current form.
  it.each([
    "Use at least 8 characters.",
    "No connection. Your messages will be sent when you're back online.",
    "You don't have permission to do that.",
    "Reload",
    "Session ended.",
    "This device",
    "Match system",
    "Edit history",
    "Current",
    "Not seen yet",
    "Reminder posted in the room.",
    "To pin a message, open its menu and choose Pin.",
    "To save a message, open its menu and choose Save.",
    "Recently used",
    "No emoji found",
    "Revoke",
    "Link revoked.",
    "No limit",
    "Create link",
    "Anyone with the link can join, even without an account.",
    "Notify me about every message.",
    "Never notify me.",
    "Audio",
    "Zoom in",
    "Continue",
    "Use this tab",
    "{{room}} settings",
    "Add alt text…",
    "Waiting for connection",
    "Sign-up is closed on this server.",
    "Room not found",
    "Too many unsent messages. Your draft is saved.",
    "Can't reach the server.",
    "Screen reader announcements",
  ])("%s", (phrase) => {
    expect(texts.some(([, text]) => text.includes(phrase))).toBe(true);
  });
});
