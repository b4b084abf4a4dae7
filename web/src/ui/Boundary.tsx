// Keeps a failure where it happened: what is inside is drawn anew, and only when that fails again something else is drawn in its
// place. Everything around it goes on.
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Drawn where the inside keeps failing; `again` tries once more. */
  fallback: (again: () => void) => ReactNode;
}

/** Most failures come from outside (an extension or a translator changed the page) and are over once the nodes are new. */
const RETRIES = 2;

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };
  #retries = 0;

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    if (this.#retries >= RETRIES) return;
    this.#retries += 1;
    this.setState({ failed: false });
  }

  readonly #again = () => {
    this.#retries = 0;
    this.setState({ failed: false });
  };

  override render() {
    return this.state.failed ? this.props.fallback(this.#again) : this.props.children;
  }
}
