//! Messages being stored: the hot part of the group commit.
//!
//! A run of appends costs six statements, whatever its length: seats, stored ids, originals (only where
//! there are replies), the insert, the rooms' counters, their authors. The rooms are locked before the first of them, so
//! that what they read cannot change until the commit.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use confluence_protocol::{
    Attachment, Message, MessageId, Posting, ReplyQuote, Role, RoomId, RoomKind, ServerFrame, UploadId,
    UserId, UserRef, read_text,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Change, StoreError,
    engine::{
        controls::Controls,
        db::{on_db, statements},
        lists::Pairs,
        writer::Tx,
    },
    file::uploads::{self, UploadRow},
    message::{
        append::{
            bulk::{self, NewRow, RoomCounters},
            pending::{Append, Appended, Key, PendingAppend},
            said::Said,
            sent::SentHash,
        },
        attachments, mentions, messages,
    },
    rows::{user_ref, word},
};

statements! {
    /// Where each author stands in each room, with the room's counters and the newest message of the others.
    SEATS = (
        "SELECT p.a AS room_id, p.b AS user_id, r.kind, r.version, r.last_seq, r.posting, r.member_count,
                u.username, u.display_name, u.avatar_id, m.role, m.last_read_seq, b.user_id IS NOT NULL AS banned,
                (SELECT a.last_seq FROM authors a WHERE a.room_id = p.a AND a.user_id <> p.b
                 ORDER BY a.last_seq DESC LIMIT 1) AS others_seq
         FROM " pairs(1) " p
         JOIN rooms r ON r.id = p.a AND r.deleted_at IS NULL
         JOIN users u ON u.id = p.b AND u.deleted_at IS NULL
         LEFT JOIN members m ON m.room_id = p.a AND m.user_id = p.b
         LEFT JOIN bans b ON b.room_id = p.a AND b.user_id = p.b"
    );
    /// Which of these ids are stored already, and what was first sent under them.
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
    member_count: i64,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
    role: Option<String>,
    banned: bool,
    last_read_seq: Option<i64>,
    others_seq: Option<i64>,
}

#[derive(FromRow)]
struct StoredRow {
    room_id: Uuid,
    id: Uuid,
    sent_hash: Vec<u8>,
}

struct Seat {
    author: UserRef,
    posting: Posting,
    member_count: i64,
    role: Option<Role>,
    /// Whether somebody who is no member may know of the room.
    visible: bool,
    /// Where the author's mark is, if nothing of others is unread.
    caught_up: Option<i64>,
}

/// What a job comes to, before anything is written.
enum Verdict {
    Refused(StoreError),
    /// The message of that key is stored already.
    Stored(Key),
    /// It is the same as an earlier one of the run.
    SameAs(usize),
    New(Arc<Message>),
}

/// Stores a run of appends, in its order, and leaves each one's outcome in it; tells whether any of them was new.
///
/// Messages that are found stored, and of which nobody may have heard, are told again, which does no harm to those
/// who know them.
pub(crate) async fn store_all(
    tx: &mut Tx<'_>,
    mut jobs: Vec<&mut PendingAppend>,
) -> Result<bool, sqlx::Error> {
    let known = Known::read(tx, &jobs).await?;
    let mut run = Run {
        known,
        new: Vec::new(),
        holds: Vec::new(),
        mentions: BTreeMap::new(),
        places: HashMap::new(),
        quotes: HashMap::new(),
        said: Said::default(),
        controls: tx.controls(),
    };
    let verdicts: Vec<Verdict> = jobs.iter().enumerate().map(|(place, job)| run.judge(place, job)).collect();
    let any_new = !run.new.is_empty();
    bulk::insert(tx.conn(), &run.new).await?;
    for ((room_id, message_id), seq, uploads) in &run.holds {
        uploads::hold(tx, *room_id, *message_id, *seq, uploads).await?;
    }
    let counters: Vec<RoomCounters> = run.known.rooms.values().filter(|room| room.grew).copied().collect();
    bulk::raise(tx.conn(), &counters).await?;
    run.said.keep(tx).await?;
    for (room_id, named) in &run.mentions {
        mentions::insert(tx.conn(), *room_id, named).await?;
    }

    let repeated = verdicts.iter().filter_map(|verdict| match verdict {
        Verdict::Stored((room, id)) => Some((*room, *id)),
        _ => None,
    });
    let stored = messages::load(tx.conn(), repeated.collect()).await?;
    for (place, verdict) in verdicts.into_iter().enumerate() {
        let outcome = match verdict {
            Verdict::Refused(refused) => Err(refused),
            Verdict::New(message) => {
                tx.emit(created(&message));
                Ok(Appended { message, fresh: true })
            }
            Verdict::SameAs(first) => match &jobs[first].outcome {
                Some(Ok(first)) => Ok(Appended { message: Arc::clone(&first.message), fresh: false }),
                _ => Err(StoreError::Unavailable),
            },
            Verdict::Stored(key) => match stored.get(&key) {
                Some(message) => {
                    if jobs[place].uncertain && message.edited_at.is_none() && message.deleted_at.is_none() {
                        tx.emit(created(message));
                    }
                    Ok(Appended { message: Arc::clone(message), fresh: false })
                }
                // It was there a statement ago, and the room is locked.
                None => Err(StoreError::Unavailable),
            },
        };
        jobs[place].outcome = Some(outcome);
    }
    Ok(any_new)
}

