// The user's menu at the bottom of the room list: status, settings, administration, shortcuts, signing out.
import { Bookmark, ChevronsUpDown, Keyboard, LogOut, Settings, ShieldUser, SmilePlus } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { openDialog } from "@/state/shell/dialogs";
import { useStatus } from "@/state/people/statuses";
import { useMe } from "@/state/session/whoami";
import { Avatar } from "@/ui/pictures/Avatar";
import { StatusMark } from "@/ui/pictures/StatusMark";
import { Menu } from "@/ui/overlays/Menu";

export function ProfileMenu({ rail = false }: { rail?: boolean }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const me = useMe();
  const status = useStatus(me?.id ?? "");
  if (me === null) return null;
  return (
    <Menu
      label={t("profile.menu")}
      side="above"
      entries={[
        {
          label: t("profile.set_status"),
          icon: <SmilePlus size={18} />,
          onSelect: () => openDialog({ name: "status" }),
        },
        {
          label: t("profile.saved"),
          icon: <Bookmark size={18} />,
          onSelect: () => openDialog({ name: "saved" }),
        },
        {
          label: t("profile.settings"),
          icon: <Settings size={18} />,
          onSelect: () => navigate(paths.settings()),
        },
        ...(me.is_admin
          ? [
              {
                label: t("profile.admin"),
                icon: <ShieldUser size={18} />,
                onSelect: () => navigate(paths.admin()),
              },
            ]
          : []),
        {
          label: t("profile.shortcuts"),
          icon: <Keyboard size={18} />,
          onSelect: () => openDialog({ name: "shortcuts" }),
        },
        {
          label: t("profile.sign_out"),
          icon: <LogOut size={18} />,
          separated: true,
          onSelect: () => void import("./leave").then(({ leave }) => leave(t, navigate)),
        },
      ]}
      trigger={(props) => (
        <button
          {...props}
          type="button"
          // Without the rail, the visible text is the button's name.
          aria-label={rail ? `${t("profile.menu")}: ${me.display_name}` : undefined}
          className={
            rail
              ? "mx-auto my-3 grid size-11 place-items-center rounded-full"
              : "m-2 flex min-h-13 w-[calc(100%-1rem)] min-w-0 items-center gap-3 rounded-md px-2 text-start transition-colors hover:bg-surface-2 aria-expanded:bg-surface-2"
          }
        >
          <Avatar id={me.id} name={me.display_name} url={me.avatar_url} />
          {!rail && (
            <>
              <span className="min-w-0 grow">
                <span className="flex gap-1.5 text-sm">
                  <span className="truncate font-semibold">{me.display_name}</span>
                  {status !== null && <StatusMark status={status} />}
                </span>
                <span className="block truncate text-xs text-text-3">{`@${me.username}`}</span>
                <span className="sr-only">{t("profile.menu")}</span>
              </span>
              <ChevronsUpDown size={16} aria-hidden="true" className="text-text-3" />
            </>
          )}
        </button>
      )}
    />
  );
}
