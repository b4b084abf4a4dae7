//! The access table. Each feature adds its rows; a row without a cell for every role does not compile.
//!
//! A cell is the status, followed by the error code of a refusal. Columns are tried in order: forbidden roles
//! come before permitted ones, so that none finds the room changed.

use serde_json::Value;

use super::{
    forms::{
        address, address_and_password, alt, bio, description, dismissal, edit, empty, group, is_admin,
        kind_private, kind_public, mark, new_message, new_password, new_room, no_folders, nothing, notify,
        others, owner, ping, presence, promotion, read, reason, send, sign_in, sign_up, sign_up_closed, size,
        status, tomorrow, wrong_password, wrong_passwords,
    },
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
    /// Signed in, and left the room.
    Former,
    /// The server's administrator, not a member: that gives no rights in the room.
    Admin,
    /// A guest of another room.
    GuestElsewhere,
    /// A guest of this room.
    Guest,
    Member,
    Moderator,
    Owner,
}

impl Role {
    /// Whether they are in the room.
    pub const fn is_inside(self) -> bool {
        matches!(self, Self::Guest | Self::Member | Self::Moderator | Self::Owner)
    }
}

pub const ROLES: [Role; 10] = [
    Role::Stranger,
    Role::Suspended,
    Role::Outsider,
    Role::Former,
    Role::Admin,
    Role::GuestElsewhere,
    Role::Guest,
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
}

/// One endpoint in one kind of room.
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
    pub fn all(&self) -> [&'static str; 10] {
        let [stranger, outsider, former, admin, member, moderator, owner] = self.cells;
        let [elsewhere, guest] = self.guests;
        // Without a session that holds, one is a stranger who is told why.
        let needs_session = self.cells.iter().any(|cell| *cell != stranger);
        let suspended = if needs_session { "401 session_ended" } else { stranger };
        [stranger, suspended, outsider, former, admin, elsewhere, guest, member, moderator, owner]
    }

    /// The same row with other cells for guests.
    const fn guests(self, elsewhere: &'static str, inside: &'static str) -> Self {
        Self { guests: [elsewhere, inside], ..self }
    }

    /// The same row, which guests may not use.
    const fn not_for_guests(self) -> Self {
        self.guests(NO, NO)
    }
}

const RECENT: &str = "/rooms/{id}/members/{user_id}/messages?since=2026-01-01T00:00:00.000Z";
const OPEN: &str = "401 unauthenticated";
const OUT: &str = "403 not_a_member";
const HIDDEN: &str = "404 room_not_found";
const NO: &str = "403 forbidden";
const PASSWORD_FIRST: &str = "403 elevation_required";
const NO_FILE: &str = "404 upload_not_found";
const NO_PERSON: &str = "404 user_not_found";
const NO_GROUP: &str = "404 group_not_found";

