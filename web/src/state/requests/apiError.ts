// An API error's shape, recognised without loading the HTTP client: the entrance needs it before that client is there.
import type { ApiError } from "@/net/http";

export const asApiError = (error: unknown): ApiError | null =>
  error instanceof Error && error.name === "ApiError" ? (error as ApiError) : null;
