// Makes a group, or changes the handle and the name of one.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { GROUP_NAME_CHARS } from "@/lib/limits.gen";
import { groupsOf } from "@/net/api/groups";
import type { Group } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { Field } from "@/ui/controls/Field";
import { Confirm } from "@/ui/overlays/Confirm";
import type { Keeping } from "./GroupsPane";

interface GroupFormProps {
  keeping: Keeping;
  /** Null to make one. */
  group: Group | null;
  onClose: () => void;
}

export function GroupForm({ keeping, group, onClose }: GroupFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(group?.name ?? "");
  const [handle, setHandle] = useState(group?.handle ?? "");
  const api = groupsOf(keeping.roomId);
  return (
    <Confirm
      title={t(group === null ? "groups.create_title" : "groups.rename_title")}
      action={t(group === null ? "groups.create_confirm" : "common.save")}
      tone="primary"
      problem={keeping.problem}
      onConfirm={async () => {
        const form = { name, handle: handle.trim().replace(/^@/, "") };
        const made = await keeping.change(() =>
          group === null ? api.create(form) : api.change(group.id, form),
        );
        onClose();
        const done = group === null ? "groups.created" : "groups.changed";
        notify({ text: t(done, { handle: made.handle }), tone: "success" });
      }}
      onClose={onClose}
    >
      <Field
        label={t("groups.name")}
        value={name}
        maxLength={GROUP_NAME_CHARS}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
      />
      <Field
        label={t("groups.handle")}
        hint={t("groups.handle_hint")}
        value={handle}
        maxLength={33}
        onChange={(event) => setHandle(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </Confirm>
  );
}
