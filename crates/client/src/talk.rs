//! What members do with existing messages: edit, delete, react, pin.

use confluence_protocol::{EditMessage, Message, MessageBody, MessageId, ReactionCount, RoomId};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// Edits a message of the caller; the last edit wins.
    pub async fn edit(&self, room: RoomId, id: MessageId, body: MessageBody) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.get(self.ask(Method::PATCH, &path).json(&EditMessage { body })).await
    }

    /// Deletes a message, which leaves a tombstone. The author and moderators may do this; deleting again
    /// changes nothing.
    pub async fn delete_message(&self, room: RoomId, id: MessageId) -> Result<(), Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.act(self.ask(Method::DELETE, &path)).await
    }

    /// Adds a reaction of the caller, one emoji. Adding it again changes nothing.
    pub async fn react(&self, room: RoomId, id: MessageId, emoji: &str) -> Result<ReactionCount, Error> {
        self.reaction(Method::PUT, room, id, emoji).await
    }

    /// Removes a reaction of the caller. If there is none, nothing changes.
    pub async fn unreact(&self, room: RoomId, id: MessageId, emoji: &str) -> Result<ReactionCount, Error> {
        self.reaction(Method::DELETE, room, id, emoji).await
    }

    /// Pins a message to its room. Moderators may do this; in direct rooms everybody may.
    pub async fn pin(&self, room: RoomId, id: MessageId) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string(), "pin"];
        self.get(self.ask(Method::PUT, &path)).await
    }

    /// Unpins a message.
    pub async fn unpin(&self, room: RoomId, id: MessageId) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string(), "pin"];
        self.get(self.ask(Method::DELETE, &path)).await
    }

    async fn reaction(
        &self,
        method: Method,
        room: RoomId,
        id: MessageId,
        emoji: &str,
    ) -> Result<ReactionCount, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string(), "reactions", emoji];
        self.get(self.ask(method, &path)).await
    }
}
