// Turns code into coloured runs with shiki's core and its JavaScript engine. Runs inside the worker only: hostile code can keep
// a grammar busy for minutes, and nothing in here can be interrupted.
import type { HighlighterCore } from "shiki/core";
import { grammarOf } from "./grammars";
import type { GrammarName } from "./languages";
import type { Run } from "./protocol";

/** Code with more runs stays plain, because drawing them on the main thread would be slow. */
export const RUNS_MAX = 3_000;

const THEMES = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } as const;

let core: Promise<HighlighterCore> | null = null;

/** Loads a grammar and colours its sample, so that its expressions are compiled before the deadline starts. */
export async function prepare(name: GrammarName): Promise<HighlighterCore> {
  core ??= makeCore();
  const highlighter = await core;
  if (!highlighter.getLoadedLanguages().includes(name)) {
    const grammar = grammarOf(name);
    await highlighter.loadLanguage((await grammar.load()).default);
    highlighter.codeToTokensWithThemes(grammar.sample, { lang: name, themes: THEMES });
  }
  return highlighter;
}

/** Colours code in a prepared grammar; null if it has more than `RUNS_MAX` runs. */
export function colour(highlighter: HighlighterCore, code: string, name: GrammarName): Run[] | null {
  const runs: Run[] = [];
  const put = (length: number, color: string | null) => {
    const last = runs.at(-1);
    if (last !== undefined && (last[1] === color || color === null)) last[0] += length;
    else runs.push([length, color]);
  };
  const lines = highlighter.codeToTokensWithThemes(code, { lang: name, themes: THEMES });
  let at = 0;
  for (const token of lines.flat()) {
    if (token.offset > at) put(token.offset - at, null);
    const { light, dark } = token.variants;
    // White space joins the run before it, which halves the number of runs.
    const color =
      token.content.trim() === ""
        ? null
        : `light-dark(${light?.color ?? "inherit"}, ${dark?.color ?? "inherit"})`;
    put(token.content.length, color);
    at = token.offset + token.content.length;
    if (runs.length > RUNS_MAX) return null;
  }
  if (at < code.length) put(code.length - at, null);
  return runs;
}

async function makeCore(): Promise<HighlighterCore> {
  const [{ createHighlighterCore }, { createJavaScriptRegexEngine }, light, dark] = await Promise.all([
    import("shiki/core"),
    import("shiki/engine/javascript"),
    import("shiki/themes/github-light-high-contrast.mjs"),
    import("shiki/themes/github-dark-high-contrast.mjs"),
  ]);
  return createHighlighterCore({
    themes: [light.default, dark.default],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
}
