//! What is read before a run of appends is judged: seats and marks of the authors, messages that are already stored,
//! and the messages, files and users that the new messages refer to.

use std::collections::{BTreeSet, HashMap, HashSet};

use confluence_protocol::{
    Attachment, MessageId, Posting, ReplyQuote, Role, RoomId, RoomKind, UploadId, UserId, UserRef, read_text,
};
use confluence_rights::{Seat, Setting};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        db::{on_db, statements},
        lists::Pairs,
        tx::Tx,
        words::word,
    },
    file::uploads::{self, UploadRow},
    message::{
        append::{
            bulk::RoomCounters,
            pending::{Append, Key, PendingAppend},
            sent::SentHash,
        },
        mentions::{self, Whom},
        messages,
    },
    person::row::user_ref,
};

statements! {
    /// Seat and mark of each author in each room, unless their time as a guest is over, with the room's counters and the newest message of the others.
    SEATS = (
        "SELECT p.a AS room_id, p.b AS user_id, r.kind, r.version, r.last_seq, r.posting,
                r.archived_at IS NOT NULL AS archived, r.slow_mode_seconds, r.member_count,
                u.username, u.display_name, u.avatar_id, m.role, m.may_post, m.last_read_seq, b.user_id IS NOT NULL AS banned,
                u.guest_until IS NOT NULL AS guest,
                (SELECT a.last_seq FROM authors a WHERE a.room_id = p.a AND a.user_id <> p.b
                 ORDER BY a.last_seq DESC LIMIT 1) AS others_seq,
                CASE WHEN r.slow_mode_seconds > 0
                     THEN (SELECT a.sent_at FROM authors a WHERE a.room_id = p.a AND a.user_id = p.b) END AS sent_at
         FROM " pairs(1) " p
         JOIN rooms r ON r.id = p.a AND r.deleted_at IS NULL
         JOIN users u ON u.id = p.b AND u.deleted_at IS NULL AND (u.guest_until IS NULL OR u.guest_until > " now ")
         LEFT JOIN members m ON m.room_id = p.a AND m.user_id = p.b
         LEFT JOIN bans b ON b.room_id = p.a AND b.user_id = p.b AND (b.until IS NULL OR b.until > " now ")"
    );
    /// Those of these ids that are already stored, with the hash of what was first sent under them.
    STORED = (
        "SELECT m.room_id, m.id, m.sent_hash FROM " pairs(1) " p
         JOIN messages m ON m.room_id = p.a AND m.id = p.b"
    );
}

#[derive(FromRow)]
struct SeatRow {
    room_id: Uuid,
    user_id: Uuid,
    kind: String,
    version: i64,
    last_seq: i64,
    posting: String,
    archived: bool,
    slow_mode_seconds: i64,
    sent_at: Option<i64>,
    member_count: i64,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    role: Option<String>,
    may_post: Option<bool>,
    banned: bool,
    guest: bool,
    last_read_seq: Option<i64>,
    others_seq: Option<i64>,
}

#[derive(FromRow)]
struct StoredRow {
    room_id: Uuid,
    id: Uuid,
    sent_hash: Vec<u8>,
}

pub(super) struct Author {
    pub(super) seat: Seat,
    pub(super) card: UserRef,
    /// When slow mode lets the author send again, in milliseconds; 0 in rooms without it.
    pub(super) free_at: i64,
    /// Milliseconds between two messages of the author in slow mode; 0 without it.
    pub(super) pause: i64,
    /// The author's mark, if nothing by others is unread.
    pub(super) caught_up: Option<i64>,
}

/// What was read before the run is judged.
pub(super) struct Known {
    pub(super) rooms: HashMap<RoomId, RoomCounters>,
    pub(super) authors: HashMap<(RoomId, UserId), Author>,
    pub(super) sent: HashMap<Key, SentHash>,
    pub(super) originals: HashMap<Key, ReplyQuote>,
    pub(super) uploads: HashMap<UploadId, UploadRow>,
    /// Whom the names in the texts mean.
    names: mentions::Directory,
    /// Those of the active people, by room, who are members.
    active: HashSet<(RoomId, UserId)>,
}

