// The timeline's viewport on virtua.
import { useImperativeHandle, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { TimelineViewportProps } from "./viewport";

export function VirtuaViewport({ keys, renderRow, scroller, keep, label, handle }: TimelineViewportProps) {
  const inner = useRef<VirtualizerHandle>(null);
  const [previous, setPrevious] = useState(keys);
  const [shift, setShift] = useState(false);
  if (previous !== keys) {
    const first = previous[0];
    setPrevious(keys);
    setShift(first !== undefined && keys[0] !== first && keys.includes(first));
  }
  useImperativeHandle(handle, () => ({ offsetOf: (index) => inner.current?.getItemOffset(index) ?? 0 }), []);
  return (
    <Virtualizer
      ref={inner}
      scrollRef={scroller}
      shift={shift}
      bufferSize={400}
      keepMounted={keep === null ? undefined : [keep]}
      as={(props) => <ol {...props} aria-label={label} />}
      item="li"
    >
      {keys.map((key, index) => (
        <div key={key}>{renderRow(index)}</div>
      ))}
    </Virtualizer>
  );
}
