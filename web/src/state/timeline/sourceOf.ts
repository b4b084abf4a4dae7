// The text of a message as the reader sees it. For a kind of message that nobody wrote, such as a reminder, the words are ours,
// in the reader's language; its body is an English text for clients that do not know the kind.
import { t } from "@/i18n/translate";
import type { MessageKind, ReplyQuote } from "@/net/protocol.gen";

export const sourceOf = ({ kind, body }: { kind?: MessageKind; body: string }): string =>
  kind === "reminder" ? t("timeline.reminder") : body;

export const quotedSource = ({ kind, excerpt }: Pick<ReplyQuote, "kind" | "excerpt">): string =>
  sourceOf({ ...(kind !== undefined && { kind }), body: excerpt });
