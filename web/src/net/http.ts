// Requests as the rest of the client makes them: the shared refresh after a 401 and errors that a caller can branch on.
// It refuses to know endpoints (net/api), axios (net/client) and the person signed in (state/session/session).
import { refreshOnce } from "./refresh";
import type { ErrorCode } from "./protocol.gen";

/** Origin of the server: empty where the client is served by it, else VITE_BACKEND_URL of the build. */
export const backend: string = (import.meta.env["VITE_BACKEND_URL"] ?? "").replace(/\/$/, "");

/** The HTTP client comes as a chunk of its own beside the first paint; loading starts with this module. */
const loading = import("./client");

/** What a caller can branch on. `network` stands for "no answer came": offline, timed out or refused. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode | "network" | "aborted" | "unknown";
  /** Field errors of a 422, by field. */
  readonly errors: { field: string; code: string; detail: string }[];
  /** Seconds after which trying again can help, where the server said so. */
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

  /** Whether the same request may succeed later without anybody changing it. */
  get retryable(): boolean {
    return this.code === "network" || this.status === 429 || this.status >= 500;
  }
}

export interface RequestOptions {
  /** Sign-in and the like: a 401 is an answer there, not an expired token. */
  anonymous?: boolean;
  signal?: AbortSignal;
  params?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  /** Milliseconds; 0 waits for ever (uploads). */
  timeout?: number;
  /** Gives the answer as bytes instead of reading it. */
  bytes?: boolean;
  /** Share of the body that is sent, 0…1. */
  onProgress?: (share: number) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Sends one request and gives its body.
 * A 401 refreshes the session (once, shared by all requests and tabs) and repeats the request once.
 * @throws {ApiError} always this and nothing else.
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
    const expired = error instanceof ApiError && error.status === 401 && !options.anonymous;
    if (!expired || (await refreshSession(sentAt)) !== "refreshed") throw error;
  }
  return (await transfer(method, path, body, options)) as T;
}

/** Refreshes the session now. "ended": sign in again; "failed": no answer, try later. */
export function refreshSession(sentAt: number = Date.now()): Promise<"refreshed" | "ended" | "failed"> {
  return refreshOnce(sentAt, async () => {
    try {
      await transfer("POST", "/auth/refresh", undefined, {});
      return "refreshed";
    } catch (error) {
      return error instanceof ApiError && error.status === 401 ? "ended" : "failed";
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
