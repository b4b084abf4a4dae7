//! A client's copy of a room: its newest messages, kept in the state that the server has.
//!
//! Owns the effect of each [`Event`] of a [`crate::Socket`]: which messages there are, their text, reactions
//! and quotes. Refuses connections: it asks for pages when it needs them, and the caller loads them with a
//! [`crate::Client`]. Its memory is bounded by the number of messages that it may keep.
//!
//! Two rules keep it correct whatever was lost in between: the room's versions are applied one by one, and a
//! message is never replaced by an older state of itself.

use std::collections::{BTreeMap, HashMap};

use confluence_protocol::{
    Changes, Message, MessageId, MessagesPage, Reaction, RoomId, ServerFrame, Timestamp, User, UserId,
    UserRef, excerpt,
};

use crate::Event;

/// Maximum number of people whom a reaction lists; all others are only counted.
const NAMED: usize = 20;

/// The newest messages of one room.
///
/// It differs from a freshly loaded page in two ways. Emoji under a message are in the order in which this
/// replica learned of them; a page orders them by their first reaction. If more than 20 people share an emoji
/// and one of those listed removes it, the next person is listed only after the message is loaded again.
#[derive(Clone, Debug)]
pub struct Replica {
    room_id: RoomId,
    me: UserId,
    keep: usize,
    /// Version up to which everything is applied; `None` before the first page.
    version: Option<i64>,
    /// Lowest `seq` that is accepted; earlier messages are ignored.
    from: i64,
    messages: BTreeMap<i64, Message>,
    places: HashMap<MessageId, i64>,
}

/// What the caller must do after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Next {
    /// Nothing: continue with the next event.
    Go,
    /// The replica is out of date: fetch the newest page of the room and pass it to [`Replica::load`].
    Load,
    /// The user is no longer in the room, and the replica is empty.
    Left,
}

impl Replica {
    /// An empty replica of that room as `me` sees it, which will hold at most the newest `keep` messages.
    pub fn new(room_id: RoomId, me: UserId, keep: usize) -> Self {
        let (messages, places) = (BTreeMap::new(), HashMap::new());
        Self { room_id, me, keep: keep.max(1), version: None, from: 1, messages, places }
    }

    /// Version up to which everything is applied, as needed for [`crate::SocketOptions::held`]. `None` before
    /// the first page.
    pub const fn version(&self) -> Option<i64> {
        self.version
    }

    /// Messages that are held, by rising `seq`, without gaps.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    /// Applies an event; events of other rooms change nothing.
    pub fn apply(&mut self, event: &Event) -> Next {
        match event {
            Event::Ready { rooms, .. } if !rooms.contains_key(&self.room_id) => self.leave(),
            Event::Ready { .. } if self.version.is_none() => Next::Load,
            Event::Frame(frame) => self.frame(frame),
            Event::Changed { room_id, changes, .. } if *room_id == self.room_id => self.changed(changes),
            Event::Reset { room_id, .. } if *room_id == self.room_id => {
                self.forget();
                Next::Load
            }
            Event::Gone { room_id } if *room_id == self.room_id => self.leave(),
            _ => Next::Go,
        }
    }

    /// Replaces everything that is held with the newest page.
    pub fn load(&mut self, page: MessagesPage) {
        self.forget();
        self.version = Some(page.version);
        self.from = page.messages.first().map_or(1, |message| message.seq);
        for message in page.messages {
            self.put(message);
        }
    }

    /// Adds an earlier page, as far as the limit of [`Replica::new`] allows. Returns `false` and changes
    /// nothing if the page does not end right before the held messages or is older than they are; then fetch
    /// it again.
    pub fn prepend(&mut self, page: MessagesPage) -> bool {
        let fits = page.messages.last().is_none_or(|last| last.seq + 1 == self.from);
        if !fits || self.version.is_none_or(|version| page.version < version) {
            return false;
        }
        for message in page.messages.into_iter().rev() {
            if self.messages.len() >= self.keep {
                break;
            }
            self.from = message.seq;
            self.put(message);
        }
        true
    }

    fn frame(&mut self, frame: &ServerFrame) -> Next {
        match frame {
            ServerFrame::RoomLeft { room_id, .. } if *room_id == self.room_id => return self.leave(),
            ServerFrame::UserUpdated { user } => self.rename(user),
            _ => {}
        }
        let Some((_, version)) = frame.durable().filter(|(room_id, _)| *room_id == self.room_id) else {
            return Next::Go;
        };
        match self.version {
            // Ignores frames before the first page, and those that the page already contains.
            None => return Next::Go,
            Some(held) if version <= held => return Next::Go,
            Some(held) if version > held + 1 => return Next::Load,
            Some(_) => self.version = Some(version),
        }
        match frame {
            ServerFrame::MessageCreated { message, .. } | ServerFrame::MessageUpdated { message, .. } => {
                self.put(message.clone());
            }
            ServerFrame::MessageDeleted { message_id, deleted_at, .. } => {
                self.bury(*message_id, version, *deleted_at);
            }
            ServerFrame::ReactionAdded { message_id, emoji, user_id, count, .. } => {
                self.react(*message_id, version, emoji, *user_id, *count, true);
            }
            ServerFrame::ReactionRemoved { message_id, emoji, user_id, count, .. } => {
                self.react(*message_id, version, emoji, *user_id, *count, false);
            }
            _ => {}
        }
        Next::Go
    }

