// The grammar: what each mark becomes, and that what is not closed stays text.
import { describe, expect, test } from "vitest";
import type { Block, Inline } from "./ast";
import { parse } from "./parse";
import { plainText } from "./plain";

const plain = (nodes: Inline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      if (node.kind === "break") return "↵";
      if (node.kind === "code") return `<code ${node.text}>`;
      if (node.kind === "mention") return `<@${node.name}>`;
      if (node.kind === "link") return `<a ${node.href} ${plain(node.children)}>`;
      return `<${node.kind} ${plain(node.children)}>`;
    })
    .join("");
const shape = (blocks: Block[]): string =>
  blocks
    .map((block) => {
      if (block.kind === "code") return `[code ${block.language}|${block.text}]`;
      if (block.kind === "quote") return `[quote ${shape(block.children)}]`;
      if (block.kind === "list")
        return `[${block.ordered ? `ol ${block.start}` : "ul"} ${block.items.map(shape).join(";")}]`;
      return block.kind === "heading" ? `[h ${plain(block.children)}]` : plain(block.children);
    })
    .join("¶");

describe("inline", () => {
  test.each([
    ["**bold** and *it* and _it_ and ~~no~~", "<strong bold> and <em it> and <em it> and <strike no>"],
    ["***both***", "<strong <em both>>"],
    ["**a *b* c**", "<strong a <em b> c>"],
    ["snake_case_name and 2*3*4", "snake_case_name and 2<em 3>4"],
    ["a * b * c, ** and ~~", "a * b * c, ** and ~~"],
    ["not *closed", "not *closed"],
    ["`code *not em*` and ``a ` b``", "<code code *not em*> and <code a ` b>"],
    ["open ` tick", "open ` tick"],
    ["\\*not\\* em", "*not* em"],
    ["one\ntwo", "one↵two"],
    [
      "see https://a.example/x(y)?q=1, ok",
      "see <a https://a.example/x(y)?q=1 https://a.example/x(y)?q=1>, ok",
    ],
    ["(https://a.example/x).", "(<a https://a.example/x https://a.example/x>)."],
    ["[text **b**](https://a.example)", "<a https://a.example text <strong b>>"],
    ["[mail](mailto:a@b.example)", "<a mailto:a@b.example mail>"],
    ["hi @Ana.b, mail me@x.example", "hi <@ana.b>, mail me@x.example"],
    ["`@ana` is code", "<code @ana> is code"],
    [":tada: 10:30:45 :nothing:", "🎉 10:30:45 :nothing:"],
  ])("%s", (source, expected) => {
    expect(shape(parse(source))).toBe(expected);
  });
});

describe("blocks", () => {
  test.each([
    ["a\n\nb", "a¶b"],
    ["```rust\nfn main() {}\n```\nafter", "[code rust|fn main() {}]¶after"],
    ["```\nnever closed\n> x", "[code |never closed\n> x]"],
    ["> quoted\n> more\nmine", "[quote quoted↵more]¶mine"],
    ["> > twice", "[quote [quote twice]]"],
    ["- a\n- b\n  - c\n- d", "[ul a;b¶[ul c];d]"],
    ["3. a\n4. b", "[ol 3 a;b]"],
    ["# Title\ntext", "[h Title]¶text"],
    ["-no list\n#no heading", "-no list↵#no heading"],
    ["", ""],
  ])("%s", (source, expected) => {
    expect(shape(parse(source))).toBe(expected);
  });
});

test("a quote shows the words without their marks", () => {
  expect(plainText("> **Two** lines\n- of `code` and [a link](https://a.example)\n```js\nlet x;\n```")).toBe(
    "Two lines of code and a link let x;",
  );
  expect(plainText("cut **in the mid")).toBe("cut **in the mid");
});
