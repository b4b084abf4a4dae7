//! Read marks: one number a member, a high-water mark, never a row a message and reader.

use confluence_protocol::{Limits, MarkRead, ReadState, RoomId, Timestamp, UserId};

use crate::{
    Change, Store, StoreError,
    db::{on_db, statements},
    error::Fault,
    queue::Mutation,
    rooms,
    writer::Tx,
};

statements! {
    MOVE = (
        "UPDATE members SET last_read_seq = $3, read_at = $4 WHERE room_id = $1 AND user_id = $2"
    );
    SHOWN = ("SELECT read_receipts FROM users WHERE id = $1");
}

impl Store {
    /// Moves the mark: forward, back only with `force`, never past the newest message nor below 0; takes
    /// no version. `NotFound` when there is no such room, `NotAMember`.
    pub async fn mark_read(
        &self,
        room_id: RoomId,
        user_id: UserId,
        mark: MarkRead,
        now: Timestamp,
    ) -> Result<ReadState, StoreError> {
        self.write(Mark { room_id, user_id, to: mark, now }).await
    }
}

struct Mark {
    room_id: RoomId,
    user_id: UserId,
    to: MarkRead,
    now: Timestamp,
}

impl Mutation for Mark {
    type Output = ReadState;

    // Not `rooms()`: a mark changes nothing that the room's lock guards, and readers are many. `last_seq`
    // may have grown since it was read; then the mark is a little behind, which is always allowed.

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<ReadState, Fault> {
        let room = rooms::load_existing(tx, self.room_id, self.user_id).await?;
        let Some(you) = room.you else { return Err(StoreError::NotAMember.into()) };
        let seq = self.to.seq.clamp(0, room.last_seq);
        let moves = if self.to.force { seq != you.last_read_seq } else { seq > you.last_read_seq };
        if !moves {
            return Ok(ReadState {
                last_read_seq: you.last_read_seq,
                unread: you.unread,
                mentions: you.mentions,
            });
        }
        let place = (self.room_id.as_uuid(), self.user_id.as_uuid());
        on_db!(tx.conn(), MOVE, [place.0, place.1, seq, self.now.as_millis()] => count)?;
        let (receipts,) = on_db!(tx.conn(), SHOWN, [place.1] => one (bool,))?;
        tx.emit(Change::Read {
            room_id: self.room_id,
            user_id: self.user_id,
            seq,
            at: self.now,
            shown: receipts && room.member_count <= Limits::RECEIPTS_ROOM_MAX,
        });
        let room = rooms::load_existing(tx, self.room_id, self.user_id).await?;
        let you = room.you.ok_or(Fault::Domain(StoreError::NotAMember))?;
        Ok(ReadState { last_read_seq: you.last_read_seq, unread: you.unread, mentions: you.mentions })
    }
}
