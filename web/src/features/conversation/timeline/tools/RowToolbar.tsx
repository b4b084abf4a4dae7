// The actions on a message, over the corner of its row. It takes no space, so that nothing moves when it appears. Loaded once
// the page is idle.
import { Ellipsis, Reply } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { Menu } from "@/ui/overlays/Menu";
import { useTimelineContext } from "../context";
import { ReactionButton } from "./ReactionPicker";
import { useMessageEntries } from "./useMessageEntries";

export function RowToolbar({ message }: { message: Message }) {
  const { actions, me } = useTimelineContext();
  const { t } = useTranslation();
  const entries = useMessageEntries(message);
  return (
    <div role="toolbar" aria-label={t("timeline.actions")} className="row-toolbar">
      {me.reacts && <ReactionButton message={message} />}
      {me.posts && (
        <IconButton
          label={t("timeline.reply")}
          tip="above"
          icon={<Reply size={17} />}
          className="size-8"
          onClick={() => actions.reply(message)}
        />
      )}
      <Menu
        label={t("timeline.actions")}
        align="end"
        entries={entries}
        trigger={(props) => (
          <IconButton
            {...props}
            data-row-menu=""
            label={t("timeline.more")}
            tip="above-end"
            icon={<Ellipsis size={17} />}
            className="size-8"
          />
        )}
      />
    </div>
  );
}
