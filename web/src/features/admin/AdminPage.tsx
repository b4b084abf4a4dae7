// Administration of the server, for administrators only: a section per subject, each with its own path.
import {
  AtSign,
  Flag,
  Gauge,
  ScrollText,
  Settings,
  ShieldUser,
  Ticket,
  UsersRound,
  Waves,
} from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { paths } from "@/lib/paths";
import { useMe } from "@/state/session/whoami";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { Pane } from "@/ui/blocks/Pane";
import { buttonClass } from "@/ui/controls/Button";
import { cx } from "@/ui/cx";
import { AuditSection } from "./audit/AuditSection";
import { act, useActProblem } from "./parts/acting";
import { ElevationDialog } from "./parts/ElevationDialog";
import { PeopleSection } from "./people/PeopleSection";
import { ReportsSection } from "./rooms/ReportsSection";
import { RoomsSection } from "./rooms/RoomsSection";
import { InvitesSection } from "./server/InvitesSection";
import { SettingsSection } from "./server/SettingsSection";
import { UsageSection } from "./server/UsageSection";

const sections = {
  people: { icon: <UsersRound size={17} aria-hidden="true" />, view: () => <PeopleSection /> },
  rooms: { icon: <Waves size={17} aria-hidden="true" />, view: () => <RoomsSection /> },
  groups: { icon: <AtSign size={17} aria-hidden="true" />, view: (groups) => groups() },
  invites: { icon: <Ticket size={17} aria-hidden="true" />, view: () => <InvitesSection /> },
  reports: { icon: <Flag size={17} aria-hidden="true" />, view: () => <ReportsSection /> },
  settings: { icon: <Settings size={17} aria-hidden="true" />, view: () => <SettingsSection /> },
  usage: { icon: <Gauge size={17} aria-hidden="true" />, view: () => <UsageSection /> },
  audit: { icon: <ScrollText size={17} aria-hidden="true" />, view: () => <AuditSection /> },
} satisfies Record<string, { icon: ReactNode; view: (groups: () => ReactNode) => ReactNode }>;

type Section = keyof typeof sections;
const names = Object.keys(sections) as Section[];

/** How another feature makes changes here, and describes why one failed. */
interface Changes {
  act: typeof act;
  problem: (error: unknown) => string | null;
}

interface AdminPageProps {
  section: string | undefined;
  /** The groups of the server, rendered by another feature. */
  groups: (changes: Changes) => ReactNode;
}

export function AdminPage({ section, groups }: AdminPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  if (me?.is_admin !== true)
    return (
      <EmptyState
        art={<ShieldUser size={40} aria-hidden="true" />}
        title={t("admin.not_admin")}
        actions={
          <Link href={paths.home} className={buttonClass("primary")}>
            {t("rooms.nowhere_back")}
          </Link>
        }
      >
        {t("admin.not_admin_text")}
      </EmptyState>
    );
  return <Sections current={names.find((name) => name === section) ?? "people"} groups={groups} />;
}

function Sections({ current, groups }: Pick<AdminPageProps, "groups"> & { current: Section }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(current);
  useEffect(() => {
    // Screen readers continue in the section that was chosen.
    if (shown.current !== current) heading.current?.focus();
    shown.current = current;
  }, [current]);
  return (
    <div className="mx-auto w-full max-w-240 px-4 py-5 rail:px-6 rail:py-7">
      <h1 className="text-xl font-semibold max-rail:sr-only">{t("admin.title")}</h1>
      <nav aria-label={t("admin.nav")} className="rail:mt-4">
        <ul className="flex flex-wrap gap-1">
          {names.map((name) => (
            <li key={name}>
              <Link
                href={paths.admin(name)}
                aria-current={name === current ? "page" : undefined}
                className={cx(
                  "flex min-h-9 items-center gap-2 rounded-md px-2.5 text-sm font-medium whitespace-nowrap pointer-coarse:min-h-11",
                  name === current
                    ? "bg-accent-soft text-text"
                    : "text-text-2 hover:bg-surface-2 hover:text-text",
                )}
              >
                <span className="max-rail:hidden">{sections[name].icon}</span>
                <span>{t(`admin.${name}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="admin-section" className="mt-6">
        <h2
          ref={heading}
          id="admin-section"
          tabIndex={-1}
          className="mb-4 text-lg font-semibold outline-none"
        >
          {t(`admin.${current}`)}
        </h2>
        <Pane resetKey={current}>{sections[current].view(() => groups({ act, problem }))}</Pane>
      </section>
      <ElevationDialog />
    </div>
  );
}
