// Contains failures: a failed subtree is re-rendered, and only if that fails again a fallback takes its place. Everything
// around it keeps working. A failure is cleared when other content is to be shown.
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Identifies the content (a room, a dialog); when it changes, the content is rendered again. */
  resetKey?: unknown;
  /** Rendered when the content keeps failing; `again` tries once more. */
  fallback: (again: () => void) => ReactNode;
}

/** Automatic retries. Most failures come from extensions or translators that changed the page, and new nodes cure them. */
const RETRIES = 2;
/** After this time without a failure, retries are counted anew. Effects may fail a while after the render. */
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
