// The card of a person: loads their profile and shows it beside the name, or as a sheet on a phone.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { screens, useMedia } from "@/lib/media";
import { getProfile } from "@/net/api/users";
import type { Profile } from "@/net/protocol.gen";
import { labelOf, learnNames } from "@/state/people/names";
import { learnStatus } from "@/state/people/learnStatus";
import { setPresence, shownAs } from "@/state/people/presence";
import { asApiError } from "@/state/requests/apiError";
import { keys, queries } from "@/state/requests/queries";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { Avatar } from "@/ui/pictures/Avatar";
import { Spinner } from "@/ui/pictures/Spinner";
import { CardContent } from "./CardContent";
import { CardPopover } from "./CardPopover";

interface PersonCardProps {
  userId: string;
  /** The name or picture that opened the card. */
  anchor: Element;
  resting: boolean;
  acts?: ((profile: Profile, onClose: () => void) => ReactNode) | undefined;
  onClose: () => void;
}

export function PersonCard({ userId, anchor, resting, acts, onClose }: PersonCardProps) {
  const { t } = useTranslation();
  const phone = useMedia(screens.phone);
  const profile = useQuery(
    {
      queryKey: keys.profile(userId),
      queryFn: async ({ signal }) => {
        const answer = await getProfile(userId, signal);
        // Only from a new answer: frames may have told of a change since an earlier one.
        setPresence(userId, shownAs(answer.presence, answer.do_not_disturb));
        return answer;
      },
    },
    queries,
  );
  const person = profile.data;
  useEffect(() => {
    if (person === undefined) return;
    learnNames([person]);
    learnStatus(person.id, person.status);
  }, [person]);
  const gone = person?.deleted === true || asApiError(profile.error)?.status === 404;
  const name = (gone ? null : (person?.display_name ?? labelOf(userId))) ?? t("card.title");
  const card = gone ? (
    <p className="text-sm text-text-2">{t("card.gone")}</p>
  ) : person === undefined ? (
    <Unready
      userId={userId}
      name={name}
      failed={profile.status === "error"}
      onAgain={() => void profile.refetch()}
    />
  ) : (
    <CardContent profile={person} acts={acts} onClose={onClose} />
  );
  if (phone)
    return (
      <Dialog title={name} closeLabel={t("common.close")} onClose={onClose} bare>
        <div className="px-5 pt-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]">{card}</div>
      </Dialog>
    );
  return (
    <CardPopover anchor={anchor} resting={resting} label={name} content={profile.status} onClose={onClose}>
      {card}
    </CardPopover>
  );
}

interface UnreadyProps {
  userId: string;
  name: string;
  failed: boolean;
  onAgain: () => void;
}

function Unready({ userId, name, failed, onAgain }: UnreadyProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex items-center gap-3">
        <Avatar id={userId} name={name} size={56} />
        <p dir="auto" className="min-w-0 grow truncate font-semibold">
          {name}
        </p>
        {!failed && (
          <span role="status" aria-label={t("card.loading")} className="text-text-3">
            <Spinner size={18} />
          </span>
        )}
      </div>
      {failed && (
        <div role="alert" className="mt-3 text-sm text-text-2">
          <p>{t("card.failed")}</p>
          <Button className="mt-2" onClick={onAgain}>
            {t("common.retry")}
          </Button>
        </div>
      )}
    </>
  );
}
