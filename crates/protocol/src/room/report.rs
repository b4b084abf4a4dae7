//! Reports: members tell the moderators of a room about a message.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Description, MessageId, ReportId, RoomId, Timestamp, UserId, UserRef};

words!(
    /// What became of a report.
    ReportState {
        /// Nobody has dealt with it.
        Open = "open",
        /// A moderator acted on it.
        Done = "done",
        /// A moderator found nothing wrong.
        Dismissed = "dismissed",
    }
);

words!(
    /// What a moderator made of a report.
    ReportOutcome {
        /// Acted on it.
        Done = "done",
        /// Found nothing wrong.
        Dismissed = "dismissed",
    }
);

/// Body of `POST /rooms/{id}/messages/{message_id}/report`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CreateReport {
    /// What is wrong with the message, up to 500 characters; shown to moderators only.
    pub reason: Description,
}

/// Answer to a report: what its author may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportReceipt {
    /// Id of the report.
    pub id: ReportId,
    /// Message that was reported.
    pub message_id: MessageId,
    /// Reason, as first given.
    pub reason: String,
    /// When it was first reported.
    pub created_at: Timestamp,
}

/// A report, as moderators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Report {
    /// Id of the report.
    pub id: ReportId,
    /// Room of the message.
    pub room_id: RoomId,
    /// Message that was reported.
    pub message_id: MessageId,
    /// Position of the message in its room.
    pub message_seq: i64,
    /// Beginning of the message; empty if it is deleted by now.
    pub excerpt: String,
    /// Whether the message is deleted by now.
    pub deleted: bool,
    /// Author of the message.
    pub author: UserRef,
    /// Who reported it.
    pub reporter: UserRef,
    /// What they say is wrong with it.
    pub reason: String,
    /// When it was reported.
    pub created_at: Timestamp,
    /// What became of it.
    pub state: ReportState,
    /// Moderator who dealt with it; null while it is open.
    pub closed_by: Option<UserId>,
}

/// Reports in a room, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reports {
    /// A page of reports.
    pub reports: Vec<Report>,
    /// Number of open reports in the room, counted up to 100.
    pub open: i64,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// An open report as administrators see it. Of a private room, neither message, author nor reason is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OpenReport {
    /// Id of the report.
    pub id: ReportId,
    /// Room of the message.
    pub room_id: RoomId,
    /// Name of the room.
    pub room_name: String,
    /// Message that was reported; null outside of public rooms.
    pub message_id: Option<MessageId>,
    /// Author of the message; null outside of public rooms.
    pub author: Option<UserRef>,
    /// Beginning of the message; empty outside of public rooms.
    pub excerpt: String,
    /// What is wrong with it; empty outside of public rooms.
    pub reason: String,
    /// When it was reported.
    pub created_at: Timestamp,
}

/// Open reports of all rooms, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OpenReports {
    /// A page of reports.
    pub reports: Vec<OpenReport>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `PATCH /rooms/{id}/reports/{report_id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PatchReport {
    /// What became of it.
    pub state: ReportOutcome,
}
