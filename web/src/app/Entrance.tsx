// The signed-out client: landing page, sign-in, sign-up, invitations, new passwords, e-mail addresses. Any other path asks to sign in and opens afterwards.
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { SignIn } from "@/features/entrance/SignIn";
import { useServer } from "@/features/entrance/useServer";
import { addWords } from "@/i18n/i18n";
import { later } from "@/lib/later";
import { paths, returnPath, withReturn } from "@/lib/paths";

const Landing = lazy(async () => {
  const [{ Landing: view }] = await Promise.all([import("@/features/landing/Landing"), addWords("landing")]);
  return { default: view };
});
const SignUp = lazy(async () => ({ default: (await import("@/features/entrance/SignUp")).SignUp }));
const ForgotPage = later(async () => (await import("@/features/entrance/ForgotPage")).ForgotPage, "entrance");
const ConfirmEmailPage = later(
  async () => (await import("@/features/entrance/ConfirmEmailPage")).ConfirmEmailPage,
  "entrance",
);
const ResetPage = later(async () => (await import("@/features/entrance/ResetPage")).ResetPage, "entrance");
const InvitePage = later(async () => (await import("@/features/invite/InvitePage")).InvitePage);

/** English, for what this half of the client says. */
export { default as entranceWords } from "virtual:words/entrance/en.json";

export function Entrance({ ended }: { ended: boolean }) {
  const [location] = useLocation();
  const search = useSearch();
  const to = returnPath(search);
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path={paths.signIn}>
          <SignIn to={to} ended={ended} />
        </Route>
        <Route path={paths.signUp}>
          <SignUp to={to} />
        </Route>
        <Route path={paths.forgot}>
          <ForgotPage />
        </Route>
        <Route path="/confirm-email/:token">
          {({ token }) => <ConfirmEmailPage key={token} token={token} />}
        </Route>
        <Route path="/invite/:code">{({ code }) => <InvitePage code={code} signedIn={false} />}</Route>
        <Route path="/reset/:token">{({ token }) => <ResetPage key={token} token={token} />}</Route>
        <Route path={paths.home}>{ended ? <Redirect to={paths.signIn} /> : <Front />}</Route>
        <Route>
          <Redirect to={withReturn(paths.signIn, location + (search && `?${search}`))} />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** The front page: the landing page, or the set-up form on a server without users. */
function Front() {
  const server = useServer();
  if (server === undefined) return null;
  return server?.first_run === true ? (
    <SignUp to={paths.home} />
  ) : (
    <Landing signUp={server?.sign_up ?? "open"} />
  );
}
