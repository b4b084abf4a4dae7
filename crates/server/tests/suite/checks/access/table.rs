//! Roles, kinds of rooms, and what a row of the access table consists of; frames as well. The rows of endpoints are in
//! `rows`. A row without a cell for every role does not compile.
//!
//! A cell is the status, followed by the error code of a refusal. Columns are tried in order: forbidden roles
//! come before permitted ones, so that none finds the room changed.

use serde_json::Value;

use super::{
    forms::{nothing, ping, read, send},
    world::World,
};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Not signed in.
    Stranger,
    /// Suspended by an administrator: every session has ended.
    Suspended,
    /// Signed in, but never a member.
    Outsider,
    /// Signed in, and banned from the room.
    Banned,
    /// Signed in, and left the room.
    Former,
    /// The server's administrator, not a member: that gives no rights in the room.
    Admin,
    /// A guest of another room.
    GuestElsewhere,
    /// A guest of this room.
    Guest,
    /// A member whom the owner blocks: their rights are those of a member.
    Blocked,
    Member,
    Moderator,
    Owner,
}

impl Role {
    /// Whether they are in the room.
    pub const fn is_inside(self) -> bool {
        matches!(self, Self::Guest | Self::Blocked | Self::Member | Self::Moderator | Self::Owner)
    }
}

pub const ROLES: [Role; 12] = [
    Role::Stranger,
    Role::Suspended,
    Role::Outsider,
    Role::Banned,
    Role::Former,
    Role::Admin,
    Role::GuestElsewhere,
    Role::Guest,
    Role::Blocked,
    Role::Member,
    Role::Moderator,
    Role::Owner,
];

/// Kind of the room in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The path has no room.
    None,
    Public,
    Private,
    /// Public, and only moderators may post.
    Announcements,
    /// Public, and archived.
    Archived,
    /// A direct room of the member, the moderator, the owner and the other person.
    Direct,
}

impl Role {
    /// Whether a room of that kind must look to them as if it did not exist.
    pub fn sees_nothing_of(self, kind: Kind) -> bool {
        match self {
            Self::Outsider | Self::Former | Self::Admin => matches!(kind, Kind::Private | Kind::Direct),
            Self::Banned | Self::GuestElsewhere => kind != Kind::None,
            Self::Guest | Self::Blocked => kind == Kind::Direct,
            _ => false,
        }
    }
}

