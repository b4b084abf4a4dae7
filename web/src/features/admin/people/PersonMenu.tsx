// What an administrator can do to an account. What can be undone at once is done at once; the rest opens a dialog. Nobody can
// suspend or delete themselves here.
import {
  Ban,
  KeyRound,
  LogOut,
  MoreHorizontal,
  ShieldMinus,
  ShieldPlus,
  Trash2,
  Undo2,
  UserRoundCheck,
} from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { patchUser, restoreUser } from "@/net/api/admin/people";
import type { AdminUser } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu, type MenuEntry } from "@/ui/overlays/Menu";
import { useActNow } from "../parts/acting";
import type { PersonAct } from "./PersonDialog";

interface PersonMenuProps {
  person: AdminUser;
  /** Whether it is the administrator's own account. */
  self: boolean;
  onAct: (act: PersonAct) => void;
}

export function PersonMenu({ person, self, onAct }: PersonMenuProps) {
  const { t } = useTranslation();
  const actNow = useActNow();
  const name = person.display_name;
  const entries: Record<string, MenuEntry> = {
    restore: {
      label: t("admin.restore_account"),
      icon: <Undo2 size={17} aria-hidden="true" />,
      onSelect: () => void actNow(() => restoreUser(person.id), t("admin.restored", { name })),
    },
    sign_out: {
      label: t("admin.sign_out"),
      icon: <LogOut size={17} aria-hidden="true" />,
      onSelect: () => onAct({ name: "sign_out", person }),
    },
    link: {
      label: t("admin.link"),
      icon: <KeyRound size={17} aria-hidden="true" />,
      onSelect: () => onAct({ name: "link", person }),
    },
    promote: {
      label: t("admin.promote"),
      icon: <UserRoundCheck size={17} aria-hidden="true" />,
      onSelect: () => onAct({ name: "promote", person }),
    },
    make_admin: {
      label: t("admin.make_admin"),
      icon: <ShieldPlus size={17} aria-hidden="true" />,
      onSelect: () => onAct({ name: "make_admin", person }),
    },
    unmake_admin: {
      label: t("admin.unmake_admin"),
      icon: <ShieldMinus size={17} aria-hidden="true" />,
      onSelect: () => onAct({ name: "unmake_admin", person }),
    },
    suspend: {
      label: t("admin.suspend"),
      icon: <Ban size={17} aria-hidden="true" />,
      tone: "danger",
      separated: true,
      onSelect: () => onAct({ name: "suspend", person }),
    },
    lift: {
      label: t("admin.lift"),
      icon: <Undo2 size={17} aria-hidden="true" />,
      separated: true,
      onSelect: () =>
        void actNow(() => patchUser(person.id, { suspended: null }), t("admin.lifted", { name })),
    },
    delete: {
      label: t("admin.delete_account"),
      icon: <Trash2 size={17} aria-hidden="true" />,
      tone: "danger",
      onSelect: () => onAct({ name: "delete", person }),
    },
  };
  return (
    <Menu
      label={t("admin.actions", { name })}
      align="end"
      entries={namesOf(person, self).flatMap((entry) => entries[entry] ?? [])}
      trigger={(props) => (
        <IconButton
          {...props}
          label={t("admin.actions", { name })}
          tip="none"
          icon={<MoreHorizontal size={18} />}
        />
      )}
    />
  );
}

function namesOf(person: AdminUser, self: boolean): string[] {
  if (person.delete_after !== null) return ["restore"];
  if (self) return ["sign_out", "unmake_admin"];
  const admin = person.is_admin ? "unmake_admin" : "make_admin";
  // Guests administer nothing.
  const rank = person.guest_until === undefined ? admin : "promote";
  return [
    "sign_out",
    ...(person.is_bot ? [] : ["link", rank]),
    person.suspended === null ? "suspend" : "lift",
    "delete",
  ];
}
