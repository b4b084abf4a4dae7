// The timeline's viewport on virtua, chosen by the scroll harness. It keeps positions from the end of the list when rows are
// added at its start, and corrects the scroll position for heights that it had estimated.
import { createContext, type ReactNode, useContext, useImperativeHandle, useRef, useState } from "react";
import { type CustomContainerComponentProps, Virtualizer, type VirtualizerHandle } from "virtua";
import { OVERSCAN_PX, ROW_ESTIMATE_PX, type TimelineViewportProps } from "./viewport";

export function VirtuaViewport({ keys, renderRow, scroller, keep, label, handle }: TimelineViewportProps) {
  const inner = useRef<VirtualizerHandle>(null);
  const [previous, setPrevious] = useState(keys);
  const [shift, setShift] = useState(false);
  if (previous !== keys) {
    const first = previous[0];
    setPrevious(keys);
    // Rows came or went at the start, and the rest is as it was.
    setShift(
      first !== undefined && keys[0] !== first && (keys.includes(first) || previous.includes(keys[0] ?? "")),
    );
  }
  useImperativeHandle(handle, () => ({ offsetOf: (index) => inner.current?.getItemOffset(index) ?? 0 }), []);
  return (
    <Label value={label}>
      <Virtualizer
        ref={inner}
        scrollRef={scroller}
        shift={shift}
        bufferSize={OVERSCAN_PX}
        itemSize={ROW_ESTIMATE_PX}
        keepMounted={keep}
        as={List}
        item="li"
        data={keys}
      >
        {(key, index) => <Slot key={key}>{renderRow(index)}</Slot>}
      </Virtualizer>
    </Label>
  );
}

const Label = createContext("");

/** The list element; the virtualiser hands it nothing but style. */
function List(props: CustomContainerComponentProps) {
  return <ol {...props} aria-label={useContext(Label)} className="shrink-0" />;
}

/** Carries the row's key, which is what keeps its DOM node. */
function Slot({ children }: { children: ReactNode }) {
  return children;
}
