// An emoji picker: a search field that keeps the focus, and a grid below it that arrow keys navigate. Rows are virtual, so the
// marked cell is the search field's active descendant and is not focused. It knows neither the source nor the use of emoji.
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { cx } from "../cx";

export interface PickerEmoji {
  /** The emoji as it is shown and chosen. */
  emoji: string;
  name: string;
}

export interface EmojiGroup {
  key: string;
  label: string;
  emoji: readonly PickerEmoji[];
}

interface EmojiPickerProps {
  groups: readonly EmojiGroup[];
  query: string;
  onQuery: (query: string) => void;
  onPick: (emoji: string) => void;
  words: { search: string; none: string; grid: string };
  /** Content beside the search field: the skin tone. */
  aside: React.ReactNode;
  /** Whether the search field takes focus; on touch screens that would raise the keyboard over the grid. */
  autoFocus: boolean;
}

const COLUMNS = 8;
const ROW_PX = 40;

type Line = { label: string; key: string } | { cells: readonly PickerEmoji[]; key: string };

function linesOf(groups: readonly EmojiGroup[]): Line[] {
  const lines: Line[] = [];
  for (const { key, label, emoji } of groups) {
    if (emoji.length === 0) continue;
    lines.push({ label, key });
    for (let at = 0; at < emoji.length; at += COLUMNS)
      lines.push({ cells: emoji.slice(at, at + COLUMNS), key: `${key}${at}` });
  }
  return lines;
}

export function EmojiPicker({ groups, query, onQuery, onPick, words, aside, autoFocus }: EmojiPickerProps) {
  const id = useId();
  const list = useRef<VListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const lines = useMemo(() => linesOf(groups), [groups]);
  const [mark, setMark] = useState<{ line: number; column: number } | null>(null);
  // A new search starts at its first cell.
  const first = lines.findIndex((line) => "cells" in line);
  const at = mark ?? { line: first, column: 0 };
  useLayoutEffect(() => {
    if (autoFocus) search.current?.focus();
  }, [autoFocus]);

  const cellsAt = (line: number) => {
    const found = lines[line];
    return found !== undefined && "cells" in found ? found.cells : undefined;
  };
  const go = (line: number, column: number) => {
    const cells = cellsAt(line);
    if (cells === undefined) return;
    setMark({ line, column: Math.min(column, cells.length - 1) });
    list.current?.scrollToIndex(line, { align: "nearest" });
  };
  /** The next line of cells in a direction, skipping labels. */
  const lineFrom = (line: number, step: 1 | -1) => {
    let next = line + step;
    while (next >= 0 && next < lines.length && cellsAt(next) === undefined) next += step;
    return next;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const cells = cellsAt(at.line) ?? [];
    const chosen = cells[at.column];
    const { line, column } = at;
    const moves: Record<string, () => void> = {
      ArrowDown: () => (mark === null ? go(first, 0) : go(lineFrom(line, 1), column)),
      ArrowUp: () => go(lineFrom(line, -1), column),
      ArrowRight: () => (column + 1 < cells.length ? go(line, column + 1) : go(lineFrom(line, 1), 0)),
      ArrowLeft: () => (column > 0 ? go(line, column - 1) : go(lineFrom(line, -1), COLUMNS)),
      Enter: () => chosen !== undefined && onPick(chosen.emoji),
    };
    const move = moves[event.key];
    // While a query is typed, left and right move the caret until a cell is marked.
    if (move === undefined || (mark === null && query !== "" && event.key.endsWith("t"))) return;
    event.preventDefault();
    move();
  };

  const cellId = (line: number, column: number) => `${id}${line}-${column}`;
  return (
    <>
      <div className="mb-2 flex items-center gap-1">
        <input
          ref={search}
          type="search"
          role="combobox"
          aria-expanded="true"
          aria-haspopup="grid"
          aria-controls={`${id}grid`}
          aria-activedescendant={cellsAt(at.line) === undefined ? undefined : cellId(at.line, at.column)}
          aria-autocomplete="list"
          value={query}
          onChange={(event) => {
            setMark(null);
            list.current?.scrollTo(0);
            onQuery(event.target.value);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
          aria-label={words.search}
          placeholder={words.search}
          className="h-9 w-full min-w-0 rounded-md border border-line-strong/60 bg-bg px-2.5 text-sm pointer-coarse:h-11 pointer-coarse:text-[16px]"
        />
        {aside}
      </div>
      <div id={`${id}grid`} role="grid" aria-label={words.grid} className="h-64">
        {lines.length === 0 ? (
          <div role="row">
            <div role="gridcell" className="py-10 text-center text-sm text-text-2">
              {words.none}
            </div>
          </div>
        ) : (
          <VList ref={list} className="overscroll-contain">
            {lines.map((line, index) =>
              "label" in line ? (
                <div key={line.key} role="row" className="px-1 pt-2 pb-1 text-xs font-semibold text-text-2">
                  <span role="gridcell">{line.label}</span>
                </div>
              ) : (
                <div key={line.key} role="row" className="grid grid-cols-8" style={{ height: ROW_PX }}>
                  {line.cells.map(({ emoji, name }, column) => (
                    <button
                      key={emoji}
                      id={cellId(index, column)}
                      type="button"
                      role="gridcell"
                      tabIndex={-1}
                      title={name}
                      aria-label={`${emoji} ${name}`}
                      aria-selected={at.line === index && at.column === column}
                      onClick={() => onPick(emoji)}
                      className={cx(
                        "grid place-items-center rounded-md text-[22px] leading-none hover:bg-surface-2",
                        at.line === index &&
                          at.column === column &&
                          "bg-surface-2 outline-2 -outline-offset-2 outline-focus",
                      )}
                    >
                      {emoji}
                    </button>
                  ))}
                </div>
              ),
            )}
          </VList>
        )}
      </div>
    </>
  );
}
