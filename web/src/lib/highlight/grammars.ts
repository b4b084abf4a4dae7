// How each grammar is loaded, and a sample of its language. For the worker only: the page's bundle must not contain grammars.
import type { LanguageInput } from "shiki/core";
import type { GrammarName } from "./languages";

interface Grammar {
  load: () => Promise<{ default: LanguageInput }>;
  /** Coloured once after loading, because a grammar compiles its expressions on first use, which may take seconds. */
  sample: string;
}

const C_SAMPLE =
  "#include <stdio.h>\n#define N 10\n/* c */ // d\nstatic int f(const char *s, unsigned n) {\n  struct P p = {1, 2.5};\n  for (int i = 0; i < N; ++i) if (s[i] == 'a') printf(\"%d\\n\", p.x);\n  return n ? 0x1f : -1;\n}\n";
const JS_SAMPLE =
  '// c\n/** d */\nimport { a } from "b";\nexport class A extends B {\n  #x = 1;\n  async f(x, y = 2) { return x?.y ?? `t${y}`; }\n}\nconst f = (a, ...b) => a.map((c) => c + 1);\nif (a !== null && /r+/g.test(s)) { throw new Error("x"); } else for (const k of o) delete o[k];\n';
const TS_SAMPLE = `${JS_SAMPLE}interface I<T> extends J { readonly a?: string; f(x: number): T[]; }\ntype U = "a" | keyof I<string>;\nfunction g<T extends U>(x: T, y?: Map<string, number>): x is T { return x as unknown as T; }\nenum E { A = 1 }\n`;
const JSX_SAMPLE = '<div className="a" {...b} onClick={() => c(1)}>text {d} <B.C e /></div>;\n';
const CSS_SAMPLE =
  '/* c */ @import "a"; @media (min-width: 1px) { a > .b#c:hover::before, [d="e"] { color: #fff; margin: calc(1px + 2em) auto !important; --x: var(--y, rgb(1 2 3)); } }\n';

