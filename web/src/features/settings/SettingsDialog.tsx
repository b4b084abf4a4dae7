// The settings, as a dialog with its own URL over the previous view.
import { Bell, Eye, Keyboard, MonitorSmartphone, Palette, ShieldUser, UserRound, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { cx } from "@/ui/cx";
import { Dialog } from "@/ui/overlays/Dialog";
import { IconButton } from "@/ui/controls/IconButton";
import { AccountSection } from "./AccountSection";
import { AppearanceSection } from "./AppearanceSection";
import { NotificationsSection } from "./NotificationsSection";
import { PrivacySection } from "./PrivacySection";
import { ProfileSection } from "./ProfileSection";
import { SessionsSection } from "./SessionsSection";
import { ShortcutList } from "./ShortcutList";

const sections = {
  profile: {
    icon: <UserRound size={18} />,
    view: (picture: ReactNode) => <ProfileSection picture={picture} />,
  },
  appearance: { icon: <Palette size={18} />, view: () => <AppearanceSection /> },
  notifications: { icon: <Bell size={18} />, view: () => <NotificationsSection /> },
  privacy: { icon: <Eye size={18} />, view: () => <PrivacySection /> },
  sessions: { icon: <MonitorSmartphone size={18} />, view: () => <SessionsSection /> },
  account: { icon: <ShieldUser size={18} />, view: () => <AccountSection /> },
  shortcuts: { icon: <Keyboard size={18} />, view: () => <ShortcutList /> },
} satisfies Record<string, { icon: ReactNode; view: (picture: ReactNode) => ReactNode }>;

type Section = keyof typeof sections;
const names = Object.keys(sections) as Section[];

interface SettingsDialogProps {
  section: string;
  onClose: () => void;
  /** The field for the user's picture, rendered by another feature. */
  picture?: ReactNode;
}

export function SettingsDialog({ section, onClose, picture }: SettingsDialogProps) {
  const { t } = useTranslation();
  const current = names.find((name) => name === section) ?? "profile";
  return (
    <Dialog title={t("settings.title")} closeLabel={t("common.close")} onClose={onClose} size="lg" bare>
      <div className="grid h-[min(38rem,calc(100dvh-3rem))] grid-rows-[auto_minmax(0,1fr)] rail:grid-cols-[13rem_minmax(0,1fr)] rail:grid-rows-1">
        <nav
          aria-label={t("settings.nav")}
          className="flex min-w-0 flex-col border-line bg-surface-1 max-rail:border-b rail:border-e rail:p-3"
        >
          <p
            aria-hidden="true"
            className="px-5 pt-4 pb-2 text-lg font-semibold rail:px-2.5 rail:pt-1.5 rail:pb-3"
          >
            {t("settings.title")}
          </p>
          <ul className="flex gap-1 overflow-x-auto px-3 pb-2 rail:grid rail:grid-cols-1 rail:gap-0.5 rail:p-0">
            {names.map((name) => (
              <li key={name} className="shrink-0">
                <Link
                  href={paths.settings(name)}
                  replace
                  aria-current={name === current ? "page" : undefined}
                  data-autofocus={name === current ? "" : undefined}
                  className={cx(
                    "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium whitespace-nowrap outline-offset-[-2px] pointer-coarse:min-h-11",
                    name === current
                      ? "bg-accent-soft text-text"
                      : "text-text-2 hover:bg-surface-2 hover:text-text",
                  )}
                >
                  <span className="max-rail:hidden">{sections[name].icon}</span>
                  <span>{t(`settings.${name}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="relative min-h-0 overflow-y-auto overscroll-contain">
          <section aria-labelledby="settings-section" className="px-5 py-5 rail:px-8 rail:py-7">
            <h3 id="settings-section" className="mb-5 text-xl font-semibold max-rail:sr-only">
              {t(`settings.${current}`)}
            </h3>
            {sections[current].view(picture)}
          </section>
        </div>
        <IconButton
          label={t("common.close")}
          tip="none"
          icon={<X size={18} />}
          onClick={onClose}
          className="absolute end-3 top-3"
        />
      </div>
    </Dialog>
  );
}
