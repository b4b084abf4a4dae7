// A list that loads page by page: shows why it is empty or failed, and a button for more.
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useProblem } from "@/state/requests/useProblem";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";
import type { Pages } from "./usePages";

interface ListingProps<T> {
  label: string;
  pages: Pages<T>;
  /** Shown instead of an empty list. */
  empty: ReactNode;
  /** Renders an entry as `<li>` with a key. */
  children: (item: T) => ReactNode;
}

export function Listing<T>({ label, pages, empty, children }: ListingProps<T>) {
  const { t } = useTranslation();
  const problem = useProblem();
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending)
    return (
      <div className="grid h-40 place-items-center text-text-3">
        <span className="sr-only">{t("admin.loading")}</span>
        <Spinner size={24} />
      </div>
    );
  if (pages.isError && items.length === 0)
    return (
      <EmptyState
        title={problem(pages.error)}
        actions={<Button onClick={() => void pages.refetch()}>{t("common.retry")}</Button>}
      />
    );
  return (
    <>
      <p role="status" className="sr-only">
        {t("admin.shown", { count: items.length })}
      </p>
      {items.length === 0 ? (
        // A filtered page can be empty although later ones are not.
        pages.hasNextPage ? (
          <p className="py-6 text-center text-text-2">{t("admin.none_yet")}</p>
        ) : (
          empty
        )
      ) : (
        <ul aria-label={label} className="divide-y divide-line">
          {items.map(children)}
        </ul>
      )}
      {pages.isFetchNextPageError && <p className="mt-3 text-sm text-danger">{problem(pages.error)}</p>}
      {pages.hasNextPage && (
        <Button
          className="mt-3 w-full"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("admin.more")}
        </Button>
      )}
    </>
  );
}
