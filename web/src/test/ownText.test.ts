// Browser translation replaces text nodes. React does not notice as long as a text is its element's only child, because then it
// replaces the element's content. Beside other nodes it would look for the text node that it once created.
import { parseAst } from "vite";
import { expect, test } from "vitest";

const files = import.meta.glob<string>(["../**/*.tsx", "!../**/*.test.tsx"], {
  eager: true,
  query: "?raw",
  import: "default",
});

/** Names of variables and properties that hold elements, never text. */
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

/** Whether a child node may be text that changes. White space between elements never does. */
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
    // A fragment's children become siblings of the nodes around it.
    if (children.length > 1 || node.type === "JSXFragment") yield* children.filter(isText);
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* sharedTexts(child);
  }
}

test.each(Object.keys(files))("UI39 %s: every text is its element's only child", (file) => {
  const source = files[file] ?? "";
  const tree = parseAst(source, { lang: "tsx" }) as unknown as Node;
  const shared = [...sharedTexts(tree)].map(
    ({ start, end }) => `line ${source.slice(0, start).split("\n").length}: ${source.slice(start, end)}`,
  );
  expect(shared).toEqual([]);
});
