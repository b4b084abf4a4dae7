// Recognises an API error without importing net/http, which the entrance must not load before its first paint.
import type { ApiError } from "@/net/http";

export const asApiError = (error: unknown): ApiError | null =>
  error instanceof Error && error.name === "ApiError" ? (error as ApiError) : null;
