// The emoji picker as a popover beside its anchor, for reactions and the composer: recent ones first, then all by group, with
// search in the user's language and a choice of skin tone.
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import {
  type Emoji,
  loadEmoji,
  recentEmoji,
  rememberEmoji,
  rememberTone,
  searchEmoji,
  skinTone,
  type Tone,
  toned,
} from "@/state/emoji/catalogue";
import { notify } from "@/state/shell/notices";
import { EmojiPicker } from "@/ui/controls/EmojiPicker";
import { place } from "@/ui/overlays/Menu";
import { SkinTone } from "@/ui/controls/SkinTone";
import { Spinner } from "@/ui/pictures/Spinner";

export interface EmojiPopoverProps {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  /** Emoji shown above the search field, one click away. */
  quick?: readonly string[];
  onPick: (emoji: string) => void;
  /** Called on Escape; focus returns to the anchor. */
  onClose: () => void;
  /** Called when it closes because the user clicked elsewhere; focus stays there. */
  onDismiss: () => void;
}

const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;
const HANDS = ["👋", "👋🏻", "👋🏼", "👋🏽", "👋🏾", "👋🏿"];

export function EmojiPopover({ anchor, label, quick, onPick, onClose, onDismiss }: EmojiPopoverProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState<readonly Emoji[] | null>(null);
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState<Tone>(skinTone);
  const popover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    const bring = async () => {
      try {
        const found = await loadEmoji();
        if (!gone) setAll(found);
      } catch {
        if (gone) return;
        notify({ text: t("errors.part"), tone: "danger" });
        onDismiss();
      }
    };
    void bring();
    return () => {
      gone = true;
    };
  }, [onDismiss, t]);
  useLayoutEffect(() => {
    const element = popover.current;
    if (element === null || anchor.current === null) return;
    element.showPopover?.();
    place(element, anchor.current, "above", "end");
  }, [anchor]);

  const groups = useMemo(() => {
    if (all === null) return [];
    const shown = (emoji: Emoji) => ({ emoji: toned(emoji, tone), name: emoji.name });
    if (query.trim() !== "") {
      const found = searchEmoji(all, query).map(shown);
      return [{ key: "found", label: t("emoji.found", { count: found.length }), emoji: found }];
    }
    const named = new Map(
      all.flatMap(({ emoji, tones, name }) => [emoji, ...tones].map((one) => [one, name])),
    );
    const recent = recentEmoji().flatMap((emoji) => {
      const name = named.get(emoji);
      return name === undefined ? [] : [{ emoji, name }];
    });
    const byGroup = GROUPS.map((group) => ({
      key: `group${group}`,
      label: t(`emoji.group_${group}`),
      emoji: all.filter((emoji) => emoji.group === group).map(shown),
    }));
    return [{ key: "recent", label: t("emoji.recent"), emoji: recent }, ...byGroup];
  }, [all, query, tone, t]);

  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  return (
    // The dialog handles keys for the search field and the cells.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label={label}
      onToggle={(event) => {
        if (event.newState === "closed") onDismiss();
      }}
      onKeyDown={(event) => {
        // The row's own key handler must not see it.
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
      className="popover w-86 max-w-[calc(100vw-16px)] rounded-lg border border-line bg-bg p-2 text-text shadow-overlay"
    >
      {quick !== undefined && (
        <div className="flex justify-between pb-2">
          {quick.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={t("timeline.react_with", { emoji })}
              className="grid size-9 place-items-center rounded-md text-[22px] hover:bg-surface-2 pointer-coarse:size-11"
              onClick={() => pick(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      {all === null ? (
        <div className="grid h-75 place-items-center">
          <Spinner />
        </div>
      ) : (
        <EmojiPicker
          groups={groups}
          query={query}
          onQuery={setQuery}
          onPick={pick}
          autoFocus={!matchMedia("(hover: none)").matches}
          words={{ search: t("timeline.search_emoji"), none: t("timeline.no_emoji"), grid: t("emoji.grid") }}
          aside={
            <SkinTone
              label={t("emoji.tone")}
              tone={tone}
              tones={HANDS.map((emoji, index) => ({ emoji, name: t(`emoji.tone_${index as Tone}`) }))}
              onTone={(chosen) => {
                setTone(chosen as Tone);
                rememberTone(chosen as Tone);
              }}
            />
          }
        />
      )}
    </div>
  );
}
