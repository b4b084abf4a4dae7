// A page that is translated has each of its text nodes replaced. React never notices as long as a text is all that its element
// holds: then it replaces the content of the element. Beside other nodes it would look for the text node it once made.
import { parseAst } from "vite";
import { expect, test } from "vitest";

const files = import.meta.glob<string>(["../**/*.tsx", "!../**/*.test.tsx"], {
  eager: true,
  query: "?raw",
  import: "default",
});

/** Names of what holds elements, never text. */
const ELEMENTS =
  /^(icon|end|badge|trigger|actions|empty|button|menu|aside|summary|picture|files|action|children|view|rest|head|foot)$/;

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Whether an expression between elements may be a text. Blanks between two elements never change. */
function isText(node: Node): boolean {
  switch (node.type) {
    case "JSXText":
      return (node["value"] as string).trim() !== "";
    case "JSXExpressionContainer":
      return isText(node["expression"] as Node);
    case "Literal":
      return (
        typeof node["value"] === "number" ||
        (typeof node["value"] === "string" && node["value"].trim() !== "")
      );
    case "TemplateLiteral":
    case "BinaryExpression":
      return true;
    case "ConditionalExpression":
      return isText(node["consequent"] as Node) || isText(node["alternate"] as Node);
    case "LogicalExpression":
      return isText(node["right"] as Node);
    case "CallExpression": {
      const callee = node["callee"] as Node;
      const name = (isNode(callee["property"]) ? callee["property"]["name"] : callee["name"]) as string;
      return name !== "map" && !ELEMENTS.test(name);
    }
    case "MemberExpression":
      return !ELEMENTS.test(String((node["property"] as Node)["name"]));
    case "Identifier":
      return !ELEMENTS.test(String(node["name"])) && node["name"] !== "undefined";
    default:
      return false;
  }
}

function* sharedTexts(node: Node): Generator<Node> {
  if (node.type === "JSXElement" || node.type === "JSXFragment") {
    const children = (node["children"] as Node[]).filter(
      (child) =>
        !(child.type === "JSXText" && (child["value"] as string).trim() === "") &&
        !(
          child.type === "JSXExpressionContainer" &&
          (child["expression"] as Node).type === "JSXEmptyExpression"
        ),
    );
    // A fragment's children lie among whatever is around it.
    if (children.length > 1 || node.type === "JSXFragment") yield* children.filter(isText);
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* sharedTexts(child);
  }
}

test.each(Object.keys(files))("UI39 %s: every text is all that its element holds", (file) => {
  const source = files[file] ?? "";
  const tree = parseAst(source, { lang: "tsx" }) as unknown as Node;
  const shared = [...sharedTexts(tree)].map(
    ({ start, end }) => `line ${source.slice(0, start).split("\n").length}: ${source.slice(start, end)}`,
  );
  expect(shared).toEqual([]);
});
