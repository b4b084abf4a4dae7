// The languages that code can be coloured in, and their other names. Small: the page reads it before it asks the worker.

/** The names of all grammars. */
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

/** The grammar for a language as somebody wrote it; null: there is none. */
export function grammarName(language: string): GrammarName | null {
  if (Object.hasOwn(aliases, language)) return aliases[language] ?? null;
  return grammarNames.find((name) => name === language) ?? null;
}
