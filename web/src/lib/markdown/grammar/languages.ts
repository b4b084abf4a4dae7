// Language names that a fence may have. Any other word there is the first line of the code, so that no text is lost.

const NAMES =
  "bash c cpp css diff go html java javascript json jsx kotlin markdown python ruby rust sql swift toml tsx typescript yaml " +
  "c++ cc golang htm js kt md mjs patch py rb rs sh shell ts yml zsh " +
  "asm awk bat batch c# clojure cmake cmd conf console cs csharp csv dart dockerfile elixir erlang f# fortran fsharp gql graphql " +
  "groovy h haskell hpp hs ini jl json5 jsonc julia latex less lisp log lua make makefile matlab mermaid nginx nix objc ocaml " +
  "perl php plain plaintext powershell prisma proto ps1 r regex sass scala scheme scss solidity svelte svg tex text txt vb vim " +
  "vue wasm xml zig";

export const languageNames: ReadonlySet<string> = new Set(NAMES.split(" "));

export const isLanguage = (word: string): boolean => languageNames.has(word.toLowerCase());
