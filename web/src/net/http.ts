// Requests as the rest of the client makes them, with a shared refresh after a 401 and errors that a caller can branch on.
// It does not know endpoints (net/api), axios (net/client) or the signed-in user (state/session/session).
import { refreshOnce } from "./refresh";
import type { ErrorCode } from "./protocol.gen";

/** Origin of the server: the build's VITE_BACKEND_URL, or empty when the server also serves the client. */
export const backend: string = (import.meta.env["VITE_BACKEND_URL"] ?? "").replace(/\/$/, "");

/** The HTTP client is a separate chunk so that it does not delay the first paint; it starts loading with this module. */
const loading = import("./client");

/** A failed request. The code `network` means that no answer came: offline, timed out or refused. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode | "network" | "aborted" | "unknown";
  /** Field errors of a 422. */
  readonly errors: { field: string; code: string; detail: string }[];
  /** Seconds to wait before trying again, if the server named them. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    code: ApiError["code"],
    detail: string,
    errors: ApiError["errors"] = [],
    retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed later, unchanged. */
  get retryable(): boolean {
    return this.code === "network" || this.status === 429 || this.status >= 500;
  }
}

export interface RequestOptions {
  /** For sign-in and the like, where a 401 is an answer and not an expired token. */
  anonymous?: boolean;
  signal?: AbortSignal;
  params?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  /** Milliseconds; 0 means no timeout (uploads). */
  timeout?: number;
  /** Returns the response as bytes instead of parsing it. */
  bytes?: boolean;
  /** Called with the fraction of the body that has been sent, 0…1. */
  onProgress?: (share: number) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Sends one request and returns the response body.
 * A 401 refreshes the session (once, shared by all requests and tabs) and repeats the request once.
 * @throws {ApiError} and no other error.
 */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const sentAt = Date.now();
  try {
    return (await transfer(method, path, body, options)) as T;
  } catch (error) {
    // A wrong password is also a 401, and repeating it would count as a second attempt.
    const expired =
      error instanceof ApiError &&
      error.status === 401 &&
      error.code !== "invalid_credentials" &&
      !options.anonymous;
    if (!expired || (await refreshSession(sentAt)) !== "refreshed") throw error;
  }
  return (await transfer(method, path, body, options)) as T;
}

/** Refusals of accounts that cannot sign in any more. */
const NO_MORE: ReadonlySet<string> = new Set(["account_suspended", "guest_ended"]);

/** Refreshes the session now. "ended": the user must sign in again; "failed": no answer, try later. */
export function refreshSession(sentAt: number = Date.now()): Promise<"refreshed" | "ended" | "failed"> {
  return refreshOnce(sentAt, async () => {
    try {
      await transfer("POST", "/auth/refresh", undefined, {});
      return "refreshed";
    } catch (error) {
      const ended = error instanceof ApiError && (error.status === 401 || NO_MORE.has(error.code));
      return ended ? "ended" : "failed";
    }
  });
}

async function transfer(
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions,
): Promise<unknown> {
  const outcome = await (await loading).transfer(`${backend}/api/v1`, method, path, body, options);
  if ("answer" in outcome) return outcome.answer;
  if (!("status" in outcome)) {
    if (outcome.failure === "aborted") throw new ApiError(0, "aborted", "aborted");
    throw new ApiError(0, "network", "no answer from the server");
  }
  const { status, problem, retryAfter } = outcome;
  throw new ApiError(
    status,
    typeof problem?.code === "string" ? problem.code : "unknown",
    typeof problem?.detail === "string" ? problem.detail : `the server answered ${status}`,
    Array.isArray(problem?.errors) ? problem.errors : [],
    retryAfter,
  );
}
