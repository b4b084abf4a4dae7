// Who is in a group; for those who may change it, people to add and remove, renaming and deleting.
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { GROUP_PEOPLE } from "@/lib/limits.gen";
import { groupsOf } from "@/net/api/groups";
import type { Group, UserRef } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { IconButton } from "@/ui/controls/IconButton";
import { Dialog } from "@/ui/overlays/Dialog";
import { Spinner } from "@/ui/pictures/Spinner";
import { AddPerson } from "./AddPerson";
import type { GroupAct, Keeping } from "./GroupsPane";
import { PersonLine } from "./PersonLine";

interface GroupDialogProps {
  keeping: Keeping;
  group: Group;
  onAct: (act: GroupAct) => void;
  onClose: () => void;
}

export function GroupDialog({ keeping, group, onAct, onClose }: GroupDialogProps) {
  const { t } = useTranslation();
  const { roomId, mayChange } = keeping;
  const api = groupsOf(roomId);
  const [failed, setFailed] = useState<{ text: string | null; attempt: number }>({ text: null, attempt: 0 });
  // Buttons disappear when pressed, and the focus would be lost with them.
  const list = useRef<HTMLElement>(null);
  const people = useQuery(
    {
      queryKey: [...keys.groups(roomId), group.id],
      queryFn: async ({ signal }) => (await api.people(group.id, signal)).people,
      staleTime: 0,
    },
    queries,
  );
  const attempt = async (how: () => Promise<void>) => {
    list.current?.focus();
    try {
      await keeping.change(how);
      setFailed({ text: null, attempt: failed.attempt });
    } catch (error) {
      setFailed({ text: keeping.problem(error, true), attempt: failed.attempt + 1 });
    }
  };
  const here = people.data ?? [];
  return (
    <Dialog
      title={group.name}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={
        mayChange ? (
          <>
            <Button tone="ghost" onClick={() => onAct({ name: "delete", group })}>
              {t("groups.delete")}
            </Button>
            <Button onClick={() => onAct({ name: "rename", group })}>{t("groups.rename")}</Button>
          </>
        ) : undefined
      }
    >
      <p className="text-sm text-text-2">{`@${group.handle}`}</p>
      <ErrorSummary title="" errors={failed.text === null ? [] : [failed.text]} attempt={failed.attempt} />
      <section ref={list} tabIndex={-1} aria-label={t("groups.in_it")} className="mt-3 outline-none">
        {people.isPending ? (
          <div className="grid h-20 place-items-center text-text-3">
            <Spinner size={24} />
          </div>
        ) : people.isError ? (
          <div className="grid justify-items-start gap-2 text-sm">
            <p>{keeping.problem(people.error)}</p>
            <Button onClick={() => void people.refetch()}>{t("common.retry")}</Button>
          </div>
        ) : here.length === 0 ? (
          <p className="text-sm text-text-3">{t("groups.empty")}</p>
        ) : (
          <ul aria-label={t("groups.in_it")} className="divide-y divide-line">
            {here.map((person) => (
              <li key={person.id} className="flex min-h-11 items-center gap-3">
                <PersonLine person={person} />
                {mayChange && (
                  <IconButton
                    label={t("groups.remove", { name: person.display_name })}
                    tip="none"
                    icon={<X size={17} />}
                    onClick={() => void attempt(() => api.drop(group.id, person.id))}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      {mayChange && people.data !== undefined && (
        <section className="mt-5">
          {here.length < GROUP_PEOPLE ? (
            <AddPerson
              roomId={roomId}
              chosen={here}
              onAdd={(person: UserRef) => void attempt(() => api.add(group.id, person.id))}
            />
          ) : (
            <p className="text-sm text-text-2">{t("groups.full", { count: GROUP_PEOPLE })}</p>
          )}
        </section>
      )}
    </Dialog>
  );
}
