// Makes changes and describes why one failed.
import { useTranslation } from "@/i18n/useTranslation";
import { asApiError } from "@/state/requests/apiError";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { Declined, elevated } from "./elevation";

/** Makes a change, with the password if necessary, and requests the current lists. Errors are passed on. */
export async function act<T>(change: () => Promise<T>): Promise<T> {
  const answer = await elevated(change);
  void queries.invalidateQueries({ queryKey: keys.admin() });
  return answer;
}

/** Describes the error of a change; null if the user gave it up. */
export function useActProblem(): (error: unknown) => string | null {
  const { t } = useTranslation();
  const problem = useProblem();
  return (error) => {
    if (error instanceof Declined) return null;
    const code = asApiError(error)?.code;
    switch (code) {
      case "user_not_found":
      case "has_owner":
      case "last_admin":
        return t(`admin.refused_${code}`);
      case "room_not_found":
      case "not_found":
      case "invite_not_found":
        return t("admin.refused_gone");
      default:
        return problem(error);
    }
  };
}

/** Makes a change that needs no dialog; a notice says how it went. */
export function useActNow(): (change: () => Promise<unknown>, done: string) => Promise<void> {
  const problem = useActProblem();
  return async (change, done) => {
    try {
      await act(change);
      notify({ text: done, tone: "success" });
    } catch (error) {
      const text = problem(error);
      if (text !== null) notify({ text, tone: "danger" });
    }
  };
}
