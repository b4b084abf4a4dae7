// The menu of a member: roles, stepping down, removing and banning, as far as the user may. Nothing is shown if they may nothing.
// Acts that can be undone at once take effect at once; all others open a dialog.
import {
  Ban,
  CalendarClock,
  Crown,
  MessageSquareOff,
  MessageSquarePlus,
  MoreHorizontal,
  Shield,
  UserMinus,
  UserRound,
} from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room } from "@/net/protocol.gen";
import { actsOn, type MemberAct } from "@/state/rooms/memberActs";
import { useMe } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu, type MenuEntry } from "@/ui/overlays/Menu";
import { giveRole, setMayPost, type Somebody, useActProblem } from "./acting";

const ICONS = {
  owner: Crown,
  moderator: Shield,
  member: UserRound,
  guest_until: CalendarClock,
  let_post: MessageSquarePlus,
  stop_posting: MessageSquareOff,
  remove: UserMinus,
  ban: Ban,
};

export function MemberMenu({ room, member }: { room: Room | undefined; member: Somebody }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const me = useMe()?.id ?? "";
  const { user } = member;
  const name = user.display_name;
  const acts = actsOn(room, me, member);
  if (room === undefined || acts.length === 0) return null;

  /** Does what can be undone at once. */
  const run = async (act: Exclude<MemberAct, "guest_until" | "remove" | "ban">) => {
    try {
      if (act === "let_post" || act === "stop_posting") await setMayPost(room.id, member, act === "let_post");
      else await giveRole(room.id, user.id, act);
      notify({ text: t(`members.now_${act}`, { name }), tone: "success" });
    } catch (error) {
      notify({ text: problem(error, name), tone: "danger" });
    }
  };
  const entry = (act: MemberAct): MenuEntry => {
    const Icon = ICONS[act];
    const danger = act === "remove" || act === "ban";
    const asks = danger || act === "owner" || act === "guest_until" || user.id === me;
    return {
      label: t(user.id === me ? `members.step_down_${act as "moderator" | "member"}` : `members.act_${act}`),
      icon: <Icon size={17} aria-hidden="true" />,
      tone: danger ? "danger" : "plain",
      separated: act === "remove",
      onSelect: () => {
        if (!asks) void run(act);
        else if (act !== "let_post" && act !== "stop_posting")
          openDialog({ name: "member_act", roomId: room.id, member, act });
      },
    };
  };
  return (
    <Menu
      label={t("members.actions", { name })}
      align="end"
      entries={acts.map(entry)}
      trigger={(props) => (
        <IconButton
          {...props}
          label={t("members.actions", { name })}
          tip="none"
          icon={<MoreHorizontal size={18} />}
          className="-me-1.5"
        />
      )}
    />
  );
}
