// An API error's shape, recognised without loading the HTTP client: the entrance needs it before that client is there.
import type { ApiError } from "@/net/http";

export const asApiError = (error: unknown): ApiError | null =>
  error instanceof Error && error.name === "ApiError" ? (error as ApiError) : null;

/** Milliseconds that the server asks to wait before trying again; 0 where it asks for nothing. */
export const retryAfterMs = (error: unknown): number => (asApiError(error)?.retryAfter ?? 0) * 1_000;
