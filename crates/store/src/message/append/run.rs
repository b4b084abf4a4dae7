//! Storing messages: the hot part of the group commit.
//!
//! A run of appends costs six statements, whatever its length: seats, stored ids, originals (only if there are
//! replies), the insert, the rooms' counters, their authors. The rooms are locked before the first statement, so what
//! it reads cannot change until the commit.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::{
    Change, Message, MessageId, MessageKind, ReplyQuote, RoomId, ServerFrame, UploadId, UserId,
};
use confluence_rights::{Member, Poster, Proof, Refusal};

use crate::{
    StoreError,
    engine::{
        controls::Controls,
        tx::{Together, Tx, When},
    },
    file::uploads,
    message::{
        append::{
            bulk::{self, NewRow, RoomCounters},
            known::Known,
            pending::{Append, Appended, Key, PendingAppend},
            said::Said,
            sent::SentHash,
        },
        attachments, mentions, messages,
    },
};

/// Verdict on one append, before anything is written.
enum Verdict {
    Refused(StoreError),
    /// The message with that key is already stored.
    Stored(Key),
    /// A repeat of an earlier append of the run, at this index.
    SameAs(usize),
    New(Arc<Message>),
}

/// Maximum number of appends that are stored together: enough for few statements per message, and few enough that
/// a run does not take much longer than a batch may.
const MOST: usize = 256;

impl Together for PendingAppend {
    const WHEN: When = When::InTurn(MOST);

    async fn apply_all(tx: &mut Tx<'_>, jobs: Vec<&mut Self>) -> Result<bool, sqlx::Error> {
        store_all(tx, jobs).await
    }
}

/// Stores a run of appends in its order and keeps each one's outcome in it. Whether any of them was new.
///
/// A message that was already stored but perhaps never emitted is emitted again; clients that have it ignore the repeat.
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
                // The previous statement found it, and the room is locked.
                None => Err(StoreError::Unavailable),
            },
        };
        jobs[place].outcome = Some(outcome);
    }
    Ok(any_new)
}

fn created(message: &Message) -> Change {
    let Message { room_id, version, .. } = *message;
    Change::Room {
        room_id,
        version,
        frame: ServerFrame::MessageCreated { room_id, version, message: message.clone() },
    }
}

/// State of a run while its appends are judged one after another.
struct Run {
    known: Known,
    new: Vec<NewRow>,
    /// Files that the new messages hold, with the sequence numbers of those messages.
    holds: Vec<(Key, i64, Vec<UploadId>)>,
    mentions: BTreeMap<RoomId, Vec<(UserId, MessageId)>>,
    /// Index in the run of the first append with each new key.
    places: HashMap<Key, (usize, SentHash)>,
    quotes: HashMap<Key, ReplyQuote>,
    said: Said,
    controls: Controls,
}

impl Run {
    /// The verdict if a message with this key is already stored or comes earlier in the run.
    fn repeat(&self, key: Key, job: &PendingAppend) -> Option<Verdict> {
        let (sent, verdict) = if let Some(sent) = self.known.sent.get(&key) {
            (sent, Verdict::Stored(key))
        } else {
            let (first, sent) = self.places.get(&key).filter(|_| !self.controls.no_dedupe())?;
            (sent, Verdict::SameAs(*first))
        };
        let same = job.fingerprint.is(sent);
        Some(if same { verdict } else { Verdict::Refused(StoreError::IdConflict) })
    }

    fn judge(&mut self, place: usize, job: &PendingAppend) -> Verdict {
        let Append { room_id, author, message, now, .. } = &job.append;
        let Some(known) = self.known.authors.get(&(*room_id, *author)) else {
            return Verdict::Refused(Refusal::Hidden.into());
        };
        let (may_call_everybody, waits) = match Poster::of(&known.seat) {
            Ok(poster) => (Member::from(poster).may_call_everybody(), poster.waits()),
            Err(Refusal::Hidden | Refusal::NotAMember) if self.controls.skip_membership() => (true, false),
            Err(refusal) => return Verdict::Refused(refusal.into()),
        };
        let key = job.key();
        if let Some(repeat) = self.repeat(key, job) {
            return repeat;
        }
        if waits && known.pause > 0 && known.free_at > now.as_millis() {
            let wait = known.free_at.abs_diff(now.as_millis());
            return Verdict::Refused(StoreError::SlowMode(Duration::from_millis(wait)));
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
        let (author, caught_up) = (known.card.clone(), known.caught_up);
        let kind = job.made.as_ref().map(|(kind, _)| *kind);
        let whom = self.known.whom(job, may_call_everybody);
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
        if let Some(known) = self.known.authors.get_mut(&(*room_id, author.id)) {
            known.free_at = now.as_millis() + known.pause;
        }
        self.said.add(*room_id, author.id, seq, whom.room, caught_up, *now);
        self.places.insert(key, (place, job.fingerprint.kept()));
        self.quotes.insert(key, messages::quote(message.id, seq, author.clone(), kind, &message.body, false));
        if !whom.people.is_empty() {
            let named = whom.people.iter().map(|user| (*user, message.id));
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
            mentions_room: whom.room,
            mentions_groups: whom.kept_groups(),
            kind: kind.map(MessageKind::as_str),
        });
        Verdict::New(Arc::new(Message {
            id: message.id,
            room_id: *room_id,
            seq,
            version,
            author,
            kind,
            body: message.body.as_str().to_owned(),
            created_at: *now,
            edited_at: None,
            deleted_at: None,
            pinned_at: None,
            reply_to,
            attachments,
            reactions: Vec::new(),
            mentions: whom.people.into_iter().collect(),
            mentions_room: whom.room,
            mentions_groups: whom.groups,
            previews: Vec::new(),
        }))
    }
}
