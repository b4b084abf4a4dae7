// What follows a message's text: its files and the cards of its links.
import { later } from "@/lib/later";
import type { Message } from "@/net/protocol.gen";
import { MessageFiles } from "../../files/MessageFiles";

const PreviewCards = later(async () => (await import("../../cards/PreviewCards")).PreviewCards);

export function MessageExtras({ message }: { message: Message }) {
  const { attachments, previews } = message;
  return (
    <>
      {attachments.length > 0 && <MessageFiles messageId={message.id} attachments={attachments} />}
      {previews.length > 0 && (
        // Reserves the cards' height (20 units each, 1.5 between them) before they load.
        <div
          className="my-1 max-w-[480px]"
          style={{ height: `calc(var(--spacing) * ${previews.length * 21.5 - 1.5})` }}
        >
          <PreviewCards message={message} />
        </div>
      )}
    </>
  );
}
