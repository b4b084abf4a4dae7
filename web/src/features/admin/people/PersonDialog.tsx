// The dialog of a change to an account that needs a confirmation or an answer.
import { useTranslation } from "@/i18n/useTranslation";
import { deleteUser, endSessions, patchUser } from "@/net/api/admin/people";
import type { AdminUser } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { Confirm } from "@/ui/overlays/Confirm";
import { act, useActProblem } from "../parts/acting";
import { DeleteConfirm } from "../parts/DeleteConfirm";
import { LinkDialog } from "./LinkDialog";
import { SuspendDialog } from "./SuspendDialog";

export interface PersonAct {
  name: "sign_out" | "link" | "promote" | "make_admin" | "unmake_admin" | "suspend" | "delete";
  person: AdminUser;
}

export function PersonDialog({ open, onClose }: { open: PersonAct; onClose: () => void }) {
  const { t } = useTranslation();
  const { person } = open;
  const name = person.display_name;
  const finish = async (change: () => Promise<unknown>, done: string) => {
    await act(change);
    onClose();
    notify({ text: done, tone: "success" });
  };
  switch (open.name) {
    case "link":
      return <LinkDialog person={person} onClose={onClose} />;
    case "suspend":
      return <SuspendDialog person={person} onClose={onClose} />;
    case "delete":
      return (
        <DeleteConfirm
          title={t("admin.delete_title", { name })}
          text={t("admin.delete_account_text")}
          name={person.username}
          onConfirm={() => finish(() => deleteUser(person.id), t("admin.account_deleted", { name }))}
          onClose={onClose}
        />
      );
    case "sign_out":
      return (
        <Plain
          word="sign_out"
          name={name}
          onConfirm={() => finish(() => endSessions(person.id), t("admin.signed_out", { name }))}
          onClose={onClose}
        />
      );
    case "promote":
      return (
        <Plain
          word="promote"
          name={name}
          onConfirm={() =>
            finish(() => patchUser(person.id, { guest_until: null }), t("admin.promoted", { name }))
          }
          onClose={onClose}
        />
      );
    case "make_admin":
    case "unmake_admin": {
      const is_admin = open.name === "make_admin";
      const done = t(is_admin ? "admin.made_admin" : "admin.unmade_admin", { name });
      return (
        <Plain
          word={open.name}
          name={name}
          onConfirm={() => finish(() => patchUser(person.id, { is_admin }), done)}
          onClose={onClose}
        />
      );
    }
  }
}

interface PlainProps {
  word: "sign_out" | "promote" | "make_admin" | "unmake_admin";
  name: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function Plain({ word, name, onConfirm, onClose }: PlainProps) {
  const { t } = useTranslation();
  const problem = useActProblem();
  return (
    <Confirm
      title={t(`admin.${word}_title`, { name })}
      action={t(`admin.${word}_confirm`)}
      tone={word === "make_admin" || word === "promote" ? "primary" : "danger"}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t(`admin.${word}_text`)}</p>
    </Confirm>
  );
}
