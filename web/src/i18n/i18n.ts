// Translations, loaded in parts: a view's words load with the view. English is the fallback of every other language, and keys
// are checked against it at build time. lib/format formats dates and numbers.
import base from "virtual:words/base/en.json";
import { readStored, writeStored } from "@/lib/storage";
import { addTexts, language as spoken, speak, type Words } from "./translate";

export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" } as const;
/** "pseudo" is long and right-to-left, for finding text that does not fit or layout that does not mirror. */
export type Language = keyof typeof LANGUAGES | "pseudo";
/** "base" is needed everywhere, "more" by parts of the shell that load after it, "dialogs" only by dialogs, "admin" by the administration. */
export type Part = "base" | "entrance" | "landing" | "shell" | "more" | "dialogs" | "admin";
type Source = () => Promise<{ default: Words }>;

const KEY = "confluence.language";

const sources: Record<Exclude<Language, "pseudo">, Record<Part, Source>> = {
  en: {
    base: async () => ({ default: base }),
    entrance: () => import("virtual:words/entrance/en.json"),
    landing: () => import("virtual:words/landing/en.json"),
    shell: () => import("virtual:words/shell/en.json"),
    more: () => import("virtual:words/more/en.json"),
    dialogs: () => import("virtual:words/dialogs/en.json"),
    admin: () => import("virtual:words/admin/en.json"),
  },
  de: {
    base: () => import("virtual:words/base/de.json"),
    entrance: () => import("virtual:words/entrance/de.json"),
    landing: () => import("virtual:words/landing/de.json"),
    shell: () => import("virtual:words/shell/de.json"),
    more: () => import("virtual:words/more/de.json"),
    dialogs: () => import("virtual:words/dialogs/de.json"),
    admin: () => import("virtual:words/admin/de.json"),
  },
  es: {
    base: () => import("virtual:words/base/es.json"),
    entrance: () => import("virtual:words/entrance/es.json"),
    landing: () => import("virtual:words/landing/es.json"),
    shell: () => import("virtual:words/shell/es.json"),
    more: () => import("virtual:words/more/es.json"),
    dialogs: () => import("virtual:words/dialogs/es.json"),
    admin: () => import("virtual:words/admin/es.json"),
  },
};

const parts = new Map<Part, Promise<void>>();

/** The chosen language, else the browser's first one that is supported, else English. */
export function preferredLanguage(): Language {
  const known = (tag: string): tag is Language => tag in LANGUAGES || tag === "pseudo";
  const chosen = readStored<string>(KEY, "");
  if (known(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0] ?? "").find(known) ?? "en";
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage();
  speak(language);
  mark(language);
  await addWords("base", base);
}

/** Loads a part's words in English, unless passed in, and in the current language. Later calls wait for the first. */
export function addWords(part: Part, english?: Words): Promise<void> {
  const bring = async () => {
    addTexts("en", english ?? (await sources.en[part]()).default);
    await load(spoken() as Language, part);
  };
  const bringing = parts.get(part) ?? bring();
  parts.set(part, bringing);
  // A failure is not cached: the next call tries again.
  bringing.catch(() => parts.delete(part));
  return bringing;
}

export async function setLanguage(language: Language): Promise<void> {
  writeStored(KEY, language);
  await Promise.all([...parts.keys()].map((part) => load(language, part)));
  speak(language);
  mark(language);
}

async function load(language: Language, part: Part): Promise<void> {
  if (language === "en") return;
  try {
    if (language === "pseudo") {
      const [{ pseudo }, english] = await Promise.all([import("./pseudo"), sources.en[part]()]);
      addTexts(language, pseudo(english.default));
    } else addTexts(language, (await sources[language][part]()).default);
  } catch {
    // Offline: English is shown until the next start.
  }
}

function mark(language: Language): void {
  document.documentElement.lang = language === "pseudo" ? "en" : language;
  document.documentElement.dir = language === "pseudo" ? "rtl" : "ltr";
}
