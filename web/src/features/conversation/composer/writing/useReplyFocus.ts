// Focuses the box when the user chooses a message to reply to.
import { type RefObject, useEffect, useRef } from "react";

export function useReplyFocus(replyId: string | undefined, box: RefObject<HTMLTextAreaElement | null>): void {
  // Starts with the reply of the draft: returning to a draft must not move the focus.
  const before = useRef(replyId);
  useEffect(() => {
    if (replyId !== undefined && replyId !== before.current) box.current?.focus();
    before.current = replyId;
  }, [replyId, box]);
}
