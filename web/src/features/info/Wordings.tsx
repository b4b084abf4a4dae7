// The edit history of a message, from the original to the current version.
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { dateAndTime } from "@/lib/format";
import { Markdown } from "@/lib/markdown/Markdown";
import { getHistory } from "@/net/api/reach";
import type { Message } from "@/net/protocol.gen";
import { useMentioned } from "@/state/people/mentioned";
import { keys, queries } from "@/state/requests/queries";
import { useMe } from "@/state/session/whoami";
import { InfoSection } from "./InfoSection";

export function Wordings({ message }: { message: Message }) {
  const { t, i18n } = useTranslation();
  const { id, room_id, edited_at } = message;
  const me = useMe();
  const mentioned = useMentioned(message, { id: me?.id ?? "", username: me?.username ?? "" });
  const history = useQuery(
    {
      queryKey: keys.history(room_id, id, edited_at),
      queryFn: ({ signal }) => getHistory(room_id, id, signal),
    },
    queries,
  );
  // Deferred, so that a hundred long versions are rendered in slices and the page stays responsive.
  const wordings = useDeferredValue(history.data)?.edits ?? [];
  const name = (index: number) =>
    index === wordings.length - 1
      ? t("info.current")
      : index === 0
        ? t("info.original")
        : t("info.wording", { number: index + 1 });
  return (
    <InfoSection title={t("info.history")} status={history.status} onRetry={() => void history.refetch()}>
      <ol className="grid gap-3">
        {wordings.map(({ body, edited_at: at }, index) => (
          <li key={`${at} ${body}`} className="rounded-md bg-surface-1 px-3 py-2">
            <p className="mb-1 flex flex-wrap justify-between gap-x-3 text-xs text-text-3">
              <span className="font-medium">{name(index)}</span>
              <time dateTime={at}>{dateAndTime(i18n.language, at)}</time>
            </p>
            <div className="message-body text-sm break-words">
              <Markdown
                source={body}
                mention={(called) => (mentioned.has(called) ? "other" : null)}
                words={{
                  copyCode: t("timeline.copy_code"),
                  copied: t("timeline.copied"),
                  showHidden: t("timeline.show_hidden"),
                  hide: t("timeline.hide"),
                }}
              />
            </div>
          </li>
        ))}
      </ol>
    </InfoSection>
  );
}
