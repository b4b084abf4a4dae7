// The signed-in client: goes live, lays out room list, room and details, and shows dialogs and notices over them.
import { type CSSProperties, Suspense, useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { later } from "@/lib/later";
import { screens, useMedia } from "@/lib/media";
import { paths } from "@/lib/paths";
import { refreshSession } from "@/net/http";
import { useAppearance } from "@/state/device/appearance";
import { closeDialog, useDialogs } from "@/state/shell/dialogs";
import { lastRoom } from "@/state/rooms/lastRoom";
import { useRooms } from "@/state/rooms/rooms";
import { useGuest } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { prepareMotionOnUse } from "@/motion/motion";
import { RoomList } from "@/features/rooms/list/RoomList";
import { ProfileMenu } from "@/features/profile/ProfileMenu";
import { onRefusedPictures } from "@/ui/pictures/Avatar";
import { cx } from "@/ui/cx";
import { Pane } from "@/ui/blocks/Pane";
import { MainView } from "../views/MainView";
import { Notices } from "./Notices";
import { openRoomOf } from "@/lib/openRoom";
import { SkipLinks } from "./SkipLinks";
import { useBack } from "../views/useBack";
import { useGoingLive } from "./useGoingLive";
import { useKeyboardInset } from "./useKeyboardInset";
import { useShellKeys } from "./useShellKeys";
import { useTabBadge } from "./useTabBadge";

// Mounted from the start, so that it has loaded long before a connection can be lost.
const ConnectionBanner = later(async () => (await import("./ConnectionBanner")).ConnectionBanner);
const Dialogs = later(async () => (await import("./Dialogs")).Dialogs);
const Home = later(async () => (await import("../views/Home")).Home);
const ListResizer = later(async () => (await import("./ListResizer")).ListResizer);
const FolderedRooms = later(
  async () => (await import("@/features/rooms/folders/FolderedRooms")).FolderedRooms,
);
const DirectSection = later(
  async () => (await import("@/features/rooms/direct/DirectSection")).DirectSection,
);
const DesktopNotifications = later(async () => (await import("./DesktopNotifications")).DesktopNotifications);
const LostRooms = later(async () => (await import("./LostRooms")).LostRooms);
const Cards = later(async () => (await import("../views/Cards")).Cards);
const GuestLine = later(async () => (await import("./GuestLine")).GuestLine);
const Drawer = later(async () => (await import("./Drawer")).Drawer);

/** The path behind the settings. Settings opened directly are shown over the room that was last open. */
function behind(location: string): string {
  if (!location.startsWith("/settings")) return location;
  const last = lastRoom();
  return last === null ? paths.home : paths.room(last);
}

// An <img> cannot refresh the session itself.
onRefusedPictures(async () => (await refreshSession()) === "refreshed");

/** English, for what this half of the client says. */
export { default as shellWords } from "virtual:words/shell/en.json";

export function Shell() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const [base, setBase] = useState(() => behind(location));
  // Settings are shown over the previous view, which stays mounted.
  if (!location.startsWith("/settings") && base !== location) setBase(location);
  const phone = useMedia(screens.phone);
  const rail = useMedia(screens.rail);
  const listWidth = useAppearance((state) => state.listWidth);
  const [drawer, setDrawer] = useState(false);
  const current = openRoomOf(base);
  const settings = location.startsWith("/settings");
  const closeSettings = useBack(base);
  const asked = useDialogs((state) => state.open);
  const lostAny = useRooms((state) => Object.keys(state.lost).length > 0);
  const listAlone = phone && base === "/";

  useGoingLive();
  useEffect(() => {
    prepareMotionOnUse();
    const offer = (apply: () => void) =>
      notify(
        { text: t("notices.update"), tone: "plain", action: { label: t("notices.reload"), run: apply } },
        0,
      );
    import("@/state/device/installed").then(({ install }) => install(offer)).catch(() => undefined);
  }, [t]);
  useKeyboardInset();
  useShellKeys(current);
  useTabBadge(current);

  return (
    <>
      <SkipLinks />
      <div className="shell" style={{ "--list": `${listWidth}px` } as CSSProperties}>
        {/* On a phone the list can be the whole page, and then it is the main landmark. */}
        <div
          role={listAlone ? "main" : undefined}
          className={phone ? "shell-pane grid min-h-0 min-w-0" : "contents"}
        >
          <nav
            aria-label={t("rooms.nav")}
            data-region="rooms"
            tabIndex={-1}
            inert={phone && !listAlone}
            className={cx(
              "relative flex min-h-0 min-w-0 flex-col border-line bg-surface-1 outline-none",
              !phone && "border-e",
              phone && !listAlone && "invisible",
            )}
          >
            <Pane resetKey={current}>
              <RoomList
                current={current}
                rail={rail}
                onOpenList={() => setDrawer(true)}
                foldered={FolderedRooms}
                direct={DirectSection}
                empty={phone ? <Home /> : undefined}
              />
            </Pane>
            <div className="shrink-0 border-t border-line pb-[env(safe-area-inset-bottom)]">
              <Pane>
                <Account rail={rail} />
              </Pane>
            </div>
            {!phone && !rail && <ListResizer />}
          </nav>
        </div>
        <div
          inert={listAlone}
          className={cx(
            "relative flex min-h-0 min-w-0 bg-bg",
            phone && "shell-pane",
            listAlone && "invisible",
          )}
        >
          <Pane resetKey={base}>
            <MainView location={base} phone={phone} />
          </Pane>
        </div>
        <Pane>
          <ConnectionBanner />
        </Pane>
      </div>
      {drawer && rail && (
        <Suspense fallback={null}>
          <Drawer onClose={() => setDrawer(false)}>
            <RoomList current={current} foldered={FolderedRooms} direct={DirectSection} />
            <div className="shrink-0 border-t border-line">
              <Account rail={false} />
            </div>
          </Drawer>
        </Suspense>
      )}
      {(asked !== null || settings) && (
        <Pane resetKey={asked ?? location}>
          <Dialogs location={location} onClose={settings ? closeSettings : closeDialog} />
        </Pane>
      )}
      <Cards room={current} />
      <DesktopNotifications room={current} />
      {lostAny && <LostRooms />}
      <Notices />
    </>
  );
}

/** The rail is too narrow for words. */
function Account({ rail }: { rail: boolean }) {
  const guest = useGuest();
  return (
    <>
      {guest && !rail && <GuestLine />}
      <ProfileMenu rail={rail} />
    </>
  );
}
