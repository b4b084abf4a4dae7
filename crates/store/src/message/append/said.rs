//! What a run of appends says of its authors: their newest messages, and whose read mark moves along.
//!
//! Whoever says something with nothing unread before it has read it. Whoever has messages of others to read keeps
//! their mark: an outbox may send hours later what was written before those came, and a mark must not claim
//! that they were read.

use std::collections::BTreeMap;

use confluence_protocol::{RoomId, Timestamp, UserId};

use crate::{
    engine::writer::Tx,
    message::append::authors::{self, Author},
};

/// The authors of a run.
#[derive(Default)]
pub(crate) struct Said {
    authors: BTreeMap<(RoomId, UserId), Author>,
    first: BTreeMap<RoomId, First>,
}

/// The first author of a run in a room. To everybody else that author's messages are unread.
struct First {
    author: UserId,
    /// Up to where nobody else said anything.
    said: i64,
    is_alone: bool,
    mark: Option<i64>,
    at: Timestamp,
}

impl Said {
    /// The next message of a room; `caught_up` is where the author's mark is if nothing was unread to them before
    /// the run.
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
        });
        newest.last_seq = seq;
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

    /// Keeps it, and moves the marks that move along at the end of the transaction.
    pub(crate) async fn keep(self, tx: &mut Tx<'_>) -> Result<(), sqlx::Error> {
        let authors: Vec<Author> = self.authors.into_values().collect();
        authors::raise(tx.conn(), &authors).await?;
        for (room_id, first) in self.first {
            if let Some(mark) = first.mark {
                tx.steps.follow(room_id, first.author, mark, first.said, first.at);
            }
        }
        Ok(())
    }
}
