// The words of the interface, put together when the client is built. They lie beside what shows them, as
// `words/<part>.<language>.json`; each part of a language is one module, `virtual:words/<part>/<language>.json`, so a view
// still brings its words in one chunk. The parts are those of src/i18n/i18n.ts.
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
    // Vite makes a module of the JSON, as it does of a file's.
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const [part, language] = id.slice(PREFIX.length + 1).split("/");
      const name = `${part}.${language}`;
      const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
        .filter((file) => path.basename(file) === name && path.basename(path.dirname(file)) === "words")
        .map((file) => path.join(SOURCES, file))
        .toSorted();
      if (files.length === 0) throw new Error(`no file holds words/${name}`);
      const together: Words = {};
      for (const file of files) {
        this.addWatchFile(file);
        merge(together, JSON.parse(readFileSync(file, "utf8")), file);
      }
      return JSON.stringify(together);
    },
  };
}

/** Throws where two files of a part say the same key: one of them would never be shown. */
function merge(into: Words, from: Words, file: string): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (there === undefined) into[key] = value;
    else if (typeof there === "string" || typeof value === "string")
      throw new Error(`${file} says “${key}”, which another file of its part says, too`);
    else merge(there, value, file);
  }
}
