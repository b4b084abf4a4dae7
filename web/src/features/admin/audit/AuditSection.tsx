// The audit log, newest first, filtered by who acted and by what was done.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { type AuditFilter, listAudit } from "@/net/api/admin/server";
import type { UserRef } from "@/net/protocol.gen";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Button } from "@/ui/controls/Button";
import { Select } from "@/ui/controls/Select";
import { Listing } from "../parts/Listing";
import { PersonPicker } from "../parts/PersonPicker";
import { usePages } from "../parts/usePages";
import { ACTIONS, nameOf } from "./actions";
import { AuditItem } from "./AuditItem";

export function AuditSection() {
  const { t } = useTranslation();
  const [actor, setActor] = useState<UserRef | null>(null);
  const [action, setAction] = useState("");
  const filter: AuditFilter = { ...(actor && { actor: actor.id }), ...(action && { action }) };
  const pages = usePages(["audit", actor?.id ?? "", action], (cursor, signal) =>
    listAudit(filter, cursor, signal),
  );
  const filtered = actor !== null || action !== "";
  return (
    <>
      <div className="grid items-start gap-4 rail:grid-cols-2">
        <PersonPicker label={t("admin.audit_actor")} chosen={actor} onChoose={setActor} />
        <Select
          label={t("admin.audit_action")}
          value={action}
          onChange={(event) => setAction(event.target.value)}
          options={[
            { value: "", label: t("admin.audit_any") },
            ...ACTIONS.map((value) => ({ value, label: nameOf(t, value) })),
          ]}
        />
      </div>
      <div className="mt-2">
        <Listing
          label={t("admin.audit")}
          pages={pages}
          empty={
            <EmptyState
              title={t("admin.audit_none")}
              actions={
                filtered && (
                  <Button
                    onClick={() => {
                      setActor(null);
                      setAction("");
                    }}
                  >
                    {t("admin.audit_all")}
                  </Button>
                )
              }
            >
              {t(filtered ? "admin.audit_none_filtered" : "admin.audit_none_text")}
            </EmptyState>
          }
        >
          {(entry) => <AuditItem key={entry.id} entry={entry} />}
        </Listing>
      </div>
    </>
  );
}
