//! Rooms and memberships.

use confluence_protocol::{
    Ban, Bans, CreateRoom, DeletedRooms, Directory, MarkRead, Member, Members, Membership, PatchMembership,
    PatchRoom, ReadState, Role, Room, RoomId, Rooms, SetBan, SetRole, StartDirect, UserId,
};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// Creates a room; the creator is its owner.
    pub async fn create_room(&self, room: &CreateRoom) -> Result<Room, Error> {
        self.get(self.ask(Method::POST, &["rooms"]).json(room)).await
    }

    /// The caller's rooms, the one with the newest message first.
    pub async fn rooms(&self) -> Result<Rooms, Error> {
        self.get(self.ask(Method::GET, &["rooms"])).await
    }

    /// A page of the public rooms, only those whose name matches `query` if one is given.
    pub async fn directory(&self, query: Option<&str>, cursor: Option<&str>) -> Result<Directory, Error> {
        let ask = self.ask(Method::GET, &["rooms", "directory"]);
        self.get(ask.query("query", query).query("cursor", cursor)).await
    }

    /// A room of the caller, or the card of a public room.
    pub async fn room(&self, id: RoomId) -> Result<Room, Error> {
        self.get(self.ask(Method::GET, &["rooms", &id.to_string()])).await
    }

    /// Changes a room. Moderators may change everything except its kind, which only owners may change.
    pub async fn update_room(&self, id: RoomId, patch: &PatchRoom) -> Result<Room, Error> {
        self.get(self.ask(Method::PATCH, &["rooms", &id.to_string()]).json(patch)).await
    }

    /// The deleted rooms that the user can restore.
    pub async fn deleted_rooms(&self) -> Result<DeletedRooms, Error> {
        self.get(self.ask(Method::GET, &["rooms", "deleted"])).await
    }

    /// Restores a room that an owner deleted; only owners may do this.
    pub async fn restore_room(&self, id: RoomId) -> Result<Room, Error> {
        self.get(self.ask(Method::POST, &["rooms", &id.to_string(), "restore"])).await
    }

    /// Deletes a room with everything in it; only owners may do this.
    pub async fn delete_room(&self, id: RoomId) -> Result<(), Error> {
        self.act(self.ask(Method::DELETE, &["rooms", &id.to_string()])).await
    }

    /// Joins a public room. Joining again changes nothing.
    pub async fn join(&self, id: RoomId) -> Result<Room, Error> {
        self.get(self.ask(Method::POST, &["rooms", &id.to_string(), "join"])).await
    }

    /// Leaves a room.
    pub async fn leave(&self, id: RoomId) -> Result<(), Error> {
        self.act(self.ask(Method::POST, &["rooms", &id.to_string(), "leave"])).await
    }

    /// A page of a room's members.
    pub async fn members(
        &self,
        id: RoomId,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Members, Error> {
        let ask = self.ask(Method::GET, &["rooms", &id.to_string(), "members"]);
        self.get(ask.query("cursor", cursor).query("limit", limit)).await
    }

    /// Gives a member a role. Owners give every role, moderators may only step down.
    pub async fn set_role(&self, id: RoomId, user: UserId, role: Role) -> Result<Member, Error> {
        let ask = self.ask(Method::PATCH, &["rooms", &id.to_string(), "members", &user.to_string()]);
        self.get(ask.json(&SetRole { role })).await
    }

    /// Removes somebody from a room.
    pub async fn remove_member(&self, id: RoomId, user: UserId) -> Result<(), Error> {
        self.act(self.ask(Method::DELETE, &["rooms", &id.to_string(), "members", &user.to_string()])).await
    }

    /// Bans somebody from a room.
    pub async fn ban(&self, id: RoomId, user: UserId, ban: &SetBan) -> Result<Ban, Error> {
        let ask = self.ask(Method::PUT, &["rooms", &id.to_string(), "bans", &user.to_string()]);
        self.get(ask.json(ban)).await
    }

    /// Lifts a ban.
    pub async fn unban(&self, id: RoomId, user: UserId) -> Result<(), Error> {
        self.act(self.ask(Method::DELETE, &["rooms", &id.to_string(), "bans", &user.to_string()])).await
    }

    /// A page of a room's bans.
    pub async fn bans(&self, id: RoomId, cursor: Option<&str>) -> Result<Bans, Error> {
        let ask = self.ask(Method::GET, &["rooms", &id.to_string(), "bans"]);
        self.get(ask.query("cursor", cursor)).await
    }

    /// The direct room of the caller and these people.
    pub async fn direct(&self, user_ids: Vec<UserId>) -> Result<Room, Error> {
        self.get(self.ask(Method::POST, &["direct"]).json(&StartDirect { user_ids })).await
    }

    /// Changes the caller's own settings for a room.
    pub async fn set_membership(&self, id: RoomId, patch: &PatchMembership) -> Result<Membership, Error> {
        let ask = self.ask(Method::PATCH, &["rooms", &id.to_string(), "membership"]);
        self.get(ask.json(patch)).await
    }

    /// Moves the caller's read mark.
    pub async fn mark_read(&self, id: RoomId, mark: MarkRead) -> Result<ReadState, Error> {
        self.get(self.ask(Method::PUT, &["rooms", &id.to_string(), "read"]).json(&mark)).await
    }
}