impl Known {
    pub(super) async fn read(tx: &mut Tx<'_>, jobs: &[&mut PendingAppend]) -> Result<Self, sqlx::Error> {
        let mut known = Self {
            rooms: HashMap::new(),
            authors: HashMap::new(),
            sent: HashMap::new(),
            originals: HashMap::new(),
            uploads: HashMap::new(),
            names: mentions::Directory::default(),
            active: HashSet::new(),
        };
        let places: HashSet<(Uuid, Uuid)> =
            jobs.iter().map(|job| (job.append.room_id.as_uuid(), job.append.author.as_uuid())).collect();
        for row in on_db!(tx.conn(), SEATS, [places.iter().copied().collect::<Pairs>()] => all SeatRow)? {
            known.author(row)?;
        }
        let keys: HashSet<(Uuid, Uuid)> =
            jobs.iter().map(|job| (job.append.room_id.as_uuid(), job.append.message.id.as_uuid())).collect();
        if !tx.controls().no_dedupe() {
            for row in on_db!(tx.conn(), STORED, [keys.iter().copied().collect::<Pairs>()] => all StoredRow)?
            {
                let key = (RoomId::from_uuid(row.room_id), MessageId::from_uuid(row.id));
                known.sent.insert(key, SentHash::stored(&row.sent_hash));
            }
        }
        let originals: HashSet<(Uuid, Uuid)> = jobs
            .iter()
            .filter_map(|job| Some((job.append.room_id.as_uuid(), job.append.message.reply_to?.as_uuid())))
            .collect();
        if !originals.is_empty() {
            for (room_id, quote) in messages::originals(tx.conn(), originals).await? {
                known.originals.insert((room_id, quote.id), quote);
            }
        }
        let attached: HashSet<UploadId> =
            jobs.iter().flat_map(|job| job.append.message.attachments.iter().copied()).collect();
        if !attached.is_empty() {
            known.uploads = uploads::locked(tx, attached).await?;
        }
        let texts = jobs.iter().filter(|job| job.made.is_none()).map(|job| &job.append);
        let texts: Vec<(RoomId, BTreeSet<String>)> = texts
            .map(|append| (append.room_id, read_text(&append.message.body).names))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        known.names = mentions::find(tx.conn(), &texts).await?;
        let active: HashSet<(RoomId, UserId)> = jobs
            .iter()
            .flat_map(|job| job.append.active.iter().flatten().map(|user| (job.append.room_id, *user)))
            .collect();
        if !active.is_empty() {
            known.active = mentions::members(tx.conn(), active).await?;
        }
        Ok(known)
    }

    /// Attachments for these uploads, which must be the author's and not attached to another message.
    pub(super) fn attachments(
        &self,
        author: UserId,
        ids: &[UploadId],
    ) -> Result<Vec<Attachment>, StoreError> {
        ids.iter()
            .map(|id| self.uploads.get(id).ok_or(StoreError::UploadNotFound)?.attachable(author))
            .collect()
    }

    /// Whom the message mentions. Its author is mentioned only by name.
    pub(super) fn whom(&self, job: &PendingAppend, may_call_everybody: bool) -> Whom {
        if let Some((_, people)) = &job.made {
            return Whom { people: people.iter().copied().collect(), ..Whom::default() };
        }
        let Append { room_id, author, message, active, .. } = &job.append;
        let reading = read_text(&message.body);
        let mut whom = Whom::named((*room_id, *author), &reading, may_call_everybody, &self.names);
        if let Some(active) = active.as_ref().filter(|_| reading.here && may_call_everybody) {
            let are_members = |user: &UserId| user != author && self.active.contains(&(*room_id, *user));
            whom.and_here(active.iter().copied().filter(are_members));
        }
        whom
    }

    fn author(&mut self, row: SeatRow) -> Result<(), sqlx::Error> {
        let room_id = RoomId::from_uuid(row.room_id);
        let user_id = UserId::from_uuid(row.user_id);
        let room = Setting {
            kind: word(RoomKind::from_word, &row.kind)?,
            posting: word(Posting::from_word, &row.posting)?,
            archived: row.archived,
            people: row.member_count,
        };
        let role = row.role.map(|role| word(Role::from_word, &role)).transpose()?;
        #[expect(clippy::disallowed_methods, reason = "this is the store, and the row has just been read")]
        let seat = Seat::read((room_id, user_id), room, role, row.banned, row.guest)
            .of_author(row.may_post.unwrap_or_default());
        let author = Author {
            seat,
            free_at: row.sent_at.map_or(0, |at| at + row.slow_mode_seconds * 1000),
            pause: row.slow_mode_seconds * 1000,
            card: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            caught_up: row.last_read_seq.filter(|mark| row.others_seq.unwrap_or(0) <= *mark),
        };
        self.authors.insert((room_id, user_id), author);
        self.rooms.entry(room_id).or_insert(RoomCounters {
            id: row.room_id,
            version: row.version,
            last_seq: row.last_seq,
            last_message_at: 0,
            grew: false,
        });
        Ok(())
    }
}
