// Recognises an API error without importing net/http, which the entrance must not load before its first paint.
import type { ApiError } from "@/net/http";

export const asApiError = (error: unknown): ApiError | null =>
  error instanceof Error && error.name === "ApiError" ? (error as ApiError) : null;

/** Milliseconds that the server asks to wait before trying again; 0 where it asks for nothing. */
export const retryAfterMs = (error: unknown): number => (asApiError(error)?.retryAfter ?? 0) * 1_000;
