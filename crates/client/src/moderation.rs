//! What moderators do and see, and reports to them.

use confluence_protocol::{
    CreateReport, Description, Member, MessageId, MessagesDeleted, PatchReport, Report, ReportId,
    ReportOutcome, ReportReceipt, ReportState, Reports, RoomActs, RoomId, Timestamp, UserId,
};
use reqwest::Method;

use crate::{Client, Error};

impl Client {
    /// A page of the acts of moderation in a room, newest first.
    pub async fn acts(&self, room: RoomId, cursor: Option<&str>) -> Result<RoomActs, Error> {
        let ask = self.ask(Method::GET, &["rooms", &room.to_string(), "acts"]);
        self.get(ask.query("cursor", cursor)).await
    }

    /// Reports a message to the moderators of its room.
    pub async fn report(
        &self,
        room: RoomId,
        id: MessageId,
        reason: Description,
    ) -> Result<ReportReceipt, Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string(), "report"];
        self.get(self.ask(Method::POST, &path).json(&CreateReport { reason })).await
    }

    /// A page of the reports in a room, newest first.
    pub async fn reports(
        &self,
        room: RoomId,
        state: Option<ReportState>,
        cursor: Option<&str>,
    ) -> Result<Reports, Error> {
        let ask = self.ask(Method::GET, &["rooms", &room.to_string(), "reports"]);
        self.get(ask.query("state", state.map(ReportState::as_str)).query("cursor", cursor)).await
    }

    /// Says what became of a report.
    pub async fn close_report(
        &self,
        room: RoomId,
        id: ReportId,
        state: ReportOutcome,
    ) -> Result<Report, Error> {
        let path = ["rooms", &room.to_string(), "reports", &id.to_string()];
        self.get(self.ask(Method::PATCH, &path).json(&PatchReport { state })).await
    }

    /// Deletes the messages that somebody sent since a moment.
    pub async fn delete_recent_messages(
        &self,
        room: RoomId,
        author: UserId,
        since: Timestamp,
        reason: Option<&str>,
    ) -> Result<MessagesDeleted, Error> {
        let path = ["rooms", &room.to_string(), "members", &author.to_string(), "messages"];
        self.get(self.ask(Method::DELETE, &path).query("since", Some(since)).query("reason", reason)).await
    }

    /// Deletes somebody else's message, with a reason for the other moderators.
    pub async fn delete_message_because(
        &self,
        room: RoomId,
        id: MessageId,
        reason: &str,
    ) -> Result<(), Error> {
        let path = ["rooms", &room.to_string(), "messages", &id.to_string()];
        self.act(self.ask(Method::DELETE, &path).query("reason", Some(reason))).await
    }

    /// Names a member as somebody who may post where only moderators may.
    pub async fn let_post(&self, room: RoomId, user: UserId) -> Result<Member, Error> {
        let path = ["rooms", &room.to_string(), "members", &user.to_string(), "may_post"];
        self.get(self.ask(Method::PUT, &path)).await
    }

    /// Takes that right back.
    pub async fn stop_posting(&self, room: RoomId, user: UserId) -> Result<(), Error> {
        let path = ["rooms", &room.to_string(), "members", &user.to_string(), "may_post"];
        self.act(self.ask(Method::DELETE, &path)).await
    }
}
