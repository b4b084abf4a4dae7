//! Sending messages, and reading them by page, by change or one by one.

use confluence_protocol::{
    Changes, Direction, Message, MessageBody, MessageId, MessagesPage, NewMessage, RoomId,
};
use reqwest::{Method, StatusCode};

use crate::{Client, Error, http, new_message_id};

/// A message that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Current state of the message.
    pub message: Message,
    /// Whether this call stored it; otherwise an earlier one with the same id did.
    pub fresh: bool,
}

impl Client {
    /// Sends a message. It is durable when this returns; repeating the call with the same id is safe.
    pub async fn send(&self, room: RoomId, message: &NewMessage) -> Result<Sent, Error> {
        let ask = self.ask(Method::POST, &["rooms", &room.to_string(), "messages"]).json(message);
        let response = self.answer(ask).await?;
        let fresh = response.status() == StatusCode::CREATED;
        Ok(Sent { message: http::read(response).await?, fresh })
    }

    /// Sends a message with that body and a new id. If you must know the outcome after a broken connection,
    /// choose the id yourself and use [`Client::send`].
    pub async fn say(&self, room: RoomId, body: &str) -> Result<Message, Error> {
        self.send(room, &plain(body)?).await.map(|sent| sent.message)
    }

    /// A page of a room's messages, at most `limit` (default 50, maximum 200), by rising `seq`.
    pub async fn page(
        &self,
        room: RoomId,
        direction: Direction,
        limit: Option<u32>,
    ) -> Result<MessagesPage, Error> {
        let ask = self.ask(Method::GET, &["rooms", &room.to_string(), "messages"]);
        let ask = match direction {
            Direction::Newest => ask,
            Direction::Before(seq) => ask.query("before", Some(seq)),
            Direction::After(seq) => ask.query("after", Some(seq)),
            Direction::Around(seq) => ask.query("around", Some(seq)),
        };
        self.get(ask.query("limit", limit)).await
    }

    /// What changed in a room after version `since`.
    pub async fn changes(&self, room: RoomId, since: i64, epoch: Option<&str>) -> Result<Changes, Error> {
        let ask = self.ask(Method::GET, &["rooms", &room.to_string(), "changes"]);
        self.get(ask.query("since", Some(since)).query("epoch", epoch)).await
    }

    /// One message.
    pub async fn message(&self, room: RoomId, id: MessageId) -> Result<Message, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.get(self.ask(Method::GET, &path)).await
    }
}

/// A message of text only, with a new id.
pub fn plain(body: &str) -> Result<NewMessage, Error> {
    let body: MessageBody = body.parse().map_err(|error: confluence_protocol::ValueError| {
        let problem =
            confluence_protocol::Problem::new(confluence_protocol::ErrorCode::ValidationFailed, error.detail);
        Error::Refused { problem: Box::new(problem), retry_after: None }
    })?;
    Ok(NewMessage { id: new_message_id(), body, reply_to: None, attachments: Vec::new() })
}
