// The one module that knows axios: base address, the shared refresh after a 401, problem+json as ApiError.
// It refuses to know endpoints (net/api) and to keep anything about the person signed in (state/session).
import axios, { AxiosError, type AxiosRequestConfig, type AxiosResponse } from "axios";
import { refreshOnce } from "./refresh";
import type { ErrorCode, Problem } from "./protocol.gen";

/** Origin of the server: empty where the client is served by it, else VITE_BACKEND_URL of the build. */
export const backend: string = (import.meta.env["VITE_BACKEND_URL"] ?? "").replace(/\/$/, "");

const client = axios.create({
  adapter: "xhr",
  baseURL: `${backend}/api/v1`,
  withCredentials: backend !== "",
  timeout: 20_000,
});

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
  /** Share of the body that is sent, 0…1. */
  onProgress?: (share: number) => void;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

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
  const { onProgress } = options;
  const config: AxiosRequestConfig = {
    method,
    url: path,
    data: body,
    params: options.params,
    signal: options.signal,
    headers: options.headers,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(onProgress === undefined
      ? {}
      : { onUploadProgress: (event) => onProgress(event.total ? event.loaded / event.total : 0) }),
  };
  const sentAt = Date.now();
  try {
    return (await client.request<T>(config)).data;
  } catch (cause) {
    const error = toApiError(cause);
    if (error.status !== 401 || options.anonymous || !(await mayRepeat(sentAt))) throw error;
  }
  try {
    return (await client.request<T>(config)).data;
  } catch (cause) {
    throw toApiError(cause);
  }
}

/** Refreshes the session now. "ended": sign in again; "failed": no answer, try later. */
export function refreshSession(sentAt: number = Date.now()): Promise<"refreshed" | "ended" | "failed"> {
  return refreshOnce(sentAt, async () => {
    try {
      await client.request({ method: "POST", url: "/auth/refresh" });
      return "refreshed";
    } catch (cause) {
      return toApiError(cause).status === 401 ? "ended" : "failed";
    }
  });
}

async function mayRepeat(sentAt: number): Promise<boolean> {
  return (await refreshSession(sentAt)) === "refreshed";
}

function toApiError(cause: unknown): ApiError {
  if (!(cause instanceof AxiosError)) return new ApiError(0, "unknown", String(cause));
  if (cause.code === AxiosError.ERR_CANCELED) return new ApiError(0, "aborted", "aborted");
  const answer: AxiosResponse | undefined = cause.response;
  if (answer === undefined) return new ApiError(0, "network", "no answer from the server");
  const problem = answer.data as Partial<Problem> | null;
  const seconds = Number(answer.headers["retry-after"]);
  return new ApiError(
    answer.status,
    typeof problem?.code === "string" ? problem.code : "unknown",
    typeof problem?.detail === "string" ? problem.detail : `the server answered ${answer.status}`,
    Array.isArray(problem?.errors) ? problem.errors : [],
    Number.isFinite(seconds) && seconds > 0 ? seconds : null,
  );
}