/// A row that everyone who is signed in may use.
const fn anybody(
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
const fn everybody(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    good: &'static str,
) -> Row {
    Row { method, path, kind: Kind::None, body, cells: [good; 7], guests: [good; 2] }
}

/// A row that only administrators may use; each cell of theirs is `good`.
const fn governing(
    method: &'static str,
    path: &'static str,
    body: fn(&World) -> Value,
    good: &'static str,
) -> Row {
    Row { method, path, kind: Kind::None, body, cells: [OPEN, NO, NO, good, NO, NO, NO], guests: [NO; 2] }
}

/// A row in a public room: non-members get `not_a_member`; for guests of another room it does not exist.
const fn public(
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
const fn private(
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
const fn file(method: &'static str, path: &'static str, kind: Kind, inside: [&'static str; 3]) -> Row {
    let [member, moderator, owner] = inside;
    let cells = [OPEN, NO_FILE, NO_FILE, NO_FILE, member, moderator, owner];
    Row { method, path, kind, body: nothing, cells, guests: [NO_FILE, member] }
}

pub const ROWS: &[Row] = &[
    everybody("GET", "/openapi.json", nothing, "200"),
    everybody("GET", "/server", nothing, "200"),
    everybody("POST", "/auth/sign-up", sign_up, "201"),
    everybody("POST", "/auth/sign-in", sign_in, "200"),
    everybody("POST", "/auth/token", sign_in, "200"),
    // Nobody here sends a refresh cookie.
    everybody("POST", "/auth/refresh", nothing, OPEN),
    // Signing out without a session succeeds.
    everybody("POST", "/auth/sign-out", nothing, "204"),
    // The token is that of no link.
    everybody("POST", "/auth/password-reset/{token}", new_password, "410 reset_expired"),
    everybody("POST", "/auth/password-reset", address, "202"),
    everybody("POST", "/auth/email/{token}", nothing, "410 email_link_expired"),
    // The administrator repeats a wrong password, and so is never elevated.
    governing("POST", "/admin/elevate", wrong_password, "401 invalid_credentials"),
    governing("GET", "/admin/elevation", nothing, "200"),
    governing("GET", "/admin/users?query=a", nothing, "200"),
    governing("PATCH", "/admin/users/{user_id}", is_admin, PASSWORD_FIRST),
    governing("DELETE", "/admin/users/{user_id}", nothing, PASSWORD_FIRST),
    governing("POST", "/admin/users/{user_id}/restore", nothing, PASSWORD_FIRST),
    governing("POST", "/admin/users/{user_id}/password-link", nothing, PASSWORD_FIRST),
    governing("DELETE", "/admin/users/{user_id}/sessions", nothing, PASSWORD_FIRST),
    governing("GET", "/admin/rooms", nothing, "200"),
    governing("DELETE", "/admin/rooms/{id}", nothing, PASSWORD_FIRST),
    governing("POST", "/admin/rooms/{id}/restore", nothing, PASSWORD_FIRST),
    governing("PUT", "/admin/rooms/{id}/owner", owner, PASSWORD_FIRST),
    governing("GET", "/admin/invites", nothing, "200"),
    governing("DELETE", "/admin/invites/{id}", nothing, PASSWORD_FIRST),
    governing("GET", "/admin/settings", nothing, "200"),
    governing("PATCH", "/admin/settings", sign_up_closed, PASSWORD_FIRST),
    governing("GET", "/admin/reports", nothing, "200"),
    governing("GET", "/admin/usage", nothing, "200"),
    governing("GET", "/admin/audit", nothing, "200"),
    governing("POST", "/admin/groups", group, PASSWORD_FIRST),
    // There is no group with that id, here and in the rooms.
    governing("GET", "/admin/groups/{group_id}", nothing, NO_GROUP),
    governing("PATCH", "/admin/groups/{group_id}", empty, PASSWORD_FIRST),
    governing("DELETE", "/admin/groups/{group_id}", nothing, PASSWORD_FIRST),
    governing("PUT", "/admin/groups/{group_id}/members/{user_id}", nothing, PASSWORD_FIRST),
    governing("DELETE", "/admin/groups/{group_id}/members/{user_id}", nothing, PASSWORD_FIRST),
    anybody("GET", "/groups", nothing, "200"),
    anybody("GET", "/me", nothing, "200"),
    anybody("PATCH", "/me", bio, "200"),
    // With a wrong password, because the right one would delete the cast's accounts.
    anybody("DELETE", "/me", wrong_password, "401 invalid_credentials"),
    anybody("PUT", "/me/password", wrong_passwords, "401 invalid_credentials"),
    // This server sends no mail.
    anybody("PUT", "/me/email", address_and_password, "422 unsupported"),
    anybody("DELETE", "/me/email", nothing, "204"),
    anybody("GET", "/me/sessions", nothing, "200"),
    // The session id is not one of the caller's.
    anybody("DELETE", "/me/sessions/{session_id}", nothing, "404 not_found"),
    anybody("PUT", "/me/presence", presence, "200"),
    anybody("PUT", "/me/status", status, "200"),
    anybody("DELETE", "/me/status", nothing, "204"),
    anybody("GET", "/me/blocks", nothing, "200"),
    Row {
        method: "PUT",
        path: "/me/blocks/{id}",
        kind: Kind::None,
        body: nothing,
        // The path names the owner.
        cells: [OPEN, "204", "204", "204", "204", "204", "422 validation_failed"],
        guests: ["404 user_not_found", "204"],
    },
    Row {
        method: "DELETE",
        path: "/me/blocks/{id}",
        kind: Kind::None,
        body: nothing,
        cells: [OPEN, "204", "204", "204", "204", "204", "422 validation_failed"],
        guests: ["204"; 2],
    },
    // The path names the owner.
    anybody("GET", "/users/{id}", nothing, "200").guests("404 user_not_found", "200"),
    anybody("GET", "/users?query=a", nothing, "200"),
    anybody("GET", "/rooms", nothing, "200"),
    anybody("POST", "/rooms", new_room, "201").not_for_guests(),
    anybody("GET", "/rooms/directory", nothing, "200").not_for_guests(),
    anybody("GET", "/rooms/deleted", nothing, "200").not_for_guests(),
    everybody("GET", "/invites/{code}", nothing, "200"),
    Row {
        method: "POST",
        path: "/invites/{code}/accept",
        kind: Kind::Private,
        body: nothing,
        cells: [OPEN, "200", "200", "200", "200", "200", "200"],
        guests: [NO, "200"],
    },
    Row {
        method: "GET",
        path: "/rooms/{id}",
        kind: Kind::Public,
        body: nothing,
        cells: [OPEN, "200", "200", "200", "200", "200", "200"],
        guests: [HIDDEN, "200"],
    },
    private("GET", "/rooms/{id}", nothing, ["200"; 3]),
    public("PATCH", "/rooms/{id}", description, [NO, "200", "200"]),
    private("PATCH", "/rooms/{id}", description, [NO, "200", "200"]),
    public("PATCH", "/rooms/{id}", kind_private, [NO, NO, "200"]),
    private("PATCH", "/rooms/{id}", kind_public, [NO, NO, "200"]),
    public("DELETE", "/rooms/{id}", nothing, [NO, NO, "204"]),
    private("DELETE", "/rooms/{id}", nothing, [NO, NO, "204"]),
    // The room is there, so its owner changes nothing; to everybody else it is no room that could be restored.
    Row {
        method: "POST",
        path: "/rooms/{id}/restore",
        kind: Kind::Public,
        body: nothing,
        cells: [OPEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, "200"],
        guests: [NO; 2],
    },
    private("POST", "/rooms/{id}/restore", nothing, [HIDDEN, HIDDEN, "200"]).not_for_guests(),
    Row {
        method: "POST",
        path: "/rooms/{id}/join",
        kind: Kind::Public,
        body: nothing,
        cells: [OPEN, "200", "200", "200", "200", "200", "200"],
        guests: [HIDDEN, "200"],
    },
    private("POST", "/rooms/{id}/join", nothing, ["200"; 3]),
    public("POST", "/rooms/{id}/leave", nothing, ["204", "204", "409 last_owner"]),
    private("POST", "/rooms/{id}/leave", nothing, ["204", "204", "409 last_owner"]),
    public("GET", "/rooms/{id}/members", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/members", nothing, ["200"; 3]),
    // The other person is a plain member.
    public("PATCH", "/rooms/{id}/members/{user_id}", promotion, [NO, NO, "200"]),
    private("PATCH", "/rooms/{id}/members/{user_id}", promotion, [NO, NO, "200"]),
    // The moderator has removed them before the owner tries.
    public("DELETE", "/rooms/{id}/members/{user_id}", nothing, [NO, "204", "404 user_not_found"]),
    private("DELETE", "/rooms/{id}/members/{user_id}", nothing, [NO, "204", "404 user_not_found"]),
    // The other person is no guest.
    public("PUT", "/rooms/{id}/members/{user_id}/guest_until", tomorrow, [NO, NO_PERSON, NO_PERSON]),
    private("PUT", "/rooms/{id}/members/{user_id}/guest_until", tomorrow, [NO, NO_PERSON, NO_PERSON]),
    public("PUT", "/rooms/{id}/members/{user_id}/may_post", nothing, [NO, "200", "200"]),
    private("PUT", "/rooms/{id}/members/{user_id}/may_post", nothing, [NO, "200", "200"]),
    public("DELETE", "/rooms/{id}/members/{user_id}/may_post", nothing, [NO, "204", "204"]),
    private("DELETE", "/rooms/{id}/members/{user_id}/may_post", nothing, [NO, "204", "204"]),
    public("DELETE", RECENT, nothing, [NO, "200", "200"]),
    private("DELETE", RECENT, nothing, [NO, "200", "200"]),
    public("GET", "/rooms/{id}/groups", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/groups", nothing, ["200"; 3]),
    public("POST", "/rooms/{id}/groups", group, [NO, NO, "201"]),
    private("POST", "/rooms/{id}/groups", group, [NO, NO, "201"]),
    public("GET", "/rooms/{id}/groups/{group_id}", nothing, [NO_GROUP; 3]),
    private("GET", "/rooms/{id}/groups/{group_id}", nothing, [NO_GROUP; 3]),
    public("PATCH", "/rooms/{id}/groups/{group_id}", empty, [NO, NO, NO_GROUP]),
    private("PATCH", "/rooms/{id}/groups/{group_id}", empty, [NO, NO, NO_GROUP]),
    public("DELETE", "/rooms/{id}/groups/{group_id}", nothing, [NO, NO, NO_GROUP]),
    private("DELETE", "/rooms/{id}/groups/{group_id}", nothing, [NO, NO, NO_GROUP]),
    public("PUT", "/rooms/{id}/groups/{group_id}/members/{user_id}", nothing, [NO, NO, NO_GROUP]),
    private("PUT", "/rooms/{id}/groups/{group_id}/members/{user_id}", nothing, [NO, NO, NO_GROUP]),
    public("DELETE", "/rooms/{id}/groups/{group_id}/members/{user_id}", nothing, [NO, NO, NO_GROUP]),
    private("DELETE", "/rooms/{id}/groups/{group_id}/members/{user_id}", nothing, [NO, NO, NO_GROUP]),
    public("GET", "/rooms/{id}/acts", nothing, [NO, "200", "200"]),
    private("GET", "/rooms/{id}/acts", nothing, [NO, "200", "200"]),
    public("POST", "/rooms/{id}/messages/{mid}/report", reason, ["201"; 3]),
    private("POST", "/rooms/{id}/messages/{mid}/report", reason, ["201"; 3]),
    public("GET", "/rooms/{id}/reports", nothing, [NO, "200", "200"]),
    private("GET", "/rooms/{id}/reports", nothing, [NO, "200", "200"]),
    public("PATCH", "/rooms/{id}/reports/{report_id}", dismissal, [NO, "200", "200"]),
    private("PATCH", "/rooms/{id}/reports/{report_id}", dismissal, [NO, "200", "200"]),
    public("GET", "/rooms/{id}/bans", nothing, [NO, "200", "200"]),
    private("GET", "/rooms/{id}/bans", nothing, [NO, "200", "200"]),
    public("PUT", "/rooms/{id}/bans/{user_id}", reason, [NO, "200", "200"]),
    private("PUT", "/rooms/{id}/bans/{user_id}", reason, [NO, "200", "200"]),
    public("DELETE", "/rooms/{id}/bans/{user_id}", nothing, [NO, "204", "204"]),
    private("DELETE", "/rooms/{id}/bans/{user_id}", nothing, [NO, "204", "204"]),
    anybody("POST", "/direct", others, "200").not_for_guests(),
    public("PATCH", "/rooms/{id}/membership", notify, ["200"; 3]),
    private("PATCH", "/rooms/{id}/membership", notify, ["200"; 3]),
    public("POST", "/rooms/{id}/invites", empty, ["201"; 3]).guests(HIDDEN, NO),
    private("POST", "/rooms/{id}/invites", empty, [NO, "201", "201"]),
    public("GET", "/rooms/{id}/invites", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/invites", nothing, ["200"; 3]),
    // The invite is the owner's: a plain member does not see it.
    public("DELETE", "/rooms/{id}/invites/{code}", nothing, ["404 invite_not_found", "204", "204"]),
    private("DELETE", "/rooms/{id}/invites/{code}", nothing, ["404 invite_not_found", "204", "204"]),
    public("POST", "/rooms/{id}/messages", new_message, ["201"; 3]),
    private("POST", "/rooms/{id}/messages", new_message, ["201"; 3]),
    Row {
        method: "POST",
        path: "/rooms/{id}/messages",
        kind: Kind::Announcements,
        body: new_message,
        cells: [OPEN, OUT, OUT, OUT, "403 posting_restricted", "201", "201"],
        guests: [HIDDEN, "403 posting_restricted"],
    },
    public("GET", "/rooms/{id}/messages", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/messages", nothing, ["200"; 3]),
    public("GET", "/rooms/{id}/messages/{mid}", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/messages/{mid}", nothing, ["200"; 3]),
    // The message is the owner's.
    public("PATCH", "/rooms/{id}/messages/{mid}", edit, [NO, NO, "200"]),
    private("PATCH", "/rooms/{id}/messages/{mid}", edit, [NO, NO, "200"]),
    public("DELETE", "/rooms/{id}/messages/{mid}", nothing, [NO, "204", "204"]),
    private("DELETE", "/rooms/{id}/messages/{mid}", nothing, [NO, "204", "204"]),
    public("DELETE", "/rooms/{id}/messages/{mid}/previews", nothing, [NO, NO, "204"]),
    private("DELETE", "/rooms/{id}/messages/{mid}/previews", nothing, [NO, NO, "204"]),
    public("GET", "/rooms/{id}/messages/{mid}/history", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/messages/{mid}/history", nothing, ["200"; 3]),
    public("PUT", "/rooms/{id}/messages/{mid}/reactions/{emoji}", nothing, ["200"; 3]),
    private("PUT", "/rooms/{id}/messages/{mid}/reactions/{emoji}", nothing, ["200"; 3]),
    public("DELETE", "/rooms/{id}/messages/{mid}/reactions/{emoji}", nothing, ["200"; 3]),
    private("DELETE", "/rooms/{id}/messages/{mid}/reactions/{emoji}", nothing, ["200"; 3]),
    public("GET", "/rooms/{id}/marks", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/marks", nothing, ["200"; 3]),
    public("GET", "/rooms/{id}/messages/{mid}/receipts", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/messages/{mid}/receipts", nothing, ["200"; 3]),
    public("GET", "/rooms/{id}/messages/{mid}/unseen", nothing, [NO, "200", "200"]),
    private("GET", "/rooms/{id}/messages/{mid}/unseen", nothing, [NO, "200", "200"]),
    // Only one reminder per message.
    public("POST", "/rooms/{id}/messages/{mid}/remind", nothing, [NO, "201", "422 limit_reached"]),
    private("POST", "/rooms/{id}/messages/{mid}/remind", nothing, [NO, "201", "422 limit_reached"]),
    public("PUT", "/rooms/{id}/messages/{mid}/pin", nothing, [NO, "200", "200"]),
    private("PUT", "/rooms/{id}/messages/{mid}/pin", nothing, [NO, "200", "200"]),
    public("DELETE", "/rooms/{id}/messages/{mid}/pin", nothing, [NO, "200", "200"]),
    private("DELETE", "/rooms/{id}/messages/{mid}/pin", nothing, [NO, "200", "200"]),
    public("GET", "/rooms/{id}/pins", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/pins", nothing, ["200"; 3]),
    public("PUT", "/rooms/{id}/messages/{mid}/saved", nothing, ["204"; 3]),
    private("PUT", "/rooms/{id}/messages/{mid}/saved", nothing, ["204"; 3]),
    public("DELETE", "/rooms/{id}/messages/{mid}/saved", nothing, ["204"; 3]),
    private("DELETE", "/rooms/{id}/messages/{mid}/saved", nothing, ["204"; 3]),
    anybody("GET", "/me/saved", nothing, "200"),
    anybody("GET", "/me/folders", nothing, "200"),
    anybody("PUT", "/me/folders", no_folders, "200"),
    anybody("POST", "/uploads?name=note.json", empty, "201"),
    // The file is attached to a message of the owner. Non-members get 404 even in a public room.
    file("GET", "/media/{upload_id}/{name}", Kind::Public, ["200"; 3]),
    file("GET", "/media/{upload_id}/{name}", Kind::Private, ["200"; 3]),
    file("GET", "/media/{upload_id}/thumbnail", Kind::Public, ["200"; 3]),
    file("GET", "/media/{upload_id}/thumbnail", Kind::Private, ["200"; 3]),
    anybody("POST", "/uploads/resumable?name=note.txt", size, "201"),
    // A file that was uploaded in one request has no progress and takes no chunks.
    file("GET", "/uploads/{upload_id}/progress", Kind::Public, [NO_FILE; 3]),
    file("PUT", "/uploads/{upload_id}/content?offset=0", Kind::Public, [NO_FILE; 3]),
    public("GET", "/rooms/{id}/files?kind=image", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/files?kind=image", nothing, ["200"; 3]),
    Row {
        method: "PATCH",
        path: "/uploads/{upload_id}",
        kind: Kind::Public,
        body: alt,
        cells: [OPEN, NO_FILE, NO_FILE, NO_FILE, NO_FILE, NO_FILE, "409 already_attached"],
        guests: [NO_FILE; 2],
    },
    // The room's avatar is visible to everyone who sees its card.
    Row {
        method: "GET",
        path: "/avatars/{avatar_id}",
        kind: Kind::Public,
        body: nothing,
        cells: [OPEN, "200", "200", "200", "200", "200", "200"],
        guests: [NO_FILE, "200"],
    },
    file("GET", "/avatars/{avatar_id}", Kind::Private, ["200"; 3]),
    Row {
        method: "GET",
        path: "/invites/{code}/avatar",
        kind: Kind::Private,
        body: nothing,
        cells: ["200"; 7],
        guests: ["200"; 2],
    },
    file("DELETE", "/uploads/{upload_id}", Kind::Public, [NO_FILE, NO_FILE, "409 already_attached"]),
    file("DELETE", "/uploads/{upload_id}", Kind::Private, [NO_FILE, NO_FILE, "409 already_attached"]),
    public("GET", "/rooms/{id}/changes?since=0", nothing, ["200"; 3]),
    private("GET", "/rooms/{id}/changes?since=0", nothing, ["200"; 3]),
    public("PUT", "/rooms/{id}/read", mark, ["200"; 3]),
    private("PUT", "/rooms/{id}/read", mark, ["200"; 3]),
];

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
    pub const fn all(&self) -> [&'static str; 10] {
        let [stranger, out, elsewhere, member, moderator, owner] = self.cells;
        [stranger, stranger, out, out, out, elsewhere, member, member, moderator, owner]
    }
}

pub const FRAMES: &[FrameRow] = &[
    frames("send", Kind::Public, send, "not_a_member", ["ack"; 3]),
    frames("send", Kind::Private, send, "room_not_found", ["ack"; 3]),
    frames("send", Kind::Announcements, send, "not_a_member", ["posting_restricted", "ack", "ack"]),
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
