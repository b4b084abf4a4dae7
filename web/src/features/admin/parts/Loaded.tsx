// What a single request answers, once it has; until then a spinner, or why it failed.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useProblem } from "@/state/requests/useProblem";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  children: (answer: T) => ReactNode;
}

export function Loaded<T>({ query, children }: LoadedProps<T>) {
  const { t } = useTranslation();
  const problem = useProblem();
  if (query.data !== undefined) return children(query.data);
  if (query.isError)
    return (
      <EmptyState
        title={problem(query.error)}
        actions={<Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>}
      />
    );
  return (
    <div className="grid h-40 place-items-center text-text-3">
      <span className="sr-only">{t("admin.loading")}</span>
      <Spinner size={24} />
    </div>
  );
}
