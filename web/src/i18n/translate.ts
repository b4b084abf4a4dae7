// The translator: looks a key up in the current language, else in English, chooses the plural form and fills in values.
// It knows nothing of files or React. i18next would do the same in 13 kB; only its types are used, which check the keys.
import type { TFunction } from "i18next";

export type Words = { [key: string]: string | Words };
type Values = { readonly [name: string]: string | number | undefined; readonly count?: number };

const FALLBACK = "en";

/** By language, then by full key ("rooms.create"). */
const texts = new Map<string, Map<string, string>>();
const plurals = new Map<string, Intl.PluralRules>();
const listeners = new Set<() => void>();
let current = FALLBACK;

export const language = (): string => current;

/** Switches to a language whose words have been added. */
export function speak(to: string): void {
  current = to;
  changed();
}

/** Adds words to those of a language; later ones replace earlier ones. */
export function addTexts(to: string, words: Words): void {
  const held = texts.get(to) ?? new Map<string, string>();
  texts.set(to, held);
  flatten(held, words, "");
  changed();
}

/** Calls `listener` whenever translations may have changed. Returns a function that stops it. */
export function onTranslations(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of a key, or the key itself if no language has it. For components, see useTranslation.ts. */
export const t = translate as unknown as TFunction;

function translate(key: string, values: Values = {}): string {
  const text = find(current, key, values.count) ?? find(FALLBACK, key, values.count) ?? key;
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ""));
}

function find(from: string, key: string, count: number | undefined): string | undefined {
  const held = texts.get(from);
  const form = count === undefined ? undefined : held?.get(`${key}_${rulesOf(from).select(count)}`);
  return form ?? held?.get(key);
}

function rulesOf(of: string): Intl.PluralRules {
  const rules = plurals.get(of) ?? new Intl.PluralRules(of);
  plurals.set(of, rules);
  return rules;
}

function flatten(into: Map<string, string>, words: Words, prefix: string): void {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") into.set(prefix + key, value);
    else flatten(into, value, `${prefix}${key}.`);
  }
}

function changed(): void {
  for (const listener of listeners) listener();
}
