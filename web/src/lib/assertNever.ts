// Marks the default case of an exhaustive switch, which the compiler proves unreachable.

/** Breaks the build if a case is missing. Unknown values from a newer server are ignored, as the API contract requires. */
export function assertNever(_value: never): void {}
