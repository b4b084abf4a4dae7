// A message's text on one line, for where it is told rather than shown: the room list, what is read aloud.
import { plainText } from "./markdown/plain";

/** Characters that are looked at. */
const MOST = 400;

/** The words without their marks, and without the backslashes that keep marks from working. */
export const oneLine = (body: string): string =>
  plainText(
    Array.from(body.slice(0, 2 * MOST))
      .slice(0, MOST)
      .join(""),
  );
