// A message's source as React nodes. Only the elements written here can come out; text is always text, and each piece of it the
// only child of an element: a page that is translated has its text nodes replaced, and React must never look for one.
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Block, Inline } from "./ast";
import { CodeBlock } from "./CodeBlock";
import { ownPath } from "./links";
import { parse } from "./parse";

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
        <p key={key} className="not-first:mt-2">
          {inlines(block.children, mention)}
        </p>
      );
    case "heading":
      return (
        <p key={key} className="font-semibold not-first:mt-2">
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
    case "list": {
      const items = block.items.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a message's items never reorder
        <li key={index} className="my-0.5">
          {item.map((child, at) => blockNode(child, at, words, mention))}
        </li>
      ));
      return block.ordered ? (
        <ol key={key} start={block.start} className="my-1 list-decimal ps-7">
          {items}
        </ol>
      ) : (
        <ul key={key} className="my-1 list-disc ps-5 marker:text-text-3">
          {items}
        </ul>
      );
    }
  }
}

function inlines(nodes: readonly Inline[], mention: MarkdownProps["mention"]): ReactNode {
  return nodes.map((node, index) => inlineNode(node, index, mention));
}

/** Keyed by place: a message whose source changes is drawn anew as a whole. */
function inlineNode(node: Inline, key: number, mention: MarkdownProps["mention"]): ReactNode {
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
          className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          {inlines(node.children, mention)}
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
