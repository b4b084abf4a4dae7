// Who is typing, in a row that is always there, so that nothing moves. It is not announced to screen readers.
import { useTranslation } from "@/i18n/useTranslation";
import { labelOf, useNames } from "@/state/people/names";
import { useTypists } from "@/state/people/typing";

const NONE: readonly string[] = [];

export function TypingRow({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const ids = useTypists((state) => state.byRoom[roomId] ?? NONE);
  // Joined into one string, so that the selector's result changes only when the names do.
  const known = useNames(() => ids.map((id) => labelOf(id) ?? "").join("\n"));
  const names = ids.length === 0 ? [] : known.split("\n").map((name) => name || t("timeline.somebody"));
  const text = () => {
    const [a = "", b = "", c = ""] = names;
    if (names.length === 1) return t("timeline.typing_1", { a });
    if (names.length === 2) return t("timeline.typing_2", { a, b });
    if (names.length === 3) return t("timeline.typing_3", { a, b, c });
    return t("timeline.typing_several");
  };
  return (
    <div aria-hidden="true" className="h-5 shrink-0 truncate px-5 text-xs leading-5 text-text-3">
      {names.length > 0 && text()}
    </div>
  );
}
