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
    case "limit_reached":
      return t("errors.limit_reached", { detail: problem.message });
    case "archived":
    case "bad_origin":
    case "banned":
    case "cannot_message":
    case "direct_room":
    case "last_admin":
    case "last_owner":
    case "posting_restricted":
    case "slow_mode":
    case "unsupported":
      return t(`errors.${problem.code}`);
    default:
      return t("errors.unknown", { detail: problem.errors[0]?.detail ?? problem.message });
  }
}
