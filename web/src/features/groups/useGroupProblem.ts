// Describes why a change of a group was refused.
import { useTranslation } from "@/i18n/useTranslation";
import { GROUP_PEOPLE, GROUPS, ROOM_GROUPS } from "@/lib/limits.gen";
import { asApiError } from "@/state/requests/apiError";

/** @param otherwise describes all other errors; null if they need no words. */
export function useGroupProblem(
  roomId: string | null,
  otherwise: (error: unknown) => string | null,
): (error: unknown, adding?: boolean) => string | null {
  const { t } = useTranslation();
  return (error, adding = false) => {
    const problem = asApiError(error);
    switch (problem?.code) {
      case "handle_taken":
        return t("groups.handle_taken");
      case "group_not_found":
        return t("groups.gone");
      case "user_not_found":
        return t(roomId === null ? "groups.no_person" : "groups.no_member");
      case "limit_reached":
        if (adding) return t("groups.full", { count: GROUP_PEOPLE });
        return t("groups.too_many", { count: roomId === null ? GROUPS : ROOM_GROUPS });
      case "validation_failed": {
        const [field] = problem.errors;
        if (field?.field !== "handle") return t("groups.name_rules");
        return t(field.code === "reserved" ? "groups.handle_reserved" : "groups.handle_rules");
      }
      default:
        return otherwise(error);
    }
  };
}
