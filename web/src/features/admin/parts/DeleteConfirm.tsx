// Asks twice before something is deleted; the second time, its name must be typed.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Field } from "@/ui/controls/Field";
import { Confirm } from "@/ui/overlays/Confirm";
import { useActProblem } from "./acting";

class WrongName extends Error {}

interface DeleteConfirmProps {
  title: string;
  /** What the deletion takes away. */
  text: string;
  /** To be typed. */
  name: string;
  /** Closes the dialog itself where it succeeds. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

export function DeleteConfirm({ title, text, name, onConfirm, onClose }: DeleteConfirmProps) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const [sure, setSure] = useState(false);
  const [typed, setTyped] = useState("");
  if (!sure)
    return (
      <Confirm
        key="first"
        title={title}
        action={t("admin.delete_continue")}
        problem={problem}
        onConfirm={async () => setSure(true)}
        onClose={onClose}
      >
        <p className="text-text-2 text-pretty">{text}</p>
        <p className="font-medium">{t("admin.delete_undo")}</p>
      </Confirm>
    );
  return (
    <Confirm
      key="second"
      title={t("admin.delete_sure")}
      action={t("admin.delete")}
      problem={(error) =>
        error instanceof WrongName ? t("admin.delete_mismatch", { name }) : problem(error)
      }
      onConfirm={async () => {
        if (typed.trim() !== name) throw new WrongName();
        await onConfirm();
      }}
      onClose={onClose}
    >
      <Field
        label={t("admin.delete_type", { name })}
        hint={t("admin.delete_undo")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </Confirm>
  );
}
