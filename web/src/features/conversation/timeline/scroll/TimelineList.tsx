// A timeline's scroller with its virtual rows, connected to the scroll owner. It does not know what rows show.
import { type ReactNode, type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import type { Row } from "../rows/rows";
import type { ScrollOwner } from "./scrollOwner";
import type { TimelineViewportProps, ViewportHandle } from "./viewport";

interface TimelineListProps {
  room: string;
  owner: ScrollOwner;
  rows: readonly Row[];
  renderRow: (index: number) => ReactNode;
  /** Indexes of rows that stay mounted. */
  keep: readonly number[];
  label: string;
  scroller: RefObject<HTMLDivElement | null>;
  Viewport: (props: TimelineViewportProps) => ReactNode;
  hidden: boolean;
}

export function TimelineList({
  room,
  owner,
  rows,
  renderRow,
  keep,
  label,
  scroller,
  Viewport,
  hidden,
}: TimelineListProps) {
  const handle = useRef<ViewportHandle>(null);
  const keys = useMemo(() => rows.map((row) => row.key), [rows]);

  useLayoutEffect(() => {
    const element = scroller.current;
    return element === null ? undefined : owner.attach(element, room);
  }, [owner, room, scroller]);

  useLayoutEffect(() => {
    const indexes = new Map(rows.map((row, index) => [row.key, index]));
    owner.connect(handle.current, (id) => indexes.get(id));
    owner.settle();
  }, [owner, rows]);

  return (
    <div
      ref={scroller}
      data-timeline=""
      className="h-full overflow-x-hidden overflow-y-auto overscroll-none [overflow-anchor:none]"
      style={{ visibility: hidden ? "hidden" : undefined }}
    >
      <div className="flex min-h-full flex-col justify-end pb-2">
        <Viewport
          keys={keys}
          renderRow={renderRow}
          scroller={scroller}
          keep={keep}
          label={label}
          handle={handle}
        />
      </div>
    </div>
  );
}
