// Keeps a failure where it happened: what is inside is drawn anew, and only when that fails again something else is drawn in its
// place. Everything around it goes on. What failed is forgotten where something else is to be drawn there.
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Identifies what is drawn inside (a room, a dialog): when it changes, the inside is tried again. */
  resetKey?: unknown;
  /** Drawn where the inside keeps failing; `again` tries once more. */
  fallback: (again: () => void) => ReactNode;
}

/** Most failures come from outside (an extension or a translator changed the page) and are over once the nodes are new. */
const RETRIES = 2;
/** Having gone well for so long makes the next failure a first one. Effects may fail a while after a part was drawn. */
const STEADY_MS = 10_000;

interface BoundaryState {
  failed: boolean;
  resetKey: unknown;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failed: false, resetKey: this.props.resetKey };
  #retries = 0;
  #failedAt = 0;

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps({ resetKey }: BoundaryProps, state: BoundaryState) {
    return resetKey === state.resetKey ? null : { failed: false, resetKey };
  }

  override componentDidCatch() {
    const now = Date.now();
    if (now - this.#failedAt >= STEADY_MS) this.#retries = 0;
    this.#failedAt = now;
    if (this.#retries >= RETRIES) return;
    this.#retries += 1;
    this.setState({ failed: false });
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.resetKey !== this.props.resetKey) this.#retries = 0;
  }

  readonly #again = () => {
    this.#retries = 0;
    this.setState({ failed: false });
  };

  override render() {
    return this.state.failed ? this.props.fallback(this.#again) : this.props.children;
  }
}
