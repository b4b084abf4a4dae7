//! Rooms and memberships.

use confluence_protocol::{
    CreateRoom, Directory, MarkRead, Members, PatchRoom, ReadState, Room, RoomId, Rooms,
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

    /// Moves the caller's read mark.
    pub async fn mark_read(&self, id: RoomId, mark: MarkRead) -> Result<ReadState, Error> {
        self.get(self.ask(Method::PUT, &["rooms", &id.to_string(), "read"]).json(&mark)).await
    }
}
