// Colours for code, loaded when the first code block wants them: shiki's core with its JavaScript engine, one grammar a
// language. Gives coloured tokens, never markup; an unknown language stays plain.
import type { HighlighterCore, LanguageInput } from "shiki/core";

export interface CodeToken {
  text: string;
  /** A colour for both themes, or null: the text's own. */
  color: string | null;
}

/** Longer code stays plain: colouring it would hold up the page. */
const CODE_MAX = 20_000;

const grammars: Record<string, () => Promise<LanguageInput>> = {
  bash: async () => (await import("shiki/langs/bash.mjs")).default,
  c: async () => (await import("shiki/langs/c.mjs")).default,
  cpp: async () => (await import("shiki/langs/cpp.mjs")).default,
  css: async () => (await import("shiki/langs/css.mjs")).default,
  diff: async () => (await import("shiki/langs/diff.mjs")).default,
  go: async () => (await import("shiki/langs/go.mjs")).default,
  html: async () => (await import("shiki/langs/html.mjs")).default,
  java: async () => (await import("shiki/langs/java.mjs")).default,
  javascript: async () => (await import("shiki/langs/javascript.mjs")).default,
  json: async () => (await import("shiki/langs/json.mjs")).default,
  jsx: async () => (await import("shiki/langs/jsx.mjs")).default,
  kotlin: async () => (await import("shiki/langs/kotlin.mjs")).default,
  markdown: async () => (await import("shiki/langs/markdown.mjs")).default,
  python: async () => (await import("shiki/langs/python.mjs")).default,
  ruby: async () => (await import("shiki/langs/ruby.mjs")).default,
  rust: async () => (await import("shiki/langs/rust.mjs")).default,
  sql: async () => (await import("shiki/langs/sql.mjs")).default,
  swift: async () => (await import("shiki/langs/swift.mjs")).default,
  toml: async () => (await import("shiki/langs/toml.mjs")).default,
  tsx: async () => (await import("shiki/langs/tsx.mjs")).default,
  typescript: async () => (await import("shiki/langs/typescript.mjs")).default,
  yaml: async () => (await import("shiki/langs/yaml.mjs")).default,
};
const aliases: Record<string, string> = {
  "c++": "cpp",
  cc: "cpp",
  golang: "go",
  htm: "html",
  js: "javascript",
  kt: "kotlin",
  md: "markdown",
  mjs: "javascript",
  patch: "diff",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  ts: "typescript",
  yml: "yaml",
  zsh: "bash",
};

let core: Promise<HighlighterCore> | null = null;

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

/** Lines of coloured tokens, or null where the language is unknown or the code too long. */
export async function highlight(code: string, language: string): Promise<CodeToken[][] | null> {
  const name = aliases[language] ?? language;
  const grammar = Object.hasOwn(grammars, name) ? grammars[name] : undefined;
  if (grammar === undefined || code.length > CODE_MAX) return null;
  core ??= makeCore();
  const highlighter = await core;
  if (!highlighter.getLoadedLanguages().includes(name)) await highlighter.loadLanguage(await grammar());
  const lines = highlighter.codeToTokensWithThemes(code, {
    lang: name,
    themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  });
  return lines.map((line) =>
    line.map((token) => ({
      text: token.content,
      color: `light-dark(${token.variants["light"]?.color ?? "inherit"}, ${token.variants["dark"]?.color ?? "inherit"})`,
    })),
  );
}
