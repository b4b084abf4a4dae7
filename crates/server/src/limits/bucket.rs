//! Which limit a request counts against. Requests that the table does not list count as reads or other
//! writes, so every endpoint has a limit.

use axum::http::Method;

/// A limit that several kinds of requests share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Sending, editing and reminding; shared with the socket.
    Messages,
    /// Reactions, read marks, pins and saved messages.
    Reactions,
    /// Creating rooms, direct ones included, and invites.
    Rooms,
    /// Changes that are sent to whole rooms: profiles, statuses, room settings, joining, leaving, roles, removals
    /// and bans.
    Changes,
    /// Beginning an upload of any size.
    Uploads,
    /// All other changes.
    Writes,
    /// Requests that change nothing.
    Reads,
}

/// Requests with limits of their own, by their path below `/api/v1`.
const NAMED: &[(Method, &str, Bucket)] = &[
    (Method::POST, "/rooms/{room_id}/messages", Bucket::Messages),
    (Method::PATCH, "/rooms/{room_id}/messages/{message_id}", Bucket::Messages),
    (Method::POST, "/rooms/{room_id}/messages/{message_id}/remind", Bucket::Messages),
    (Method::PUT, "/rooms/{room_id}/messages/{message_id}/reactions/{emoji}", Bucket::Reactions),
    (Method::DELETE, "/rooms/{room_id}/messages/{message_id}/reactions/{emoji}", Bucket::Reactions),
    (Method::PUT, "/rooms/{room_id}/messages/{message_id}/pin", Bucket::Reactions),
    (Method::DELETE, "/rooms/{room_id}/messages/{message_id}/pin", Bucket::Reactions),
    (Method::PUT, "/rooms/{room_id}/messages/{message_id}/saved", Bucket::Reactions),
    (Method::DELETE, "/rooms/{room_id}/messages/{message_id}/saved", Bucket::Reactions),
    (Method::PUT, "/rooms/{room_id}/read", Bucket::Reactions),
    (Method::POST, "/rooms", Bucket::Rooms),
    (Method::POST, "/direct", Bucket::Rooms),
    (Method::POST, "/rooms/{room_id}/invites", Bucket::Rooms),
    (Method::PATCH, "/me", Bucket::Changes),
    (Method::PUT, "/me/presence", Bucket::Changes),
    (Method::PUT, "/me/status", Bucket::Changes),
    (Method::DELETE, "/me/status", Bucket::Changes),
    (Method::PATCH, "/rooms/{room_id}", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}", Bucket::Changes),
    (Method::POST, "/rooms/{room_id}/join", Bucket::Changes),
    (Method::POST, "/rooms/{room_id}/leave", Bucket::Changes),
    (Method::POST, "/invites/{code}/accept", Bucket::Changes),
    (Method::PATCH, "/rooms/{room_id}/members/{user_id}", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}/members/{user_id}", Bucket::Changes),
    (Method::PUT, "/rooms/{room_id}/bans/{user_id}", Bucket::Changes),
    (Method::PATCH, "/admin/users/{user_id}", Bucket::Changes),
    (Method::DELETE, "/admin/rooms/{room_id}", Bucket::Changes),
    (Method::POST, "/admin/rooms/{room_id}/restore", Bucket::Changes),
    (Method::PUT, "/admin/rooms/{room_id}/owner", Bucket::Changes),
    (Method::PUT, "/rooms/{room_id}/members/{user_id}/guest_until", Bucket::Changes),
    (Method::PUT, "/rooms/{room_id}/members/{user_id}/may_post", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}/members/{user_id}/may_post", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}/members/{user_id}/messages", Bucket::Changes),
    (Method::POST, "/rooms/{room_id}/messages/{message_id}/report", Bucket::Changes),
    (Method::POST, "/rooms/{room_id}/groups", Bucket::Changes),
    (Method::PATCH, "/rooms/{room_id}/groups/{group_id}", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}/groups/{group_id}", Bucket::Changes),
    (Method::PUT, "/rooms/{room_id}/groups/{group_id}/members/{user_id}", Bucket::Changes),
    (Method::DELETE, "/rooms/{room_id}/groups/{group_id}/members/{user_id}", Bucket::Changes),
    (Method::POST, "/admin/groups", Bucket::Changes),
    (Method::PATCH, "/admin/groups/{group_id}", Bucket::Changes),
    (Method::DELETE, "/admin/groups/{group_id}", Bucket::Changes),
    (Method::PUT, "/admin/groups/{group_id}/members/{user_id}", Bucket::Changes),
    (Method::DELETE, "/admin/groups/{group_id}/members/{user_id}", Bucket::Changes),
    (Method::POST, "/uploads", Bucket::Uploads),
    (Method::POST, "/uploads/resumable", Bucket::Uploads),
];

impl Bucket {
    /// The limit for a request.
    pub fn of(method: &Method, route: &str) -> Self {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Self::Reads;
        }
        let route = route.strip_prefix("/api/v1").unwrap_or(route);
        let named = NAMED.iter().find(|(named, path, _)| named == method && *path == route);
        named.map_or(Self::Writes, |(_, _, bucket)| *bucket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lim1_unlisted_change_counts_as_a_write() {
        assert_eq!(Bucket::of(&Method::POST, "/api/v1/something/new"), Bucket::Writes);
        assert_eq!(Bucket::of(&Method::DELETE, "/api/v1/uploads/{upload_id}"), Bucket::Writes);
        assert_eq!(Bucket::of(&Method::POST, "/api/v1/rooms"), Bucket::Rooms);
        assert_eq!(Bucket::of(&Method::PUT, "/api/v1/me/status"), Bucket::Changes);
        assert_eq!(Bucket::of(&Method::PUT, "/api/v1/me/blocks/{user_id}"), Bucket::Writes);
        assert_eq!(Bucket::of(&Method::GET, "/api/v1/rooms"), Bucket::Reads);
        assert_eq!(Bucket::of(&Method::HEAD, "/api/v1/media/{upload_id}/{name}"), Bucket::Reads);
    }
}
