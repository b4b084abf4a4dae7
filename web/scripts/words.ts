// Combines the words of the interface when the client is built. They are kept beside the code that shows them, in
// `words/<part>.<language>.json`. Each part of a language is one module, `virtual:words/<part>/<language>.json`, so that a view
// loads its words in one chunk. src/i18n/i18n.ts lists the parts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const PREFIX = "virtual:words/";
const SOURCES = path.resolve(import.meta.dirname, "../src");

type Words = { [key: string]: string | Words };

export function words(): Plugin {
  return {
    name: "words",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    // Vite turns the JSON into a module, as it does with JSON files.
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const [part, language] = id.slice(PREFIX.length + 1).split("/");
      const name = `${part}.${language}`;
      const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
        .filter((file) => path.basename(file) === name && path.basename(path.dirname(file)) === "words")
        .map((file) => path.join(SOURCES, file))
        .toSorted();
      if (files.length === 0) throw new Error(`no file words/${name}`);
      const together: Words = {};
      for (const file of files) {
        this.addWatchFile(file);
        merge(together, JSON.parse(readFileSync(file, "utf8")), file);
      }
      return JSON.stringify(together);
    },
  };
}

/** Throws if two files of a part define the same key, because one of them would never be shown. */
function merge(into: Words, from: Words, file: string): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (there === undefined) into[key] = value;
    else if (typeof there === "string" || typeof value === "string")
      throw new Error(`${file} defines “${key}”, which another file of its part defines too`);
    else merge(there, value, file);
  }
}
