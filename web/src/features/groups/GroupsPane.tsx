// The groups of a room or of the server: a list, and dialogs to see who is in one and, for those who may, to change it.
import { useQuery } from "@tanstack/react-query";
import { AtSign, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { groupsOf } from "@/net/api/groups";
import type { Group } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Spinner } from "@/ui/pictures/Spinner";
import { DeleteGroup } from "./DeleteGroup";
import { GroupDialog } from "./GroupDialog";
import { GroupForm } from "./GroupForm";
import { useGroupProblem } from "./useGroupProblem";

export interface GroupsPaneProps {
  /** Null for the groups of the server. */
  roomId: string | null;
  mayChange: boolean;
  /** Makes a change; by default, just that. */
  act?: <T>(change: () => Promise<T>) => Promise<T>;
  /** Describes an error of a change; null if it needs no words. */
  problem?: (error: unknown) => string | null;
}

export type GroupAct = { name: "create" } | { name: "open" | "rename" | "delete"; group: Group };

/** What the dialogs share: the place of the groups, and how changes are made. */
export interface Keeping {
  roomId: string | null;
  mayChange: boolean;
  /** Makes a change and requests the current lists. */
  change: <T>(how: () => Promise<T>) => Promise<T>;
  problem: (error: unknown, adding?: boolean) => string | null;
}

export function GroupsPane({ roomId, mayChange, act = (change) => change(), problem }: GroupsPaneProps) {
  const { t } = useTranslation();
  const describe = useProblem();
  const explain = useGroupProblem(roomId, problem ?? describe);
  const [open, setOpen] = useState<GroupAct | null>(null);
  const groups = useQuery(
    {
      queryKey: keys.groups(roomId),
      queryFn: ({ signal }) => groupsOf(roomId).list(signal),
      staleTime: 0,
    },
    queries,
  );
  const keeping: Keeping = {
    roomId,
    mayChange,
    problem: explain,
    change: async (how) => {
      try {
        return await act(how);
      } finally {
        // After a refusal too: somebody else may have changed or deleted the group.
        void queries.invalidateQueries({ queryKey: keys.groups(roomId) });
      }
    },
  };
  const onClose = () => setOpen(null);
  return (
    <>
      <p className="text-sm text-text-2 text-pretty">
        {t(roomId === null ? "groups.about_server" : "groups.about_room")}
      </p>
      {mayChange && (
        <Button className="mt-3" icon={<Plus size={17} />} onClick={() => setOpen({ name: "create" })}>
          {t("groups.create")}
        </Button>
      )}
      {groups.isPending ? (
        <div className="grid h-40 place-items-center text-text-3">
          <Spinner size={24} />
        </div>
      ) : groups.isError ? (
        <EmptyState
          title={describe(groups.error)}
          actions={<Button onClick={() => void groups.refetch()}>{t("common.retry")}</Button>}
        />
      ) : groups.data.length === 0 ? (
        <EmptyState title={t("groups.none")} />
      ) : (
        <ul aria-label={t("groups.list")} className="mt-3 divide-y divide-line">
          {groups.data.map((group) => (
            <li key={group.id}>
              <GroupRow group={group} onOpen={() => setOpen({ name: "open", group })} />
            </li>
          ))}
        </ul>
      )}
      {open?.name === "create" && <GroupForm keeping={keeping} group={null} onClose={onClose} />}
      {open?.name === "rename" && <GroupForm keeping={keeping} group={open.group} onClose={onClose} />}
      {open?.name === "delete" && <DeleteGroup keeping={keeping} group={open.group} onClose={onClose} />}
      {open?.name === "open" && (
        <GroupDialog keeping={keeping} group={open.group} onAct={setOpen} onClose={onClose} />
      )}
    </>
  );
}

function GroupRow({ group, onOpen }: { group: Group; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-13 w-full items-center gap-3 rounded-md px-2.5 py-1.5 text-start text-sm hover:bg-surface-2"
    >
      <AtSign size={18} aria-hidden="true" className="shrink-0 text-text-3" />
      <span className="min-w-0 grow">
        <bdi className="block truncate font-medium">{group.name}</bdi>
        <span className="block truncate text-text-3">
          {`@${group.handle} · ${t("groups.people", { count: group.people })}`}
        </span>
      </span>
      <ChevronRight size={17} aria-hidden="true" className="shrink-0 text-text-3 rtl:-scale-x-100" />
    </button>
  );
}
