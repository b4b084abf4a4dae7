// Every word that people read comes from here. English is in the bundle, in two halves: the entrance's words with it, the
// shell's with the shell. Other languages load when chosen. Keys are checked at build time against English; dates and
// numbers are lib/format's business.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readStored, writeStored } from "@/lib/storage";
import en from "./entrance/en.json";

export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" } as const;
/** "pseudo" is long and runs from right to left: for finding what does not fit or mirror. */
export type Language = keyof typeof LANGUAGES | "pseudo";
type Half = "entrance" | "shell";
type Words = { [key: string]: string | Words };

const KEY = "confluence.language";

const loaders: Record<Exclude<Language, "en">, Record<Half, () => Promise<{ default: Words }>>> = {
  de: { entrance: () => import("./entrance/de.json"), shell: () => import("./de.json") },
  es: { entrance: () => import("./entrance/es.json"), shell: () => import("./es.json") },
  pseudo: {
    entrance: async () => ({ default: (await import("./pseudo")).pseudo(en) }),
    shell: async () => {
      const [{ pseudo }, words] = await Promise.all([import("./pseudo"), import("./en.json")]);
      return { default: pseudo(words.default) };
    },
  },
};

const halves: Half[] = ["entrance"];

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

/** Adds the shell's words in English (which stand in for what another language lacks) and in the language shown. */
export async function addShellWords(english: Words): Promise<void> {
  i18next.addResourceBundle("en", "translation", english, true, true);
  halves.push("shell");
  await load(i18next.language as Language, "shell");
}

export async function setLanguage(language: Language): Promise<void> {
  writeStored(KEY, language);
  for (const half of halves) await load(language, half);
  await i18next.changeLanguage(language);
  mark(language);
}

async function load(language: Language, half: Half): Promise<void> {
  if (language === "en") return;
  try {
    const words = await loaders[language][half]();
    i18next.addResourceBundle(language, "translation", words.default, true, true);
  } catch {
    // Offline: English stands in until the next start.
  }
}

function mark(language: Language): void {
  document.documentElement.lang = language === "pseudo" ? "en" : language;
  document.documentElement.dir = language === "pseudo" ? "rtl" : "ltr";
}
