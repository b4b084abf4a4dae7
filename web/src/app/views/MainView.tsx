// The view beside the room list, by path.
import { Suspense } from "react";
import { Redirect, Route, Switch, useSearch } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { later } from "@/lib/later";
import { paths, returnPath } from "@/lib/paths";
import { useRooms } from "@/state/rooms/rooms";
import { useGuest } from "@/state/session/whoami";
import { PlainHeader } from "./PlainHeader";
import { RoomView } from "./RoomView";

const Home = later(async () => (await import("./Home")).Home);
const Directory = later(
  async () => (await import("@/features/rooms/directory/Directory")).Directory,
  "dialogs",
);
const Nowhere = later(async () => (await import("./Nowhere")).Nowhere);
const InvitePage = later(async () => (await import("@/features/invite/InvitePage")).InvitePage);
const ConfirmEmailPage = later(
  async () => (await import("@/features/entrance/ConfirmEmailPage")).ConfirmEmailPage,
  "entrance",
);
const ForgotPage = later(async () => (await import("@/features/entrance/ForgotPage")).ForgotPage, "entrance");
const ResetPage = later(async () => (await import("@/features/entrance/ResetPage")).ResetPage, "entrance");
const GroupsPane = later(async () => (await import("@/features/groups/GroupsPane")).GroupsPane, "dialogs");
const AdminPage = later(async () => (await import("@/features/admin/AdminPage")).AdminPage, "admin");

export function MainView({ location, phone }: { location: string; phone: boolean }) {
  const { t } = useTranslation();
  const search = useSearch();
  const byId = useRooms((state) => state.byId);
  const guest = useGuest();
  return (
    <Suspense fallback={null}>
      <Switch location={location}>
        <Route path="/r/:id/*?">
          {({ id }) => <RoomView key={id} roomId={id} location={location} phone={phone} />}
        </Route>
        <Route path={paths.directory}>
          {guest ? (
            <Redirect to={paths.home} replace />
          ) : (
            <main className="flex min-h-0 min-w-0 grow flex-col">
              <PlainHeader phone={phone} title={t("rooms.directory_title")} />
              <div className="min-h-0 grow overflow-y-auto">
                <Directory />
              </div>
            </main>
          )}
        </Route>
        <Route path="/invite/:code">
          {({ code }) => (
            <div className="grow">
              <InvitePage code={code} signedIn isMine={(roomId) => byId[roomId] !== undefined} />
            </div>
          )}
        </Route>
        <Route path="/admin/:section?">
          {({ section }) => (
            <main className="flex min-h-0 min-w-0 grow flex-col">
              <PlainHeader phone={phone} title={t("profile.admin")} />
              <div className="min-h-0 grow overflow-y-auto overscroll-contain">
                <AdminPage
                  section={section}
                  groups={(changes) => <GroupsPane roomId={null} mayChange {...changes} />}
                />
              </div>
            </main>
          )}
        </Route>
        <Route path="/reset/:token">
          {({ token }) => (
            <div className="grow">
              <ResetPage key={token} token={token} />
            </div>
          )}
        </Route>
        <Route path="/confirm-email/:token">
          {({ token }) => (
            <div className="grow">
              <ConfirmEmailPage key={token} token={token} />
            </div>
          )}
        </Route>
        <Route path={paths.forgot}>
          <div className="grow">
            <ForgotPage />
          </div>
        </Route>
        <Route path={paths.signIn}>
          <Redirect to={returnPath(search)} replace />
        </Route>
        <Route path={paths.signUp}>
          <Redirect to={returnPath(search)} replace />
        </Route>
        <Route path={paths.home}>
          <main className="grid min-h-0 grow place-items-center overflow-y-auto">
            {phone ? null : <Home />}
          </main>
        </Route>
        <Route>
          <main className="flex min-h-0 min-w-0 grow flex-col">
            <PlainHeader phone={phone} />
            <div className="grid min-h-0 grow place-items-center overflow-y-auto">
              <Nowhere />
            </div>
          </main>
        </Route>
      </Switch>
    </Suspense>
  );
}
