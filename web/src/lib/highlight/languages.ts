// Languages with a grammar, and their aliases. Small, because the page loads it before it starts the worker.

/** Names of all grammars. */
export const grammarNames = [
  "bash",
  "c",
  "cpp",
  "css",
  "diff",
  "go",
  "html",
  "java",
  "javascript",
  "json",
  "jsx",
  "kotlin",
  "markdown",
  "python",
  "ruby",
  "rust",
  "sql",
  "swift",
  "toml",
  "tsx",
  "typescript",
  "yaml",
] as const;

export type GrammarName = (typeof grammarNames)[number];

const aliases: Record<string, GrammarName> = {
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

/** Grammar of a language by name or alias; null if there is none. */
export function grammarName(language: string): GrammarName | null {
  if (Object.hasOwn(aliases, language)) return aliases[language] ?? null;
  return grammarNames.find((name) => name === language) ?? null;
}
