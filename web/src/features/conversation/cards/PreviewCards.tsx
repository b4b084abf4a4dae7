// Preview cards of a message's links: the server's findings as plain text, and a button for the author to remove them. Nothing
// is requested from other hosts. All cards have the same height, which the row reserves before this code has loaded.
import { X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { dismissPreviews } from "@/net/api/messages";
import type { Message, Preview } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { describe } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";

export function PreviewCards({ message }: { message: Message }) {
  const { t } = useTranslation();
  const mine = useMe()?.id === message.author.id;
  const dismiss = () => {
    dismissPreviews(message.room_id, message.id).catch((error: unknown) =>
      notify({ text: describe(t, error), tone: "danger" }),
    );
  };
  return (
    <ul className="flex flex-col gap-1.5" aria-label={t("previews.list")}>
      {message.previews.map((preview, place) => (
        <li
          key={preview.url}
          className="relative flex h-20 flex-col justify-center rounded-lg border border-line bg-surface-2 ps-3 pe-9 text-sm"
        >
          <Card preview={preview} />
          {mine && place === 0 && (
            <button
              type="button"
              onClick={dismiss}
              aria-label={t("previews.dismiss")}
              title={t("previews.dismiss")}
              className="absolute end-1 top-1 grid size-6 place-items-center rounded text-text-2 hover:text-text"
            >
              <X size={14} aria-hidden="true" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Card({ preview }: { preview: Preview }) {
  return (
    <>
      <span className="truncate text-xs text-text-2">{preview.site_name || hostOf(preview.url)}</span>
      <a
        href={preview.url}
        target="_blank"
        rel="noopener nofollow"
        tabIndex={-1}
        className="truncate font-semibold text-text hover:underline"
      >
        {preview.title}
      </a>
      {preview.description !== "" && <span className="truncate text-text-2">{preview.description}</span>}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
