// A message's source as React nodes. Only the elements written here can come out; text is always text, and each piece of it the
// only child of an element: a page that is translated has its text nodes replaced, and React must never look for one.
import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import type { Block, Inline } from "./ast";
import { CodeBlock } from "./CodeBlock";
import { ownPath } from "./links";
import { parse } from "./parse";
import { Spoiler } from "./Spoiler";

export interface MarkdownWords {
  copyCode: string;
  copied: string;
}

interface MarkdownProps {
  source: string;
  words: MarkdownWords;
  /** How a mention looks: "me" stands out, "other" is a name, null is plain text. */
  mention: (name: string) => "me" | "other" | null;
}

export function Markdown({ source, words, mention }: MarkdownProps) {
  return <>{parsed(source).map((block, index) => blockNode(block, index, words, mention))}</>;
}

/** Rows come and go while one scrolls; so many trees are kept. */
const CACHE_MAX = 400;
const cache = new Map<string, Block[]>();

function parsed(source: string): Block[] {
  const held = cache.get(source);
  if (held !== undefined) return held;
  const made = parse(source);
  const oldest = cache.keys().next();
  if (cache.size >= CACHE_MAX && !oldest.done) cache.delete(oldest.value);
  cache.set(source, made);
  return made;
}

function blockNode(
  block: Block,
  key: number,
  words: MarkdownWords,
  mention: MarkdownProps["mention"],
): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return (
        <p key={key} dir="auto" className="not-first:mt-2">
          {inlines(block.children, mention)}
        </p>
      );
    case "heading":
      return (
        <p key={key} dir="auto" className={`not-first:mt-2 font-semibold ${HEADING[block.level] ?? ""}`}>
          {inlines(block.children, mention)}
        </p>
      );
    case "code":
      return (
        <CodeBlock
          key={key}
          language={block.language}
          text={block.text}
          copyLabel={words.copyCode}
          copiedLabel={words.copied}
        />
      );
    case "quote":
      return (
        <blockquote key={key} className="my-1 border-s-2 border-line-strong ps-3 text-text-2">
          {block.children.map((child, index) => blockNode(child, index, words, mention))}
        </blockquote>
      );
    case "list":
      return listNode(block, key, words, mention);
    case "table":
      return tableNode(block, key, mention);
  }
}

/** By level; below the second one a heading is as large as the text. */
const HEADING: Record<number, string> = { 1: "text-xl", 2: "text-lg" };

function listNode(
  block: Extract<Block, { kind: "list" }>,
  key: number,
  words: MarkdownWords,
  mention: MarkdownProps["mention"],
): ReactNode {
  const items = block.items.map(({ number, checked, children }, index) => (
    <li
      // oxlint-disable-next-line react/no-array-index-key -- a message's items never reorder
      key={index}
      dir="auto"
      className={checked === null ? "my-0.5" : "-ms-5 my-0.5 flex list-none items-baseline gap-2"}
      // The number and its sign as typed, whatever the browser would count.
      style={block.mark === "" ? undefined : { listStyleType: `"${number}${block.mark} "` }}
    >
      {checked === null ? (
        children.map((child, at) => blockNode(child, at, words, mention))
      ) : (
        <>
          <input type="checkbox" checked={checked} disabled readOnly className="size-3 shrink-0" />
          <div className="min-w-0">{children.map((child, at) => blockNode(child, at, words, mention))}</div>
        </>
      )}
    </li>
  ));
  return block.mark === "" ? (
    <ul key={key} className="my-1 list-disc ps-5 marker:text-text-3">
      {items}
    </ul>
  ) : (
    <ol key={key} className="my-1 ps-9">
      {items}
    </ol>
  );
}

const ALIGN = { start: "text-start", center: "text-center", end: "text-end" } as const;

function tableNode(
  { align, head, rows }: Extract<Block, { kind: "table" }>,
  key: number,
  mention: MarkdownProps["mention"],
): ReactNode {
  const look = (column: number) =>
    `border border-line px-2 py-1 align-top ${ALIGN[align[column] ?? "start"]}`;
  return (
    // It scrolls sideways inside the message, so it must be reachable.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div key={key} tabIndex={0} className="my-1 max-w-full overflow-x-auto rounded-sm">
      <table className="border-collapse">
        <thead>
          <tr className="bg-surface-1">
            {head.map((cell, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- cells never reorder
              <th key={column} dir="auto" scope="col" className={`${look(column)} font-semibold`}>
                {inlines(cell, mention)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows never reorder
            <tr key={line}>
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- cells never reorder
                <td key={column} dir="auto" className={look(column)}>
                  {inlines(cell, mention)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inlines(nodes: readonly Inline[], mention: MarkdownProps["mention"]): ReactNode {
  return nodes.map((node, index) => inlineNode(node, index, mention));
}

/** Keyed by place: a message whose source changes is drawn anew as a whole. */
function inlineNode(node: Inline, key: number, mention: MarkdownProps["mention"]): ReactElement {
  switch (node.kind) {
    case "text":
      return <span key={key}>{node.text}</span>;
    case "break":
      return <br key={key} />;
    case "code":
      return (
        <code
          key={key}
          className="rounded-sm border border-line bg-surface-1 px-1 py-px font-mono text-[0.9em]"
        >
          {node.text}
        </code>
      );
    case "strong":
      return (
        <strong key={key} className="font-semibold">
          {inlines(node.children, mention)}
        </strong>
      );
    case "em":
      return <em key={key}>{inlines(node.children, mention)}</em>;
    case "spoiler":
      return <Spoiler key={key}>{inlines(node.children, mention)}</Spoiler>;
    case "strike":
      return <s key={key}>{inlines(node.children, mention)}</s>;
    case "link": {
      const path = ownPath(node.href);
      // A room of this server opens here, without loading the page anew.
      if (path !== null)
        return (
          <Link
            key={key}
            href={path}
            className="-mx-0.5 rounded-sm bg-accent-soft px-1 font-medium text-accent hover:underline"
          >
            {inlines(node.children, mention)}
          </Link>
        );
      return (
        <a
          key={key}
          href={node.href}
          target="_blank"
          rel="noopener nofollow"
          title={node.title === "" ? undefined : node.title}
          className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          <span>{inlines(node.children, mention)}</span>
          {node.host !== "" && <span className="text-text-3">{` (${node.host})`}</span>}
        </a>
      );
    }
    case "mention": {
      const look = mention(node.name);
      if (look === null) return <span key={key}>{node.text}</span>;
      return (
        <span
          key={key}
          className={
            look === "me"
              ? "-mx-1 rounded-sm bg-mention px-1 font-semibold text-text"
              : "-mx-0.5 rounded-sm bg-accent-soft px-1 font-medium text-text"
          }
        >
          {node.text}
        </span>
      );
    }
  }
}
