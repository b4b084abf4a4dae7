//! What members do to messages that stand: wording them anew, deleting, reacting, pinning.

use confluence_protocol::{EditMessage, Message, MessageBody, MessageId, ReactionCount, RoomId};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// Gives a message of mine another wording; the last edit of a message stands.
    pub async fn edit(&self, room: RoomId, id: MessageId, body: MessageBody) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.get(self.ask(Method::PATCH, &path).json(&EditMessage { body })).await
    }

    /// Makes a message a tombstone: its author and moderators. Deleting again changes nothing.
    pub async fn delete_message(&self, room: RoomId, id: MessageId) -> Result<(), Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.act(self.ask(Method::DELETE, &path)).await
    }

    /// Adds my reaction, one emoji. Adding it again changes nothing.
    pub async fn react(&self, room: RoomId, id: MessageId, emoji: &str) -> Result<ReactionCount, Error> {
        self.reaction(Method::PUT, room, id, emoji).await
    }

    /// Takes my reaction back. Where it is not, nothing changes.
    pub async fn unreact(&self, room: RoomId, id: MessageId, emoji: &str) -> Result<ReactionCount, Error> {
        self.reaction(Method::DELETE, room, id, emoji).await
    }

    /// Pins a message to its room: moderators, in direct rooms everybody.
    pub async fn pin(&self, room: RoomId, id: MessageId) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string(), "pin"];
        self.get(self.ask(Method::PUT, &path)).await
    }

    /// Takes the pin out again.
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
