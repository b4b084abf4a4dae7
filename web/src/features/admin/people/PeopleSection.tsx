// All accounts, with a search by the beginning of their names.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { listUsers } from "@/net/api/admin/people";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { SearchField } from "@/ui/controls/SearchField";
import { Listing } from "../parts/Listing";
import { usePages, usePaused } from "../parts/usePages";
import { type PersonAct, PersonDialog } from "./PersonDialog";
import { PersonItem } from "./PersonItem";

export function PeopleSection() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const query = usePaused(typed);
  const pages = usePages(["people", query], (cursor, signal) => listUsers(query, cursor, signal));
  const [open, setOpen] = useState<PersonAct | null>(null);
  return (
    <>
      <SearchField label={t("admin.people_search")} value={typed} onChange={setTyped} />
      <div className="mt-2">
        <Listing
          label={t("admin.people")}
          pages={pages}
          empty={
            <EmptyState
              title={t("admin.people_none")}
              actions={<Button onClick={() => setTyped("")}>{t("admin.search_clear")}</Button>}
            >
              {t("admin.people_none_text")}
            </EmptyState>
          }
        >
          {(person) => <PersonItem key={person.id} person={person} onAct={setOpen} />}
        </Listing>
      </div>
      {open !== null && <PersonDialog open={open} onClose={() => setOpen(null)} />}
    </>
  );
}
