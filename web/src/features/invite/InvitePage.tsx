// The page of an invitation: who invites to which room, and one button. Works signed in and signed out; signing up on the way
// keeps the invitation.
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link, useLocation } from "wouter";
import { dayInWords } from "@/lib/format";
import { paths } from "@/lib/paths";
import type { InviteCard } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { useGuest } from "@/state/session/whoami";
import { Avatar } from "@/ui/pictures/Avatar";
import { Button, buttonClass } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Mark } from "@/ui/pictures/Mark";
import { Page } from "@/ui/blocks/Page";
import { Spinner } from "@/ui/pictures/Spinner";

interface InvitePageProps {
  code: string;
  signedIn: boolean;
  /** Whether the user is already in a room; only known when signed in. */
  isMine?: (roomId: string) => boolean;
}

type Look = { card: InviteCard } | { error: unknown } | null;

export function InvitePage({ code, signedIn, isMine }: InvitePageProps) {
  const { t } = useTranslation();
  const [look, setLook] = useState<Look>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const { getInvite } = await import("@/net/api/invites");
      const found: Look = await getInvite(code).then(
        (card) => ({ card }),
        (error: unknown) => ({ error }),
      );
      if (!gone) setLook(found);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [code, attempt]);

  return (
    <Page head={<Mark size={36} />}>
      {look === null ? (
        <div className="grid h-50 place-items-center text-text-3">
          <span className="sr-only">{t("app.loading")}</span>
          <Spinner size={24} />
        </div>
      ) : "card" in look ? (
        <Card code={code} card={look.card} signedIn={signedIn} mine={isMine?.(look.card.room.id) ?? false} />
      ) : (
        <Failed
          error={look.error}
          onRetry={() => {
            setLook(null);
            setAttempt(attempt + 1);
          }}
        />
      )}
    </Page>
  );
}

interface CardProps {
  code: string;
  card: InviteCard;
  signedIn: boolean;
  mine: boolean;
}

function Card({ code, card, signedIn, mine }: CardProps) {
  const { t, i18n } = useTranslation();
  const { room, inviter } = card;
  const to = `to=${encodeURIComponent(paths.invite(code))}`;
  return (
    <div className="flex flex-col items-center text-center">
      <Avatar id={room.id} name={room.name} url={room.avatar_url} size={72} shape="square" />
      <p className="mt-5 text-text-2">{t("invite.by", { name: inviter.display_name })}</p>
      <h1 className="mt-0.5 text-2xl font-semibold tracking-tight text-balance">{room.name}</h1>
      {room.description !== "" && <p className="mt-2 text-text-2 text-pretty">{room.description}</p>}
      <p className="mt-2 text-sm text-text-3">{t("invite.members", { count: room.member_count })}</p>
      <div className="mt-7 grid w-full gap-2">
        {mine ? (
          <>
            <p className="mb-2 text-sm text-text-2">{t("invite.already")}</p>
            <Link href={paths.room(room.id)} className={buttonClass("primary", "lg", true)}>
              {t("invite.open", { room: room.name })}
            </Link>
          </>
        ) : signedIn ? (
          <Accept code={code} card={card} />
        ) : (
          <>
            {card.guest_until !== undefined && (
              <p className="mb-2 text-sm text-text-2">
                {t("invite.guest", { date: dayInWords(i18n.language, card.guest_until) })}
              </p>
            )}
            <Link
              href={`${paths.signUp}?invite=${encodeURIComponent(code)}&${to}`}
              className={buttonClass("primary", "lg", true)}
            >
              {t("entrance.create_account")}
            </Link>
            <Link href={`${paths.signIn}?${to}`} className={buttonClass("secondary", "lg", true)}>
              {t("entrance.sign_in")}
            </Link>
            <p className="mt-3 text-sm text-text-3">{t("invite.signed_out_hint")}</p>
          </>
        )}
      </div>
    </div>
  );
}

function Accept({ code, card }: { code: string; card: InviteCard }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const guest = useGuest();
  const refused = (cause: unknown): string => {
    const code = asApiError(cause)?.code;
    if (code === "invite_expired") return t("invite.expired", { name: card.inviter.display_name });
    return guest && code === "forbidden" ? t("invite.only_guests") : problem(cause);
  };
  const join = async () => {
    setBusy(true);
    try {
      const [{ acceptInvite }, { putRoom }] = await Promise.all([
        import("@/net/api/invites"),
        import("@/state/rooms/rooms"),
      ]);
      const room = await acceptInvite(code);
      putRoom(room);
      navigate(paths.room(room.id), { replace: true });
    } catch (cause) {
      setError(refused(cause));
      setAttempt(attempt + 1);
      setBusy(false);
    }
  };
  return (
    <>
      <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
      <Button tone="primary" size="lg" wide busy={busy} onClick={() => void join()}>
        {t("invite.join", { room: card.room.name })}
      </Button>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const status = asApiError(error)?.status;
  const known = status === 410 || status === 404;
  return (
    <div className="flex flex-col items-center py-4 text-center">
      <h1 className="text-xl font-semibold text-balance">
        {status === 410 ? t("invite.expired_title") : t("invite.missing_title")}
      </h1>
      <p className="mt-2 text-text-2 text-pretty">
        {status === 410 ? t("invite.expired_plain") : status === 404 ? t("invite.missing") : problem(error)}
      </p>
      <div className="mt-6 flex gap-2">
        {!known && <Button onClick={onRetry}>{t("common.retry")}</Button>}
        <Link href={paths.home} className={buttonClass("secondary")}>
          {t("invite.home")}
        </Link>
      </div>
    </div>
  );
}
