// The end of an exhaustive switch: a case that the compiler proved impossible.

/** Fails the build where a case is missing; at run time (a newer server) it lets the caller's value pass unharmed. */
export function assertNever(value: never, otherwise?: (value: unknown) => void): void {
  otherwise?.(value);
}
