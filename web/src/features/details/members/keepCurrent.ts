// Keeps the loaded member list of a room current while it is shown. Frames are applied in batches, so that a flood of joins
// renders the list a few times a second at most.
import type { Member, ServerFrame } from "@/net/protocol.gen";
import { onFrame } from "@/state/connection/connection";
import { keys, queries } from "@/state/requests/queries";
import { applyFrames, applyToFound, concernsMembers, type MemberFrame, type MemberPages } from "./pages";

const BATCH_MS = 250;
/** Frames that wait for a request to end; beyond it they are dropped and the list is fetched again. */
const WAITING_MAX = 1_000;

/** Returns a function that stops it. */
export function keepCurrent(roomId: string): () => void {
  const queryKey = keys.memberList(roomId);
  let waiting: MemberFrame[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refetch = () => void refetchMembers(roomId);
  const apply = () => {
    timer = undefined;
    // The answer to a running request would overwrite the changes and may be older than they are.
    if (queries.getQueryState(queryKey)?.fetchStatus === "fetching") later();
    else {
      changeMembers(roomId, waiting);
      waiting = [];
    }
  };
  const later = () => {
    timer ??= setTimeout(apply, BATCH_MS);
  };
  const stop = onFrame((frame: ServerFrame) => {
    if (frame.type === "ready" || (frame.type === "resync" && frame.room_id === roomId)) refetch();
    else if (concernsMembers(frame, roomId)) {
      waiting.push(frame);
      if (waiting.length > WAITING_MAX) {
        waiting = [];
        refetch();
      } else later();
    }
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Requests again what is shown of the room's members. */
export async function refetchMembers(roomId: string): Promise<void> {
  await Promise.all(
    [keys.memberList(roomId), keys.membersFound(roomId)].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}

/** Applies frames now to the list and to those who were found by name, as far as they are loaded. */
export function changeMembers(roomId: string, frames: readonly MemberFrame[]): void {
  queries.setQueriesData<readonly Member[]>({ queryKey: keys.membersFound(roomId) }, (held) =>
    held === undefined ? held : applyToFound(held, frames),
  );
  queries.setQueryData<MemberPages>(keys.memberList(roomId), (held) =>
    held === undefined ? held : applyFrames(held, frames),
  );
}
