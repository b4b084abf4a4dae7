//! The authors of a run of appends: their newest messages, and whose read mark follows their own message.
//!
//! Sending a message moves the author's read mark past it, unless messages of others were unread. Those stay unread:
//! an outbox may send a message hours after it was written, and the mark must not claim that messages which arrived
//! in between were read.

use std::collections::BTreeMap;

use confluence_protocol::{RoomId, Timestamp, UserId};

use crate::{
    engine::tx::Tx,
    message::append::authors::{self, Author},
    reading::moving::{PendingMark, PendingMarks},
};

/// The authors of a run.
#[derive(Default)]
pub(crate) struct Said {
    authors: BTreeMap<(RoomId, UserId), Author>,
    first: BTreeMap<RoomId, First>,
}

/// The first author of a run in a room. For all others, that author's messages are unread.
struct First {
    author: UserId,
    /// Last message of the author before another author's.
    said: i64,
    is_alone: bool,
    mark: Option<i64>,
    at: Timestamp,
}

impl Said {
    /// Adds the next message of a room. `caught_up` is the author's mark if they had nothing unread before the run.
    pub(crate) fn add(
        &mut self,
        room_id: RoomId,
        author: UserId,
        seq: i64,
        calls: bool,
        caught_up: Option<i64>,
        at: Timestamp,
    ) {
        let (room, user) = (room_id.as_uuid(), author.as_uuid());
        let newest = self.authors.entry((room_id, author)).or_insert(Author {
            room_id: room,
            user_id: user,
            last_seq: seq,
            last_call_seq: 0,
            sent_at: at.as_millis(),
        });
        newest.last_seq = seq;
        newest.sent_at = at.as_millis();
        if calls {
            newest.last_call_seq = seq;
        }
        let first = self.first.entry(room_id).or_insert(First {
            author,
            said: seq,
            is_alone: true,
            mark: caught_up,
            at,
        });
        first.is_alone &= first.author == author;
        if first.is_alone {
            (first.said, first.at) = (seq, at);
        }
    }

    /// Stores the authors, and defers the marks that follow to the end of the transaction.
    pub(crate) async fn keep(self, tx: &mut Tx<'_>) -> Result<(), sqlx::Error> {
        let authors: Vec<Author> = self.authors.into_values().collect();
        authors::raise(tx.conn(), &authors).await?;
        let follow = |(room_id, first): (RoomId, First)| {
            Some(PendingMark::following(room_id, first.author, first.mark?, first.said, first.at))
        };
        let marks: Vec<PendingMark> = self.first.into_iter().filter_map(follow).collect();
        if !marks.is_empty() {
            tx.defer(PendingMarks::unobserved(marks));
        }
        Ok(())
    }
}