const grammars: Record<GrammarName, Grammar> = {
  bash: {
    load: () => import("shiki/langs/bash.mjs"),
    sample:
      '#!/bin/sh\n# c\nfor i in $(ls -la); do echo "$i ${x:-1}" | grep -v \'a\' > /tmp/b; done\nif [ -f "$1" ] && [[ $a == b ]]; then x=$((1 + 2)); fi\nf() { local y=`z`; case $1 in a) exit 1;; esac; }\ncat <<EOF\n$x\nEOF\n',
  },
  c: { load: () => import("shiki/langs/c.mjs"), sample: C_SAMPLE },
  cpp: {
    load: () => import("shiki/langs/cpp.mjs"),
    sample: `${C_SAMPLE}namespace n { template <typename T> class A : public B<T> { public: virtual ~A() = default; auto f() const -> std::vector<int> override { for (auto& x : v_) if constexpr (true) x += static_cast<int>(1); return [this](int y) { return new T(y); }; } private: T v_; }; }\nusing namespace std; enum class E { A };\n`,
  },
  css: { load: () => import("shiki/langs/css.mjs"), sample: CSS_SAMPLE },
  diff: {
    load: () => import("shiki/langs/diff.mjs"),
    sample: "diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ f\n a\n-b\n+c\n",
  },
  go: {
    load: () => import("shiki/langs/go.mjs"),
    sample:
      'package main\nimport "fmt"\n// c\ntype A struct { B int `json:"b"` }\nfunc (a *A) F(x []string, y ...int) (n int, err error) {\n  defer a.G()\n  for i, v := range x { if v != "" { go fmt.Printf("%s\\n", v) } }\n  m := map[string]int{"a": 1}\n  switch n { case 1: return m["a"], nil }\n  return\n}\n',
  },
  html: {
    load: () => import("shiki/langs/html.mjs"),
    sample: `<!doctype html>\n<!-- c -->\n<div class="a" id=b hidden>&amp; text<br/><script>\n${JS_SAMPLE}</script><style>\n${CSS_SAMPLE}</style></div>\n`,
  },
  java: {
    load: () => import("shiki/langs/java.mjs"),
    sample:
      'package a.b;\nimport java.util.*;\n/** d */\n@Override\npublic final class A<T> extends B implements C {\n  private static final int N = 1;\n  public List<T> f(String s, int... x) throws E {\n    for (var y : x) if (y instanceof Integer i && s.equals("a")) return new ArrayList<>();\n    return x -> x.y();\n  }\n}\n',
  },
  javascript: { load: () => import("shiki/langs/javascript.mjs"), sample: JS_SAMPLE },
  json: {
    load: () => import("shiki/langs/json.mjs"),
    sample: '{"a": [1, -2.5e3, true, null, "b\\n"], "c": {}}\n',
  },
  jsx: { load: () => import("shiki/langs/jsx.mjs"), sample: JS_SAMPLE + JSX_SAMPLE },
  kotlin: {
    load: () => import("shiki/langs/kotlin.mjs"),
    sample:
      'package a\nimport b.c\n// c\ndata class A(val x: Int, var y: String? = null) : B() {\n  override fun f(z: List<Int>): Int = when (z.size) { 0 -> 1 else -> z.map { it + 1 }.first() }\n}\nfun main() { val s = "a $x ${y}"; for (i in 1..3) println(s) }\n',
  },
  markdown: {
    load: () => import("shiki/langs/markdown.mjs"),
    sample:
      "# a\n\n- *b* **c** `d` [e](https://f.example) ![g](h)\n1. i\n\n> j\n\n| a | b |\n|---|---|\n| c | d |\n\n```ts\nconst a = 1;\n```\n",
  },
  python: {
    load: () => import("shiki/langs/python.mjs"),
    sample:
      'import os\nfrom a import b as c\n# c\n@d\nclass A(B):\n    """doc"""\n    async def f(self, x: int = 1, *y, **z) -> list[str]:\n        return [f"{a!r:>3}" for a in x if a not in (1, None)]\nwith open("a") as g: print(g.read(), lambda q: q ** 2)\ntry: raise E()\nexcept E as e: pass\n',
  },
  ruby: {
    load: () => import("shiki/langs/ruby.mjs"),
    sample:
      "# c\nrequire 'a'\nmodule A\n  class B < C\n    attr_reader :x\n    def f(y, z: 1, &b)\n      @w ||= y.map { |v| \"#{v} a\" }.select(&:any?)\n      return nil unless y =~ /r+/\n    end\n  end\nend\nx = <<~T\n  t\nT\n%w[a b].each do |i| puts i end\n",
  },
  rust: {
    load: () => import("shiki/langs/rust.mjs"),
    sample:
      "//! d\nuse std::{fs, io::Read};\n#[derive(Debug)]\npub struct A<'a, T: B> { x: &'a str, y: Vec<T> }\nimpl<T> A<'_, T> { async fn f(&mut self, n: usize) -> Result<(), E> { let mut v = vec![1u8, 0x2f]; for i in 0..n { match v.get(i) { Some(x) if *x > 1 => println!(\"{x:?}\\n\"), _ => return Err(E::X) } } Ok(()) } }\n",
  },
  sql: {
    load: () => import("shiki/langs/sql.mjs"),
    sample:
      "-- c\nSELECT a.b, count(*) AS n FROM t a LEFT JOIN u ON u.id = a.id WHERE x = 'y' AND z IN (1, 2) GROUP BY 1 ORDER BY n DESC LIMIT 5;\nCREATE TABLE v (id bigint PRIMARY KEY, w text NOT NULL DEFAULT 'a');\nINSERT INTO v VALUES (1, NULL);\n",
  },
  swift: {
    load: () => import("shiki/langs/swift.mjs"),
    sample:
      'import A\n// c\n@objc public final class B<T: C>: D {\n  private var x: [Int]? = nil\n  func f(_ y: String, z: Int = 1) async throws -> Bool {\n    guard let w = x?.first else { return false }\n    for i in 0..<z { print("a \\(i)") }\n    switch w { case 1: break; default: return x!.map { $0 + 1 }.isEmpty }\n  }\n}\n',
  },
  toml: {
    load: () => import("shiki/langs/toml.mjs"),
    sample: "# c\n[a.b]\nc = \"d\"\ne = [1, 2.5, true]\nf = { g = 'h' }\n[[i]]\nj = 2026-01-02T03:04:05Z\n",
  },
  tsx: { load: () => import("shiki/langs/tsx.mjs"), sample: TS_SAMPLE + JSX_SAMPLE },
  typescript: { load: () => import("shiki/langs/typescript.mjs"), sample: TS_SAMPLE },
  yaml: {
    load: () => import("shiki/langs/yaml.mjs"),
    sample: "# c\na: &b\n  - c: \"d\"\n    e: [1, true, null]\n  - *b\nf: |\n  text\ng: {h: 'i'}\n---\n",
  },
};

export const grammarOf = (name: GrammarName): Grammar => grammars[name];
