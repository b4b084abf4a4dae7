// The timeline's viewport, based on virtua, which did best in the scroll harness. It keeps positions from the end of the list
// when rows are added at its start, and corrects the scroll position for estimated heights.
import {
  createContext,
  type ReactNode,
  useContext,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type CustomContainerComponentProps, Virtualizer, type VirtualizerHandle } from "virtua";
import { OVERSCAN_PX, ROW_ESTIMATE_PX, type TimelineViewportProps } from "./viewport";

export function VirtuaViewport({ keys, renderRow, scroller, keep, label, handle }: TimelineViewportProps) {
  const inner = useRef<VirtualizerHandle>(null);
  const [step, setStep] = useState<Step>({ keys, shift: false });
  const [taken, setTaken] = useState(keys);
  if (taken !== keys) {
    setTaken(keys);
    setStep(nextStep(step.keys, keys));
  }
  const rest = step.keys !== taken;
  useLayoutEffect(() => {
    // The second half of a change needs its own render.
    // oxlint-disable-next-line react/set-state-in-effect
    if (rest) setStep({ keys: taken, shift: false });
  }, [rest, taken]);
  useImperativeHandle(handle, () => ({ offsetOf: (index) => inner.current?.getItemOffset(index) ?? 0 }), []);
  return (
    <Label value={label}>
      <Virtualizer
        ref={inner}
        scrollRef={scroller}
        shift={step.shift}
        bufferSize={OVERSCAN_PX}
        itemSize={ROW_ESTIMATE_PX}
        keepMounted={keep}
        as={List}
        item="li"
        data={step.keys}
      >
        {(key, index) => <Slot key={key}>{renderRow(index)}</Slot>}
      </Virtualizer>
    </Label>
  );
}

interface Step {
  keys: readonly string[];
  /** Whether rows were added or removed only at the start. */
  shift: boolean;
}

/**
 * The next list to render. The virtualiser accepts a change at the start or elsewhere, but not both at once: if both happened,
 * the start comes first and the layout effect adds the rest.
 */
export function nextStep(old: readonly string[], next: readonly string[]): Step {
  const first = old[0];
  const last = old.at(-1);
  const atStart =
    first !== undefined &&
    last !== undefined &&
    next[0] !== first &&
    (next.includes(first) || old.includes(next[0] ?? ""));
  if (!atStart) return { keys: next, shift: false };
  const end = next.lastIndexOf(last);
  if (end === -1) return { keys: next, shift: false };
  return { keys: end === next.length - 1 ? next : next.slice(0, end + 1), shift: true };
}

const Label = createContext("");

/** The list element; the virtualiser passes it only a style. */
function List(props: CustomContainerComponentProps) {
  return <ol {...props} aria-label={useContext(Label)} className="shrink-0" />;
}

/** Carries the row's key, which preserves its DOM node. */
function Slot({ children }: { children: ReactNode }) {
  return children;
}