fn created(message: &Message) -> Change {
    Change::Room {
        room_id: message.room_id,
        version: message.version,
        frame: ServerFrame::MessageCreated {
            room_id: message.room_id,
            version: message.version,
            message: message.clone(),
        },
    }
}

/// What the database knows before the run is judged.
struct Known {
    rooms: HashMap<RoomId, RoomCounters>,
    seats: HashMap<(RoomId, UserId), Seat>,
    sent: HashMap<Key, SentHash>,
    originals: HashMap<Key, ReplyQuote>,
    uploads: HashMap<UploadId, UploadRow>,
    /// Members that the texts may name.
    members: mentions::Directory,
}

impl Known {
    async fn read(tx: &mut Tx<'_>, jobs: &[&mut PendingAppend]) -> Result<Self, sqlx::Error> {
        let mut known = Self {
            rooms: HashMap::new(),
            seats: HashMap::new(),
            sent: HashMap::new(),
            originals: HashMap::new(),
            uploads: HashMap::new(),
            members: mentions::Directory::new(),
        };
        let places: HashSet<(Uuid, Uuid)> =
            jobs.iter().map(|job| (job.append.room_id.as_uuid(), job.append.author.as_uuid())).collect();
        for row in on_db!(tx.conn(), SEATS, [places.iter().copied().collect::<Pairs>()] => all SeatRow)? {
            known.seat(row)?;
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
        let (mut naming, mut names) = (BTreeSet::new(), BTreeSet::new());
        for job in jobs.iter().filter(|job| job.naming.is_none()) {
            let mut found = read_text(&job.append.message.body).names;
            if !found.is_empty() {
                naming.insert(job.append.room_id);
                names.append(&mut found);
            }
        }
        known.members = mentions::find(tx.conn(), &naming, &names).await?;
        Ok(known)
    }

    /// What a message holds with these files, which its author uploaded and no other message has.
    fn attachments(&self, author: UserId, ids: &[UploadId]) -> Result<Vec<Attachment>, StoreError> {
        ids.iter()
            .map(|id| self.uploads.get(id).ok_or(StoreError::UploadNotFound)?.attachable(author))
            .collect()
    }

    /// Members that the message mentions, in the order of their ids.
    fn mentioned(&self, job: &PendingAppend, names: BTreeSet<String>) -> Vec<UserId> {
        let mut people: Vec<UserId> = if let Some(people) = &job.naming {
            people.clone()
        } else {
            let room_id = job.append.room_id;
            names.into_iter().filter_map(|name| self.members.get(&(room_id, name)).copied()).collect()
        };
        people.sort_unstable();
        people
    }

    fn seat(&mut self, row: SeatRow) -> Result<(), sqlx::Error> {
        let room_id = RoomId::from_uuid(row.room_id);
        let seat = Seat {
            author: user_ref(row.user_id, row.username, row.display_name, row.avatar_id),
            posting: word(Posting::from_word, &row.posting)?,
            member_count: row.member_count,
            role: row.role.map(|role| word(Role::from_word, &role)).transpose()?,
            visible: word(RoomKind::from_word, &row.kind)? == RoomKind::Public && !row.banned,
            caught_up: row.last_read_seq.filter(|mark| row.others_seq.unwrap_or(0) <= *mark),
        };
        self.seats.insert((room_id, UserId::from_uuid(row.user_id)), seat);
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

/// A run being judged, job after job.
struct Run {
    known: Known,
    new: Vec<NewRow>,
    /// Which files the new messages hold, and the places of those.
    holds: Vec<(Key, i64, Vec<UploadId>)>,
    mentions: BTreeMap<RoomId, Vec<(UserId, MessageId)>>,
    /// Where in the run the first job of each new key stands.
    places: HashMap<Key, (usize, SentHash)>,
    quotes: HashMap<Key, ReplyQuote>,
    said: Said,
    controls: Controls,
}

impl Run {
    fn judge(&mut self, place: usize, job: &PendingAppend) -> Verdict {
        let Append { room_id, author, message, now } = &job.append;
        let Some(seat) = self.known.seats.get(&(*room_id, *author)) else {
            return Verdict::Refused(StoreError::NotFound);
        };
        match seat.role {
            None if self.controls.skip_membership() => {}
            None if seat.visible => return Verdict::Refused(StoreError::NotAMember),
            None => return Verdict::Refused(StoreError::NotFound),
            Some(role) if seat.posting == Posting::Moderators && !role.moderates() => {
                return Verdict::Refused(StoreError::PostingRestricted);
            }
            _ => {}
        }
        let key = job.key();
        if let Some(sent) = self.known.sent.get(&key) {
            return if job.fingerprint.is(sent) {
                Verdict::Stored(key)
            } else {
                Verdict::Refused(StoreError::IdConflict)
            };
        }
        if let Some((first, sent)) = self.places.get(&key)
            && !self.controls.no_dedupe()
        {
            return if job.fingerprint.is(sent) {
                Verdict::SameAs(*first)
            } else {
                Verdict::Refused(StoreError::IdConflict)
            };
        }
        let reply_to = match message.reply_to {
            None => None,
            Some(original) => {
                let key = (*room_id, original);
                match self.quotes.get(&key).or_else(|| self.known.originals.get(&key)) {
                    Some(quote) => Some(quote.clone()),
                    None => return Verdict::Refused(StoreError::ReplyNotFound),
                }
            }
        };
        let attachments = match self.known.attachments(*author, &message.attachments) {
            Ok(attachments) => attachments,
            Err(refused) => return Verdict::Refused(refused),
        };
        let author = seat.author.clone();
        let named = read_text(&message.body);
        let mentions_room = named.room && mentions::may_name_room(seat.role, seat.member_count);
        let mentions = self.known.mentioned(job, named.names);
        let Some(room) = self.known.rooms.get_mut(room_id) else {
            return Verdict::Refused(StoreError::NotFound);
        };
        let (seq, version) = room.grow(now.as_millis());
        if !attachments.is_empty() {
            // Another message of the run may name the same file.
            for id in &message.attachments {
                if let Some(upload) = self.known.uploads.get_mut(id) {
                    upload.take();
                }
            }
            self.holds.push((key, seq, message.attachments.clone()));
        }
        self.said.add(*room_id, author.id, seq, mentions_room, seat.caught_up, *now);
        self.places.insert(key, (place, job.fingerprint.kept()));
        self.quotes.insert(key, messages::quote(message.id, seq, author.clone(), &message.body, false));
        if !mentions.is_empty() {
            let named = mentions.iter().map(|user| (*user, message.id));
            self.mentions.entry(*room_id).or_default().extend(named);
        }
        self.new.push(NewRow {
            room_id: room_id.as_uuid(),
            seq,
            id: message.id.as_uuid(),
            version,
            author_id: author.id.as_uuid(),
            body: message.body.as_str().to_owned(),
            reply_to: message.reply_to.map(MessageId::as_uuid),
            sent_hash: job.fingerprint.kept(),
            created_at: now.as_millis(),
            attachments: attachments::kept(&attachments),
            mentions_room,
        });
        Verdict::New(Arc::new(Message {
            id: message.id,
            room_id: *room_id,
            seq,
            version,
            author,
            body: message.body.as_str().to_owned(),
            created_at: *now,
            edited_at: None,
            deleted_at: None,
            pinned_at: None,
            reply_to,
            attachments,
            reactions: Vec::new(),
            mentions,
            mentions_room,
            previews: Vec::new(),
        }))
    }
}
