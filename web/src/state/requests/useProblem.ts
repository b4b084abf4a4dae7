// Turns request errors into sentences: what happened, what was kept, what to do next.
import type { TFunction } from "i18next";
import { useTranslation } from "@/i18n/useTranslation";
import { asApiError } from "./apiError";

/** Returns a function that describes any thrown value in a sentence. */
export function useProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => describe(t, error);
}

export function describe(t: TFunction, error: unknown): string {
  const problem = asApiError(error);
  if (problem === null) return t("errors.unknown", { detail: String(error) });
  switch (problem.code) {
    case "network":
      return t("errors.network");
    case "rate_limited":
      return problem.retryAfter === null
        ? t("errors.rate_limited_plain")
        : t("errors.rate_limited", { count: Math.ceil(problem.retryAfter) });
    case "forbidden":
    case "not_a_member":
      return t("errors.forbidden");
    case "room_not_found":
    case "not_found":
      return t("errors.room_not_found");
    case "unavailable":
    case "internal":
      return t("errors.unavailable");
    case "last_owner":
      return t("errors.last_owner");
    case "last_admin":
      return t("errors.last_admin");
    case "limit_reached":
      return t("errors.limit_reached", { detail: problem.message });
    case "unsupported":
      return t("errors.unsupported");
    case "bad_origin":
      return t("errors.bad_origin");
    case "cannot_message":
      return t("errors.cannot_message");
    case "banned":
      return t("errors.banned");
    default:
      return t("errors.unknown", { detail: problem.errors[0]?.detail ?? problem.message });
  }
}
