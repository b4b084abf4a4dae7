// The only module that uses axios: sends a request and returns its outcome. http.ts decides what an outcome means.
import axios, { AxiosError, type AxiosRequestConfig } from "axios";
import type { Method, RequestOptions } from "./http";
import type { Problem } from "./protocol.gen";

export type Outcome =
  | { answer: unknown }
  | { failure: "no_answer" | "aborted" }
  | {
      failure: "refused";
      status: number;
      problem: Partial<Problem> | null;
      /** Seconds. */
      retryAfter: number | null;
    };

const client = axios.create({ adapter: "xhr", timeout: 20_000 });

/** Never throws. */
export async function transfer(
  base: string,
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions,
): Promise<Outcome> {
  const { onProgress } = options;
  const config: AxiosRequestConfig = {
    baseURL: base,
    // Cookies are sent to another origin only on request.
    withCredentials: base.startsWith("http"),
    method,
    url: path,
    data: body,
    params: query(options.params),
    signal: options.signal,
    headers: options.headers,
  };
  if (options.bytes === true) config.responseType = "blob";
  if (options.timeout !== undefined) config.timeout = options.timeout;
  if (onProgress !== undefined)
    config.onUploadProgress = (event) => onProgress(event.total ? event.loaded / event.total : 0);
  try {
    return { answer: (await client.request<unknown>(config)).data };
  } catch (cause) {
    return failureOf(cause);
  }
}

/** Built here because the bundle omits axios' own serialiser. Absent values are skipped. */
function query(params: RequestOptions["params"] = {}): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null) search.append(name, String(value));
  }
  return search;
}

function failureOf(cause: unknown): Outcome {
  if (!(cause instanceof AxiosError)) return { failure: "no_answer" };
  if (cause.code === AxiosError.ERR_CANCELED) return { failure: "aborted" };
  if (cause.response === undefined) return { failure: "no_answer" };
  const { status, data, headers } = cause.response;
  const seconds = Number(headers["retry-after"]);
  return {
    failure: "refused",
    status,
    problem: typeof data === "object" ? (data as Partial<Problem> | null) : null,
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
  };
}