    fn changed(&mut self, changes: &Changes) -> Next {
        let Some(version) = self.version else { return Next::Load };
        for message in &changes.messages {
            self.put(message.clone());
        }
        self.version = Some(version.max(changes.version));
        Next::Go
    }

    /// Stores a message, unless a later state of it is held or it precedes the held messages.
    fn put(&mut self, mut message: Message) {
        let before = self.messages.get(&message.seq);
        if before.is_some_and(|before| before.version >= message.version) {
            return;
        }
        for reaction in &mut message.reactions {
            if reaction.me.is_none() {
                let mine = reaction.user_ids.contains(&self.me) || counted_before(before, reaction);
                reaction.me = Some(mine);
            }
        }
        self.refresh_quotes(&message);
        if message.seq >= self.from {
            self.places.insert(message.id, message.seq);
            self.messages.insert(message.seq, message);
        }
        while self.messages.len() > self.keep
            && let Some((seq, oldest)) = self.messages.pop_first()
        {
            self.places.remove(&oldest.id);
            self.from = seq + 1;
        }
    }

    fn bury(&mut self, id: MessageId, version: i64, deleted_at: Timestamp) {
        // Replies may quote it even if it is not held itself.
        self.quotes_of(id, |quote| {
            quote.kind = None;
            quote.excerpt.clear();
            quote.deleted = true;
        });
        let Some(message) = self.places.get(&id).and_then(|seq| self.messages.get_mut(seq)) else { return };
        if message.version < version {
            message.version = version;
            message.deleted_at = Some(deleted_at);
            message.kind = None;
            message.body.clear();
            message.attachments.clear();
            message.reactions.clear();
            message.mentions.clear();
            message.mentions_room = false;
            message.mentions_groups.clear();
            message.previews.clear();
            message.pinned_at = None;
        }
    }

    fn react(&mut self, id: MessageId, version: i64, emoji: &str, by: UserId, count: i64, added: bool) {
        let me = self.me;
        let Some(message) = self.places.get(&id).and_then(|seq| self.messages.get_mut(seq)) else { return };
        if message.version >= version {
            return;
        }
        message.version = version;
        let place = message.reactions.iter().position(|reaction| reaction.emoji == emoji);
        let Some(place) = place else {
            if added {
                let user_ids = vec![by];
                let me = Some(by == me);
                message.reactions.push(Reaction { emoji: emoji.to_owned(), count, user_ids, me });
            }
            return;
        };
        if count == 0 {
            message.reactions.remove(place);
            return;
        }
        let Some(reaction) = message.reactions.get_mut(place) else { return };
        reaction.count = count;
        reaction.user_ids.retain(|user| *user != by);
        if added && reaction.user_ids.len() < NAMED {
            reaction.user_ids.push(by);
        }
        if by == me {
            reaction.me = Some(added);
        }
    }

    /// Updates the quotes in replies to the current state of their original.
    fn refresh_quotes(&mut self, original: &Message) {
        let (excerpt, deleted) = (excerpt(&original.body), original.deleted_at.is_some());
        self.quotes_of(original.id, |quote| {
            quote.kind = original.kind;
            quote.excerpt.clone_from(&excerpt);
            quote.deleted = deleted;
        });
    }

    fn quotes_of(&mut self, id: MessageId, change: impl Fn(&mut confluence_protocol::ReplyQuote)) {
        let quotes = self.messages.values_mut().filter_map(|message| message.reply_to.as_mut());
        quotes.filter(|quote| quote.id == id).for_each(change);
    }

    fn rename(&mut self, user: &User) {
        let User { id, username, display_name, avatar_url, .. } = user.clone();
        let now = UserRef { id, username, display_name, avatar_url };
        for message in self.messages.values_mut() {
            let quoted = message.reply_to.as_mut().map(|quote| &mut quote.author);
            for author in std::iter::once(&mut message.author).chain(quoted).filter(|author| author.id == id)
            {
                author.clone_from(&now);
            }
        }
    }

    fn leave(&mut self) -> Next {
        self.forget();
        Next::Left
    }

    fn forget(&mut self) {
        self.version = None;
        self.from = 1;
        self.messages.clear();
        self.places.clear();
    }
}

/// Whether the user was among the people whom this reaction counts but does not list.
fn counted_before(before: Option<&Message>, reaction: &Reaction) -> bool {
    let named = i64::try_from(reaction.user_ids.len()).unwrap_or(i64::MAX);
    reaction.count > named
        && before
            .and_then(|before| before.reactions.iter().find(|earlier| earlier.emoji == reaction.emoji))
            .is_some_and(|earlier| earlier.me == Some(true))
}

#[cfg(test)]
mod tests;
