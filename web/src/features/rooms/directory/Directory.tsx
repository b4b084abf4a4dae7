// The server's public rooms, with search. The search starts 250 ms after the last keystroke.
import { Search, X } from "lucide-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { directory } from "@/net/api/rooms";
import type { RoomSort } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { inputClass } from "@/ui/controls/Field";
import { IconButton } from "@/ui/controls/IconButton";
import { Select } from "@/ui/controls/Select";
import { Spinner } from "@/ui/pictures/Spinner";
import { DeletedRooms } from "./DeletedRooms";
import { DirectoryCard } from "./DirectoryCard";

const SORTS = ["name", "members", "activity"] as const satisfies readonly RoomSort[];

export function Directory() {
  const { t } = useTranslation();
  const problem = useProblem();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const [sort, setSort] = useState<RoomSort>("name");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const pages = useInfiniteQuery(
    {
      queryKey: keys.directory(query, sort),
      queryFn: ({ pageParam, signal }) => directory(query, sort, pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    },
    queries,
  );
  const rooms = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // A page can be empty although there are more rooms: the server looks through some of them at a time.
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = pages;
  const looking = rooms.length === 0 && hasNextPage && !isError;
  useEffect(() => {
    if (looking && !isFetchingNextPage) void fetchNextPage();
  }, [looking, isFetchingNextPage, fetchNextPage]);
  const clear = () => {
    setTyped("");
    setQuery("");
    input.current?.focus();
  };

  return (
    <div className="mx-auto w-full max-w-200 px-4 py-6 rail:px-8 rail:py-10">
      <h1 className="text-2xl font-semibold tracking-tight max-rail:sr-only">{t("rooms.directory_title")}</h1>
      <p className="mt-1 text-text-2">{t("rooms.directory_lead")}</p>
      <div className="relative mt-6">
        <Search
          size={18}
          aria-hidden="true"
          className="absolute start-3.5 top-1/2 -translate-y-1/2 text-text-3"
        />
        <input
          ref={input}
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t("rooms.directory_search")}
          placeholder={t("rooms.directory_search")}
          className={`${inputClass} h-11 ps-10 pe-12 [&::-webkit-search-cancel-button]:hidden`}
        />
        {typed !== "" && (
          <IconButton
            label={t("common.clear")}
            tip="none"
            icon={<X size={18} />}
            onClick={clear}
            className="absolute end-1 top-1/2 -translate-y-1/2"
          />
        )}
      </div>
      <div className="mt-4 max-w-60">
        <Select
          label={t("rooms.directory_sort")}
          value={sort}
          options={SORTS.map((value) => ({ value, label: t(`rooms.directory_sort_${value}`) }))}
          onChange={(event) => setSort(SORTS.find((value) => value === event.target.value) ?? "name")}
        />
      </div>
      <div className="mt-4" aria-busy={pages.isPending || looking}>
        {pages.isPending || looking ? (
          <div className="grid h-40 place-items-center text-text-3">
            <Spinner size={24} />
          </div>
        ) : pages.isError ? (
          <EmptyState
            title={problem(pages.error)}
            actions={<Button onClick={() => void pages.refetch()}>{t("common.retry")}</Button>}
          />
        ) : rooms.length === 0 ? (
          query === "" ? (
            <EmptyState
              title={t("rooms.directory_none")}
              actions={
                <Button tone="primary" onClick={() => openDialog({ name: "create_room" })}>
                  {t("rooms.create")}
                </Button>
              }
            >
              {t("rooms.directory_none_text")}
            </EmptyState>
          ) : (
            <EmptyState
              title={t("rooms.directory_no_match", { query })}
              actions={<Button onClick={clear}>{t("rooms.clear_filter")}</Button>}
            />
          )
        ) : (
          <ul className="divide-y divide-line">
            {rooms.map((room) => (
              <li key={room.id}>
                <DirectoryCard room={room} />
              </li>
            ))}
          </ul>
        )}
        {hasNextPage && !looking && (
          <div className="mt-4 flex justify-center">
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("common.more")}
            </Button>
          </div>
        )}
      </div>
      <DeletedRooms />
    </div>
  );
}