/// One endpoint in one kind of room.
#[derive(Clone, Copy)]
pub struct Row {
    pub method: &'static str,
    /// Path below `/api/v1` as in the OpenAPI document, with an optional query.
    pub path: &'static str,
    pub kind: Kind,
    pub body: fn(&World) -> Value,
    /// For a stranger, an outsider, a former member, an administrator, a member, a moderator and an owner.
    pub cells: [&'static str; 7],
    /// For a guest of another room, and for one of this room.
    pub guests: [&'static str; 2],
}

impl Row {
    /// The cells of all [`ROLES`].
    pub fn all(&self) -> [&'static str; 12] {
        let [stranger, outsider, former, admin, member, moderator, owner] = self.cells;
        let [elsewhere, guest] = self.guests;
        // Without a session that holds, one is a stranger who is told why.
        let needs_session = self.cells.iter().any(|cell| *cell != stranger);
        let suspended = if needs_session { "401 session_ended" } else { stranger };
        let banned = match self.path {
            path if path.starts_with("/rooms/{id}") => HIDDEN,
            "/invites/{code}/accept" => "404 invite_not_found",
            "/avatars/{avatar_id}" => NO_FILE,
            _ => outsider,
        };
        let blocked = if self.kind == Kind::Direct { HIDDEN } else { member };
        [
            stranger, suspended, outsider, banned, former, admin, elsewhere, guest, blocked, member,
            moderator, owner,
        ]
    }

    /// Whether it leaves the world as it is, so that the next row can have the same one.
    pub fn only_reads(&self) -> bool {
        let own = ["{upload_id}", "avatar", "{code}"];
        self.method == "GET" && !own.iter().any(|part| self.path.contains(part))
    }

    /// The row of a public room, for one that is archived: nobody writes, reacts or pins there.
    pub fn archived(self) -> Self {
        let writes = self.path.contains("/reactions/")
            || self.path.ends_with("/pin")
            || self.path.ends_with("/remind")
            || self.path == "/rooms/{id}/messages" && self.method == "POST"
            || self.path == "/rooms/{id}/messages/{mid}" && self.method == "PATCH";
        let [stranger, outsider, former, admin, ..] = self.cells;
        let row = Self { kind: Kind::Archived, ..self };
        if !writes {
            return row;
        }
        let cells = [stranger, outsider, former, admin, ARCHIVED, ARCHIVED, ARCHIVED];
        Self { cells, guests: [HIDDEN, ARCHIVED], ..row }
    }

    /// The row of a private room, for a direct one: all who are in it have the same rights there, and nobody comes or
    /// goes.
    pub fn direct(self) -> Self {
        let about_group = ["/leave", "/members/", "/acts", "/report", "/bans", "/invites"];
        let needs_group = about_group.iter().any(|part| self.path.contains(part))
            || self.path.contains("/groups") && self.method != "GET"
            || self.path == "/rooms/{id}" && self.method != "GET";
        let [_, _, _, _, member, moderator, owner] = self.cells;
        let [member, moderator, owner] = match self.path {
            _ if needs_group => [DIRECT_ROOM; 3],
            "/rooms/{id}/restore" => [HIDDEN; 3],
            path if path.ends_with("/pin") => ["200"; 3],
            // The message is the owner's; the first reminder of a message is allowed.
            path if path.ends_with("/remind") => [NO, NO, "201"],
            _ if member == NO => [NO, NO, owner],
            _ => [member, moderator, owner],
        };
        let cells = [OPEN, HIDDEN, HIDDEN, HIDDEN, member, moderator, owner];
        // A path that is closed to guests tells them so before it looks for the room.
        let guests = if self.guests[0] == NO { [NO; 2] } else { [HIDDEN; 2] };
        Self { kind: Kind::Direct, cells, guests, ..self }
    }

    /// The same row with other cells for guests.
    pub const fn guests(self, elsewhere: &'static str, inside: &'static str) -> Self {
        Self { guests: [elsewhere, inside], ..self }
    }

    /// The same row, which guests may not use.
    pub const fn not_for_guests(self) -> Self {
        self.guests(NO, NO)
    }
}

pub const RECENT: &str = "/rooms/{id}/members/{user_id}/messages?since=2026-01-01T00:00:00.000Z";
pub const OPEN: &str = "401 unauthenticated";
pub const OUT: &str = "403 not_a_member";
pub const HIDDEN: &str = "404 room_not_found";
pub const NO: &str = "403 forbidden";
const ARCHIVED: &str = "403 archived";
const DIRECT_ROOM: &str = "409 direct_room";
pub const PASSWORD_FIRST: &str = "403 elevation_required";
pub const NO_FILE: &str = "404 upload_not_found";
pub const NO_PERSON: &str = "404 user_not_found";
pub const NO_GROUP: &str = "404 group_not_found";

/// A row that everyone who is signed in may use.
pub const fn anybody(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    good: &'static str,
) -> Row {
    Row {
        method,
        path,
        kind: Kind::None,
        body,
        cells: [OPEN, good, good, good, good, good, good],
        guests: [good; 2],
    }
}

/// A row that needs no sign-in.
pub const fn everybody(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    good: &'static str,
) -> Row {
    Row { method, path, kind: Kind::None, body, cells: [good; 7], guests: [good; 2] }
}

/// A row that only administrators may use; each cell of theirs is `good`.
pub const fn governing(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    good: &'static str,
) -> Row {
    Row { method, path, kind: Kind::None, body, cells: [OPEN, NO, NO, good, NO, NO, NO], guests: [NO; 2] }
}

/// A row in a public room: non-members get `not_a_member`; for guests of another room it does not exist.
pub const fn public(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    inside: [&'static str; 3],
) -> Row {
    let [member, moderator, owner] = inside;
    Row {
        method,
        path,
        kind: Kind::Public,
        body,
        cells: [OPEN, OUT, OUT, OUT, member, moderator, owner],
        guests: [HIDDEN, member],
    }
}

/// A row in a private room: for non-members the room does not exist.
pub const fn private(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    inside: [&'static str; 3],
) -> Row {
    let [member, moderator, owner] = inside;
    Row {
        method,
        path,
        kind: Kind::Private,
        body,
        cells: [OPEN, HIDDEN, HIDDEN, HIDDEN, member, moderator, owner],
        guests: [HIDDEN, member],
    }
}

/// A row about a file: for non-members the file does not exist.
pub const fn file(method: &'static str, path: &'static str, kind: Kind, inside: [&'static str; 3]) -> Row {
    let [member, moderator, owner] = inside;
    let cells = [OPEN, NO_FILE, NO_FILE, NO_FILE, member, moderator, owner];
    Row { method, path, kind, body: nothing, cells, guests: [NO_FILE, member] }
}

/// One frame to one kind of room. A cell is `ack`, `silent`, `pong`, a close code or an error code.
pub struct FrameRow {
    pub r#type: &'static str,
    pub kind: Kind,
    pub frame: fn(&World) -> Value,
    /// For a stranger, everybody outside but guests, guests of another room, a member, a moderator and an owner.
    cells: [&'static str; 6],
}

impl FrameRow {
    /// The cells of all [`ROLES`].
    pub fn all(&self) -> [&'static str; 12] {
        let [stranger, out, elsewhere, member, moderator, owner] = self.cells;
        let inside = if self.kind == Kind::Direct { elsewhere } else { member };
        [stranger, stranger, out, elsewhere, out, out, elsewhere, inside, inside, member, moderator, owner]
    }
}

pub const FRAMES: &[FrameRow] = &[
    frames("send", Kind::Public, send, "not_a_member", ["ack"; 3]),
    frames("send", Kind::Private, send, "room_not_found", ["ack"; 3]),
    frames("send", Kind::Announcements, send, "not_a_member", ["posting_restricted", "ack", "ack"]),
    frames("send", Kind::Archived, send, "not_a_member", ["archived"; 3]),
    frames("send", Kind::Direct, send, "room_not_found", ["ack"; 3]),
    frames("read", Kind::Archived, read, "not_a_member", ["silent"; 3]),
    frames("read", Kind::Direct, read, "room_not_found", ["silent"; 3]),
    frames("read", Kind::Public, read, "not_a_member", ["silent"; 3]),
    frames("read", Kind::Private, read, "room_not_found", ["silent"; 3]),
    frames("ping", Kind::None, ping, "pong", ["pong"; 3]),
];

const fn frames(
    r#type: &'static str,
    kind: Kind,
    frame: fn(&World) -> Value,
    out: &'static str,
    inside: [&'static str; 3],
) -> FrameRow {
    let [member, moderator, owner] = inside;
    let elsewhere = if matches!(kind, Kind::None) { out } else { "room_not_found" };
    FrameRow { r#type, kind, frame, cells: ["4401", out, elsewhere, member, moderator, owner] }
}
