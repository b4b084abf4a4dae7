// Sets the user's status: an emoji, a few words, and when it ends.
import { SmilePlus, X } from "lucide-react";
import { type ComponentType, type FormEvent, type RefObject, useCallback, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { STATUS_CHARS } from "@/lib/limits.gen";
import { deleteStatus, putStatus } from "@/net/api/me";
import { useStatuses } from "@/state/people/statuses";
import { useProblem } from "@/state/requests/useProblem";
import { signedInAs } from "@/state/session/session";
import { useMe } from "@/state/session/whoami";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Field } from "@/ui/controls/Field";
import { IconButton } from "@/ui/controls/IconButton";
import { Select } from "@/ui/controls/Select";
import { Dialog } from "@/ui/overlays/Dialog";
import { PresenceChoice } from "./PresenceChoice";
import { fieldOf, ownUntil, type Until, UNTILS, untilOf } from "./until";

export interface StatusPickerProps {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onPick: (emoji: string) => void;
  onClose: () => void;
  onDismiss: () => void;
}

interface StatusDialogProps {
  /** The emoji picker, of another feature. */
  picker: ComponentType<StatusPickerProps>;
  onClose: () => void;
}

const SUGGESTIONS = [
  { name: "meeting", emoji: "📅", until: "hour" },
  { name: "lunch", emoji: "🍜", until: "hour" },
  { name: "holiday", emoji: "🌴", until: "week" },
] as const;

export function StatusDialog({ picker, onClose }: StatusDialogProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const [current] = useState(() => useStatuses.getState().byUser.get(me?.id ?? "") ?? null);
  const [emoji, setEmoji] = useState(current?.emoji ?? "");
  const [text, setText] = useState(current?.text ?? "");
  const [until, setUntil] = useState<Until>(
    current === null ? "today" : current.until === null ? "never" : "own",
  );
  const [own, setOwn] = useState(() => (current?.until == null ? "" : fieldOf(new Date(current.until))));
  const [busy, setBusy] = useState<"save" | "clear" | null>(null);
  const [failure, setFailure] = useState({ text: "", attempt: 0 });
  if (me === null) return null;
  const fail = (words: string) => setFailure({ text: words, attempt: failure.attempt + 1 });
  const attempt = async (what: "save" | "clear", act: () => Promise<void>) => {
    setBusy(what);
    try {
      await act();
      onClose();
    } catch (error) {
      fail(problem(error));
      setBusy(null);
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const words = text.trim();
    const now = new Date();
    const end = until === "own" ? ownUntil(own, now) : untilOf(until, now);
    if (emoji === "" && words === "") return fail(t("status.missing"));
    if (until === "own" && end === null) return fail(t("status.past"));
    void attempt("save", async () => {
      signedInAs(
        await putStatus({
          ...(emoji !== "" && { emoji }),
          ...(words !== "" && { text: words }),
          ...(end !== null && { until: end.toISOString() }),
        }),
      );
    });
  };
  const clear = () =>
    attempt("clear", async () => {
      await deleteStatus();
      signedInAs({ ...me, status: null });
    });
  return (
    <Dialog title={t("status.title")} closeLabel={t("common.close")} onClose={onClose}>
      <div className="mb-5 border-b border-line pb-5">
        <PresenceChoice />
      </div>
      <form onSubmit={save} noValidate className="grid gap-5">
        <ErrorSummary title="" errors={failure.attempt > 0 ? [failure.text] : []} attempt={failure.attempt} />
        <div className="flex items-end gap-2">
          <EmojiChoice emoji={emoji} picker={picker} onChoose={setEmoji} />
          <div className="min-w-0 grow">
            <Field
              label={t("status.text")}
              name="status"
              value={text}
              maxLength={STATUS_CHARS}
              autoComplete="off"
              data-autofocus=""
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        </div>
        <ul aria-label={t("status.suggestions")} className="flex flex-wrap gap-2">
          {SUGGESTIONS.map((suggestion) => (
            <li key={suggestion.name}>
              <Button
                icon={<span aria-hidden="true">{suggestion.emoji}</span>}
                onClick={() => {
                  setEmoji(suggestion.emoji);
                  setText(t(`status.suggest_${suggestion.name}`));
                  setUntil(suggestion.until);
                }}
              >
                {t(`status.suggest_${suggestion.name}`)}
              </Button>
            </li>
          ))}
        </ul>
        <Select
          label={t("status.until")}
          value={until}
          options={UNTILS.map((value) => ({ value, label: t(`status.until_${value}`) }))}
          onChange={(event) => setUntil(event.target.value as Until)}
        />
        {until === "own" && (
          <Field
            type="datetime-local"
            label={t("status.own")}
            value={own}
            onChange={(event) => setOwn(event.target.value)}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {current !== null && (
            <Button tone="ghost" busy={busy === "clear"} onClick={() => void clear()}>
              {t("status.clear")}
            </Button>
          )}
          <Button tone="primary" type="submit" busy={busy === "save"}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface EmojiChoiceProps {
  emoji: string;
  picker: StatusDialogProps["picker"];
  onChoose: (emoji: string) => void;
}

function EmojiChoice({ emoji, picker: Picker, onChoose }: EmojiChoiceProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dismiss = useCallback(() => setOpen(false), []);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="flex items-center">
      <IconButton
        ref={button}
        label={emoji === "" ? t("status.emoji") : t("status.emoji_chosen", { emoji })}
        tip="none"
        icon={
          emoji === "" ? <SmilePlus size={20} /> : <span className="text-[22px] leading-none">{emoji}</span>
        }
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="size-11! border border-line-strong/70"
      />
      {emoji !== "" && (
        <IconButton
          label={t("status.no_emoji")}
          tip="none"
          icon={<X size={16} />}
          onClick={() => {
            onChoose("");
            button.current?.focus();
          }}
          className="size-8"
        />
      )}
      {open && (
        <Picker
          anchor={button}
          label={t("status.emoji")}
          onPick={(chosen) => {
            onChoose(chosen);
            close();
          }}
          onClose={close}
          onDismiss={dismiss}
        />
      )}
    </div>
  );
}
