// The people whom the user blocks, each with a button that lifts the block.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { fetchBlocks, setBlocked } from "@/state/people/blockList";
import { useBlocks } from "@/state/people/blocks";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";
import { Avatar } from "@/ui/pictures/Avatar";
import { Spinner } from "@/ui/pictures/Spinner";

export function BlockedPeople() {
  const { t } = useTranslation();
  const problem = useProblem();
  const title = useRef<HTMLHeadingElement>(null);
  const blocks = useQuery(
    { queryKey: keys.blocks(), queryFn: ({ signal }) => fetchBlocks(signal), staleTime: 0 },
    queries,
  );
  const ids = useBlocks((state) => state.ids);
  // Someone unblocked disappears at once, here and on other devices.
  const people = blocks.data?.users.filter(({ id }) => ids.has(id)) ?? [];
  const unblock = useMutation(
    {
      mutationFn: (userId: string) => setBlocked(userId, false),
      // The button that had the focus is gone.
      onSuccess: () => title.current?.focus(),
      onError: (error) => notify({ text: problem(error), tone: "danger" }),
    },
    queries,
  );
  return (
    <section aria-labelledby="blocked-people" className="mt-8">
      <h4 ref={title} id="blocked-people" tabIndex={-1} className="font-semibold outline-none">
        {t("settings.blocked")}
      </h4>
      <p className="mt-1 text-sm text-text-2 text-pretty">{t("settings.blocked_hint")}</p>
      {blocks.status === "pending" && (
        <div className="mt-3 text-text-3">
          <Spinner size={18} />
        </div>
      )}
      {blocks.status === "error" && (
        <div role="alert" className="mt-3 text-sm text-text-2">
          <p>{t("settings.blocked_failed")}</p>
          <Button className="mt-2" onClick={() => void blocks.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      )}
      {blocks.status === "success" && people.length === 0 && (
        <p className="mt-3 text-sm text-text-2">{t("settings.blocked_none")}</p>
      )}
      <ul className="mt-2">
        {people.map((person) => (
          <li key={person.id} className="flex min-h-12 items-center gap-3">
            <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size={32} />
            <span className="min-w-0 grow text-sm">
              <bdi className="block truncate font-medium">{person.display_name}</bdi>
              <span className="block truncate text-xs text-text-3">{`@${person.username}`}</span>
            </span>
            <Button
              busy={unblock.isPending && unblock.variables === person.id}
              aria-label={t("settings.unblock", { name: person.display_name })}
              onClick={() => unblock.mutate(person.id)}
            >
              {t("card.unblock")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
