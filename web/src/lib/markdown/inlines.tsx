// Running text as React nodes: emphasis, links, mentions, inline code.
import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import type { Inline } from "./grammar/ast";
import { ownPath } from "./grammar/links";
import { Spoiler } from "./Spoiler";

export interface MarkdownWords {
  copyCode: string;
  copied: string;
  showHidden: string;
  hide: string;
}

/** Properties shared by all nodes of a message. */
export interface Look {
  words: MarkdownWords;
  /** Style of a mention: "me" is highlighted, "other" is a name, null is plain text. */
  mention: (name: string) => "me" | "other" | null;
  /** Id of a mentioned person, whose card the mention opens; null if the id is unknown. */
  person?: ((name: string) => string | null) | undefined;
}

export function inlines(nodes: readonly Inline[], look: Look): ReactNode {
  return nodes.map((node, index) => inlineNode(node, index, look));
}

/** Keyed by index, because a message whose source changes is rendered anew as a whole. */
function inlineNode(node: Inline, key: number, look: Look): ReactElement {
  switch (node.kind) {
    case "text":
      return <span key={key}>{node.text}</span>;
    case "break":
      return <br key={key} />;
    case "code":
      return (
        <code
          key={key}
          dir="ltr"
          className="rounded-sm border border-line bg-surface-1 px-1 py-px font-mono text-[0.9em]"
        >
          {node.text}
        </code>
      );
    case "strong":
      return (
        <strong key={key} className="font-semibold">
          {inlines(node.children, look)}
        </strong>
      );
    case "em":
      return <em key={key}>{inlines(node.children, look)}</em>;
    case "spoiler":
      return (
        <Spoiler key={key} words={look.words}>
          {inlines(node.children, look)}
        </Spoiler>
      );
    case "strike":
      return <s key={key}>{inlines(node.children, look)}</s>;
    case "link": {
      const path = ownPath(node.href);
      // A room of this server opens without reloading the page.
      if (path !== null)
        return (
          <Link
            key={key}
            href={path}
            className="-mx-0.5 rounded-sm bg-accent-soft px-1 font-medium text-accent hover:underline"
          >
            {inlines(node.children, look)}
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
          <span>{inlines(node.children, look)}</span>
          {node.host !== "" && (
            <span dir="ltr" className="text-text-3">
              {` (${node.host})`}
            </span>
          )}
        </a>
      );
    }
    case "mention": {
      const called = look.mention(node.name);
      if (called === null) return <span key={key}>{node.text}</span>;
      const person = look.person?.(node.name) ?? null;
      return (
        // A <button> would be left out when the text is copied, and would not wrap with it.
        <span
          key={key}
          {...(person !== null && {
            "data-person": person,
            role: "button",
            tabIndex: 0,
            "aria-haspopup": "dialog",
          })}
          className={
            called === "me"
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
