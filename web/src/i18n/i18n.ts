// Every word that people read comes from here, in three parts: the entrance's words are in the bundle, the landing page and
// the shell bring theirs along. Other languages load when chosen. Keys are checked at build time against English; dates and
// numbers are lib/format's business.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readStored, writeStored } from "@/lib/storage";
import en from "./entrance/en.json";

export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" } as const;
/** "pseudo" is long and runs from right to left: for finding what does not fit or mirror. */
export type Language = keyof typeof LANGUAGES | "pseudo";
type Part = "entrance" | "landing" | "shell";
type Words = { [key: string]: string | Words };

const KEY = "confluence.language";

const loaders: Record<Exclude<Language, "en">, Record<Part, () => Promise<{ default: Words }>>> = {
  de: {
    entrance: () => import("./entrance/de.json"),
    landing: () => import("./landing/de.json"),
    shell: () => import("./de.json"),
  },
  es: {
    entrance: () => import("./entrance/es.json"),
    landing: () => import("./landing/es.json"),
    shell: () => import("./es.json"),
  },
  pseudo: {
    entrance: async () => ({ default: (await import("./pseudo")).pseudo(en) }),
    landing: async () => stretched(import("./landing/en.json")),
    shell: async () => stretched(import("./en.json")),
  },
};

async function stretched(words: Promise<{ default: Words }>): Promise<{ default: Words }> {
  const [{ pseudo }, english] = await Promise.all([import("./pseudo"), words]);
  return { default: pseudo(english.default) };
}

const parts: Part[] = ["entrance"];

/** The chosen language, else the browser's first that we speak, else English. */
export function preferredLanguage(): Language {
  const known = (tag: string): tag is Language => tag in LANGUAGES || tag === "pseudo";
  const chosen = readStored<string>(KEY, "");
  if (known(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0] ?? "").find(known) ?? "en";
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language, "entrance");
  mark(language);
}

/** Adds a part's words in English (which stand in for what another language lacks) and in the language shown. */
export async function addWords(part: Part, english: Words): Promise<void> {
  i18next.addResourceBundle("en", "translation", english, true, true);
  if (!parts.includes(part)) parts.push(part);
  await load(i18next.language as Language, part);
}

export async function setLanguage(language: Language): Promise<void> {
  writeStored(KEY, language);
  for (const part of parts) await load(language, part);
  await i18next.changeLanguage(language);
  mark(language);
}

async function load(language: Language, part: Part): Promise<void> {
  if (language === "en") return;
  try {
    const words = await loaders[language][part]();
    i18next.addResourceBundle(language, "translation", words.default, true, true);
  } catch {
    // Offline: English stands in until the next start.
  }
}

function mark(language: Language): void {
  document.documentElement.lang = language === "pseudo" ? "en" : language;
  document.documentElement.dir = language === "pseudo" ? "rtl" : "ltr";
}
