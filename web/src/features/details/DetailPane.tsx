// The pane beside or over a room: description, members, settings, and leaving.
import {
  ArrowLeft,
  AtSign,
  Ban,
  ChevronRight,
  Images,
  LogOut,
  type LucideIcon,
  Settings2,
  UserPlus,
  X,
} from "lucide-react";
import { type ReactNode, type Ref, useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { longDate } from "@/lib/format";
import { later } from "@/lib/later";
import type { Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { useMayInvite } from "@/state/rooms/inviting";
import { moderates } from "@/state/rooms/rights";
import { facesOf, useRoomTitle } from "@/state/rooms/roomTitle";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
import { Button } from "@/ui/controls/Button";
import { cx } from "@/ui/cx";
import { IconButton } from "@/ui/controls/IconButton";
import { AnnounceLevel } from "./AnnounceLevel";
import { MemberList } from "./MemberList";
import { NotifyLevel } from "./NotifyLevel";
import { PinnedList } from "./PinnedList";

const DirectActions = later(async () => (await import("./DirectPeople")).DirectActions);
const DirectPeople = later(async () => (await import("./DirectPeople")).DirectPeople);
const ReportsEntry = later(async () => (await import("./reports/ReportsEntry")).ReportsEntry, "dialogs");
const ReportList = later(async () => (await import("./reports/ReportList")).ReportList, "dialogs");
const BannedPeople = later(async () => (await import("./members/BannedPeople")).BannedPeople, "dialogs");

const TITLES = {
  files: "media.gallery",
  groups: "details.groups",
  banned: "members.bans",
  reports: "reports.list",
} as const;

const rowClass = "flex min-h-11 w-full items-center gap-3 rounded-md px-2.5 text-sm font-medium";

interface DetailPaneProps {
  room: Room;
  member: boolean;
  onClose: () => void;
  /** The room's files, rendered by another feature. */
  files?: ReactNode;
  /** The room's groups, rendered by another feature. */
  groups?: ReactNode;
}

export function DetailPane({ room, member, onClose, files, groups }: DetailPaneProps) {
  const { t, i18n } = useTranslation();
  const title = useRoomTitle(room);
  const invites = useMayInvite(room);
  const direct = room.kind === "direct";
  const [view, setView] = useState<"about" | "files" | "groups" | "banned" | "reports">("about");
  const toFiles = useRef<HTMLButtonElement>(null);
  const toGroups = useRef<HTMLButtonElement>(null);
  const toBanned = useRef<HTMLButtonElement>(null);
  const toReports = useRef<HTMLButtonElement>(null);
  const way = useRef<typeof toFiles>(null);
  useEffect(() => {
    // Returns the focus to the button that opened the view.
    if (view === "about") way.current?.current?.focus();
  }, [view]);
  const back = () => {
    way.current = { files: toFiles, groups: toGroups, banned: toBanned, reports: toReports, about: null }[
      view
    ];
    setView("about");
  };
  // A moderator who is demoted loses the view at once.
  if (view === "files" || view === "groups" || (view !== "about" && moderates(room)))
    return (
      <>
        <PaneHead onClose={onClose}>
          <IconButton
            label={t("common.back")}
            tip="none"
            icon={<ArrowLeft size={19} className="rtl:-scale-x-100" />}
            autoFocus
            className="-ms-3"
            onClick={back}
          />
          <h2 id="detail-title" className="grow font-semibold">
            {t(TITLES[view])}
          </h2>
        </PaneHead>
        {view === "files" ? (
          files
        ) : view === "groups" ? (
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]">
            {groups}
          </div>
        ) : view === "banned" ? (
          <BannedPeople room={room} />
        ) : (
          <ReportList room={room} />
        )}
      </>
    );
  return (
    <>
      <PaneHead onClose={onClose}>
        <h2 id="detail-title" className="grow font-semibold">
          {t("details.title")}
        </h2>
      </PaneHead>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]">
        <section className="flex flex-col items-center px-5 pt-7 pb-6 text-center">
          <RoomAvatar id={room.id} name={title} url={room.avatar_url} size={64} faces={facesOf(room)} />
          <p dir="auto" className="mt-3 max-w-full text-lg font-semibold break-words">
            {title}
          </p>
          {room.description !== "" && (
            <p className="mt-1 text-sm text-text-2 text-pretty break-words">{room.description}</p>
          )}
          <p className="mt-1.5 text-xs text-text-3">
            {`${t(`rooms.${room.kind}`)} · ${t("details.created", { date: longDate(i18n.language, room.created_at) })}`}
          </p>
          {invites && (
            <Button
              className="mt-5"
              icon={<UserPlus size={17} />}
              onClick={() => openDialog({ name: "invite", roomId: room.id })}
            >
              {t("rooms.invite_people")}
            </Button>
          )}
        </section>
        {member && (
          <>
            {files !== undefined && (
              <div className="border-t border-line p-3">
                <ViewEntry
                  ref={toFiles}
                  icon={Images}
                  label={t("media.gallery")}
                  onOpen={() => setView("files")}
                />
              </div>
            )}
            <PinnedList room={room} />
            {room.you !== null && <NotifyLevel room={room} />}
            <AnnounceLevel key={room.id} roomId={room.id} />
            {direct ? (
              <DirectPeople room={room} />
            ) : (
              <MemberList roomId={room.id} count={room.member_count} />
            )}
            <div className="border-t border-line p-3">
              {!direct && groups !== undefined && (
                <ViewEntry
                  ref={toGroups}
                  icon={AtSign}
                  label={t("details.groups")}
                  onOpen={() => setView("groups")}
                />
              )}
              {direct && <DirectActions roomId={room.id} rowClass={cx(rowClass, "hover:bg-surface-2")} />}
              {!direct && moderates(room) && (
                <ReportsEntry
                  ref={toReports}
                  roomId={room.id}
                  className={cx(rowClass, "hover:bg-surface-2")}
                  onOpen={() => setView("reports")}
                />
              )}
              {moderates(room) && (
                <button
                  ref={toBanned}
                  type="button"
                  onClick={() => setView("banned")}
                  className={cx(rowClass, "hover:bg-surface-2")}
                >
                  <Ban size={18} aria-hidden="true" className="text-text-3" />
                  <span className="grow text-start">{t("members.bans")}</span>
                  <ChevronRight size={17} aria-hidden="true" className="text-text-3 rtl:-scale-x-100" />
                </button>
              )}
              {moderates(room) && (
                <button
                  type="button"
                  onClick={() => openDialog({ name: "edit_room", roomId: room.id })}
                  className={cx(rowClass, "hover:bg-surface-2")}
                >
                  <Settings2 size={18} aria-hidden="true" className="text-text-3" />
                  <span>{t("details.edit")}</span>
                </button>
              )}
              {!direct && (
                <button
                  type="button"
                  onClick={() => openDialog({ name: "leave", roomId: room.id })}
                  className={cx(rowClass, "text-danger hover:bg-danger-soft")}
                >
                  <LogOut size={18} aria-hidden="true" />
                  <span>{t("details.leave")}</span>
                </button>
              )}
            </div>
          </>
        )}
      </div>
    </>
  );
}

function PaneHead({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-14 shrink-0 items-center gap-1 border-b border-line ps-5 pe-2.5 pt-[env(safe-area-inset-top)]">
      {children}
      <IconButton label={t("common.close")} tip="none" icon={<X size={19} />} onClick={onClose} />
    </div>
  );
}

interface ViewEntryProps {
  icon: LucideIcon;
  label: string;
  onOpen: () => void;
  ref: Ref<HTMLButtonElement>;
}

/** A row that opens another view of the pane. */
function ViewEntry({ icon: Icon, label, onOpen, ref }: ViewEntryProps) {
  return (
    <button ref={ref} type="button" onClick={onOpen} className={cx(rowClass, "hover:bg-surface-2")}>
      <Icon size={18} aria-hidden="true" className="text-text-3" />
      <span className="grow text-start">{label}</span>
      <ChevronRight size={17} aria-hidden="true" className="text-text-3 rtl:-scale-x-100" />
    </button>
  );
}
