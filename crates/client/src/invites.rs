//! Invites into rooms.

use confluence_protocol::{AcceptPreview, CreateInvite, Invite, InviteCode, Invites, Room, RoomId};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// Creates an invite into a room.
    pub async fn create_invite(&self, room: RoomId, invite: CreateInvite) -> Result<Invite, Error> {
        self.get(self.ask(Method::POST, &["rooms", &room.to_string(), "invites"]).json(&invite)).await
    }

    /// A page of a room's invites: those of the caller, or all of them for moderators.
    pub async fn invites(&self, room: RoomId, cursor: Option<&str>) -> Result<Invites, Error> {
        let ask = self.ask(Method::GET, &["rooms", &room.to_string(), "invites"]);
        self.get(ask.query("cursor", cursor)).await
    }

    /// Revokes an invite.
    pub async fn delete_invite(&self, room: RoomId, code: &InviteCode) -> Result<(), Error> {
        let path = ["rooms", &room.to_string(), "invites", code.as_str()];
        self.act(self.ask(Method::DELETE, &path)).await
    }

    /// Preview of the room that an invite leads to; needs no sign-in.
    pub async fn invite_card(&self, code: &InviteCode) -> Result<AcceptPreview, Error> {
        self.get(self.ask(Method::GET, &["invites", code.as_str()])).await
    }

    /// Accepts an invite and joins its room.
    pub async fn accept_invite(&self, code: &InviteCode) -> Result<Room, Error> {
        self.get(self.ask(Method::POST, &["invites", code.as_str(), "accept"])).await
    }
}
