// The end of an exhaustive switch: a case that the compiler proved impossible.

/** Fails the build where a case is missing. A newer server may still send one: it is ignored, as the contract asks. */
export function assertNever(_value: never): void {}
