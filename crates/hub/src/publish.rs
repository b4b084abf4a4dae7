//! Turns committed changes into notices: encoded once, applied here, and sent to the other nodes.

use std::collections::HashMap;

use confluence_protocol::{Change, LeaveReason, RoomId, ServerFrame, User, UserId};

use crate::{
    Subject,
    bus::notice::{Header, Notice},
    frame::Frame,
    shared::Shared,
    signals::Task,
    state::State,
};

/// Departures, by room and by the version that they created.
type Departures = HashMap<(RoomId, i64), Vec<(UserId, LeaveReason)>>;

/// Delivers the changes of one commit here and to the other nodes.
pub fn publish(shared: &Shared, changes: Vec<Change>) {
    let reaches_others = shared.bus.reaches_others();
    let mut departures = departures(&changes);
    // A subscription made after this check reads its snapshot after the commit and does not need the event.
    let wanted: Vec<bool> = shared.with(|state, _| {
        let is_here = |change: &Change| match change {
            Change::Room { room_id, .. } => state.rooms.get(*room_id).is_some(),
            _ => true,
        };
        changes.iter().map(|change| reaches_others || is_here(change)).collect()
    });
    let mut postponed = Vec::new();
    let mut notices = Vec::with_capacity(changes.len());
    for (change, wanted) in changes.into_iter().zip(wanted) {
        if wanted {
            notices.extend(to_notice(change, &mut departures, &mut postponed));
        }
    }
    shared.tell_nodes(&notices);
    shared.with(|state, touched| {
        for notice in notices {
            state.apply(notice, touched);
        }
        for one in postponed {
            state.postpone(one);
        }
    });
}

/// Delivers a burst of events from the bus.
pub fn receive(shared: &Shared, events: &mut Vec<(Subject, bytes::Bytes)>) {
    let notices: Vec<Notice> = events
        .drain(..)
        .filter_map(|(subject, payload)| Notice::decode(subject, &payload))
        // A bus may return what this node published; its own presence would then count twice.
        .filter(|notice| !matches!(notice.header, Header::Presence { node, .. } if node == shared.node))
        .map(|notice| shared.fault.distort(notice))
        .collect();
    shared.with(|state, touched| {
        for notice in notices {
            state.apply(notice, touched);
        }
    });
}

/// A delivery that waits for the next tick, or for a read of the database.
pub enum Postponed {
    /// A read mark: others receive it at most once a second.
    Read(Box<ServerFrame>, RoomId, UserId),
    /// A profile: the rooms of the user must be read first.
    Profile(Box<User>),
}

impl State {
    fn postpone(&mut self, postponed: Postponed) {
        match postponed {
            Postponed::Read(frame, room_id, user_id) => {
                self.marks.note(room_id, user_id, *frame);
                self.raise(Task::Ticks);
            }
            Postponed::Profile(user) => self.note_profile(user),
        }
    }
}

fn to_notice(change: Change, departures: &mut Departures, postponed: &mut Vec<Postponed>) -> Option<Notice> {
    Some(match change {
        Change::Room { room_id, version, frame } => {
            let left = departures.remove(&(room_id, version)).unwrap_or_default();
            Header::Event { room_id, version, left }.with(Frame::of(&frame))
        }
        Change::Joined { room_id, user_id, version } => Header::Joined { room_id, user_id, version }.alone(),
        Change::Left { room_id, user_id, version, reason } => {
            Header::Left { room_id, user_id, version, reason }.alone()
        }
        Change::RoomDeleted { room_id } => Header::RoomDeleted { room_id }.alone(),
        Change::Moderators { room_id, user_ids, frame } => {
            Header::Moderators { room_id, user_ids }.with(Frame::of(&frame))
        }
        Change::SessionEnded { session_id, user_id } => Header::SessionEnded { session_id, user_id }.alone(),
        Change::User { user } => {
            postponed.push(Postponed::Profile(Box::new(user)));
            return None;
        }
        Change::Membership { user_id, room_id, notify, closed, favourite } => Header::Mine { user_id }
            .with(Frame::of(&ServerFrame::MembershipUpdated { room_id, notify, closed, favourite })),
        Change::Me { user_id, presence, settings } => {
            Header::Me { user_id }.with(Frame::of(&ServerFrame::MeUpdated { presence, settings }))
        }
        Change::Blocks { user_id, blocked } => {
            Header::Mine { user_id }.with(Frame::of(&ServerFrame::BlocksUpdated { user_ids: blocked }))
        }
        Change::Folders { user_id, folders } => {
            Header::Mine { user_id }.with(Frame::of(&ServerFrame::FoldersUpdated { folders }))
        }
        Change::Read { room_id, user_id, seq, at, shown } => {
            let frame = ServerFrame::Read { room_id, user_id, seq, at };
            let own = Frame::of(&frame);
            if shown {
                postponed.push(Postponed::Read(Box::new(frame), room_id, user_id));
            }
            Header::Own { user_id, room_id }.with(own)
        }
    })
}

fn departures(changes: &[Change]) -> Departures {
    let mut departures = Departures::new();
    for change in changes {
        if let Change::Left { room_id, user_id, version, reason } = change {
            departures.entry((*room_id, *version)).or_default().push((*user_id, *reason));
        }
    }
    departures
}
