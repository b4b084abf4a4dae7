// Renders a message's source as React nodes. Only the elements written here can appear. Each piece of text is the only child of
// an element, because browser translation replaces text nodes and React must never look for one.
//
// Each paragraph follows the direction of its own words. A list or quote follows the direction of its first words, so that its
// markers are beside them; therefore its first block has no direction of its own.
import { type ReactNode, useId } from "react";
import type { Block } from "./grammar/ast";
import { CodeBlock } from "./CodeBlock";
import { inlines, type Look } from "./inlines";
import { parse } from "./grammar/parse";

interface MarkdownProps extends Look {
  source: string;
}

export function Markdown({ source, words, mention, person }: MarkdownProps) {
  return blocks(parsed(source), { words, mention, person });
}

/** Cached trees; rows mount and unmount during scrolling. */
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

/** @param leads whether the first block determines the direction of its parent. */
const blocks = (children: readonly Block[], look: Look, leads = false): ReactNode =>
  children.map((child, index) => blockNode(child, index, look, leads && index === 0));

function blockNode(block: Block, key: number, look: Look, leads: boolean): ReactNode {
  const dir = leads ? undefined : "auto";
  switch (block.kind) {
    case "paragraph":
      return (
        <p key={key} dir={dir} className="not-first:mt-2">
          {inlines(block.children, look)}
        </p>
      );
    case "heading":
      return (
        <p key={key} dir={dir} className={`not-first:mt-2 font-semibold ${HEADING[block.level] ?? ""}`}>
          {inlines(block.children, look)}
        </p>
      );
    case "code":
      return (
        <CodeBlock
          key={key}
          language={block.language}
          text={block.text}
          copyLabel={look.words.copyCode}
          copiedLabel={look.words.copied}
        />
      );
    case "quote":
      return (
        <blockquote key={key} dir={dir} className="my-1 border-s-2 border-line-strong ps-3 text-text-2">
          {blocks(block.children, look, true)}
        </blockquote>
      );
    case "list":
      return listNode(block, key, look, dir);
    case "table":
      return tableNode(block, key, look);
  }
}

/** Text size by level; from the third level on, a heading is as large as the text. */
const HEADING: Record<number, string> = { 1: "text-xl", 2: "text-lg" };

function listNode(
  block: Extract<Block, { kind: "list" }>,
  key: number,
  look: Look,
  dir: "auto" | undefined,
): ReactNode {
  const items = block.items.map(({ number, checked, children }, index) => (
    <li
      // oxlint-disable-next-line react/no-array-index-key -- a message's items never reorder
      key={index}
      className={checked === null ? "my-0.5" : "-ms-5 my-0.5 flex list-none items-baseline gap-2"}
      // Shows the number and its punctuation as typed, not as the browser would count.
      style={block.mark === "" ? undefined : { listStyleType: `"${number}${block.mark} "` }}
    >
      {checked === null ? (
        blocks(children, look, index === 0)
      ) : (
        <Task checked={checked}>{blocks(children, look, index === 0)}</Task>
      )}
    </li>
  ));
  return block.mark === "" ? (
    <ul key={key} dir={dir} className="my-1 list-disc ps-5 marker:text-text-3">
      {items}
    </ul>
  ) : (
    <ol key={key} dir={dir} className="my-1 ps-9">
      {items}
    </ol>
  );
}

/** A task's checkbox, labelled by the task's text. */
function Task({ checked, children }: { checked: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <input
        type="checkbox"
        checked={checked}
        disabled
        readOnly
        aria-labelledby={id}
        className="size-3 shrink-0"
      />
      <div id={id} className="min-w-0">
        {children}
      </div>
    </>
  );
}

const ALIGN = { start: "text-start", center: "text-center", end: "text-end" } as const;

function tableNode(
  { align, head, rows }: Extract<Block, { kind: "table" }>,
  key: number,
  look: Look,
): ReactNode {
  const style = (column: number) =>
    `border border-line px-2 py-1 align-top ${ALIGN[align[column] ?? "start"]}`;
  return (
    // It scrolls sideways inside the message, so keyboards must be able to focus it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div key={key} tabIndex={0} className="my-1 max-w-full overflow-x-auto rounded-sm">
      <table className="border-collapse">
        <thead>
          <tr className="bg-surface-1">
            {head.map((cell, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- cells never reorder
              <th key={column} dir="auto" scope="col" className={`${style(column)} font-semibold`}>
                {inlines(cell, look)}
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
                <td key={column} dir="auto" className={style(column)}>
                  {inlines(cell, look)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
