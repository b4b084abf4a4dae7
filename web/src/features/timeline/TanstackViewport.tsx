// The timeline's viewport on @tanstack/react-virtual. Rows stand in the natural flow behind a margin, so that a row that grows
// pushes its followers in the same layout; heights are kept by row key.
import { type Range, defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useImperativeHandle } from "react";
import { OVERSCAN, ROW_ESTIMATE, type TimelineViewportProps } from "./viewport";

export function TanstackViewport({ keys, renderRow, scroller, keep, label, handle }: TimelineViewportProps) {
  "use no memo"; // The virtualiser is one mutable object; what it gives must be read on every render.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (keep === null || keep >= range.count || indexes.includes(keep)) return indexes;
      return [...indexes, keep].toSorted((a, b) => a - b);
    },
    [keep],
  );
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_ESTIMATE,
    getItemKey: (index) => keys[index] ?? index,
    overscan: OVERSCAN,
    rangeExtractor,
    anchorTo: "end",
  });
  useImperativeHandle(
    handle,
    () => ({ offsetOf: (index) => virtualizer.getOffsetForIndex(index, "start")?.[0] ?? 0 }),
    [virtualizer],
  );
  const items = virtualizer.getVirtualItems();
  let end = 0;
  return (
    <ol aria-label={label} style={{ height: virtualizer.getTotalSize() }} className="relative">
      {items.map((item) => {
        const gap = item.start - end;
        end = item.end;
        return (
          <li
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            style={{ marginTop: gap }}
            className="flow-root"
          >
            {renderRow(item.index)}
          </li>
        );
      })}
    </ol>
  );
}
