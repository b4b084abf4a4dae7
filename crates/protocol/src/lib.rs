//! Every type that crosses a wire of Confluence, and its limits.
//!
//! Owns: ids, parsed values, the objects of the HTTP interface, the frames of the socket, error and
//! close codes, and the JSON form of each. Refuses: I/O, async code, SQL, and any rule about who may do
//! what. Every value of one of these types is valid.

mod admin;
mod audit;
mod backoff;
mod change;
mod frame;
#[cfg(test)]
mod golden;
mod media;
mod message;
mod person;
mod room;
mod server;
mod text;
#[cfg(test)]
mod typescript;
mod wire;

pub use admin::elevation::{Elevate, Elevation};
pub use admin::people::{
    AdminUser, AdminUsers, PasswordLink, PatchAdminUser, ResetPassword, SetSuspension, Suspension,
};
pub use admin::rooms::{AdminInvite, AdminInvites, AdminRoom, AdminRooms, NamedRoom, SetOwner};
pub use admin::settings::{AdminSettings, PatchAdminSettings};
pub use admin::usage::{PeopleUsage, RoomUsage, Usage, UsageDay};
pub use audit::{AuditAction, AuditEntry, AuditPage, RoomAct, RoomActs};
pub use backoff::Backoff;
pub use change::Change;
pub use frame::close::CloseCode;
pub use frame::incoming::{Authenticate, ClientFrame, FrameError, Ping, ReadMark, SetPresence, Typing};
pub use frame::outgoing::{MemberCard, ServerFrame};
pub use media::{
    BeginUpload, FileKind, PatchUpload, RoomFile, RoomFiles, UploadProgress, avatar_url, invite_avatar_url,
    media_url, thumbnail_url,
};
pub use message::page::{Changes, Direction, MessagesPage};
pub use message::{
    Attachment, EditMessage, History, HistoryEntry, Mark, Marks, Message, MessageKind, MessagesDeleted,
    NewMessage, NewRoomMessage, Pins, Preview, Reaction, ReactionCount, Reader, Receipts, ReplyQuote, Saved,
    Unseen,
};
pub use person::email::{RequestReset, SetEmail};
pub use person::group::{CreateGroup, Group, GroupPeople, Groups, PatchGroup};
pub use person::hours::{QuietHours, TimeOfDay, Weekday, ZoneName};
pub use person::presence::{OwnPresence, PresenceMode, SetPresenceMode};
pub use person::profile::{Blocks, Profile, SharedRoom};
pub use person::session::{
    ChangePassword, DeleteAccount, SessionInfo, Sessions, SignIn, SignUp, SignedIn, TokenPair, TokenRequest,
};
pub use person::user::{Me, PatchMe, PatchSettings, SetStatus, Status, User, UserRef, UserSettings, Users};
pub use room::folder::{Folder, Folders, SetFolder, SetFolders};
pub use room::invite::{AcceptPreview, CreateInvite, Invite, InviteRoom, Invites};
pub use room::report::{
    CreateReport, OpenReport, OpenReports, PatchReport, Report, ReportOutcome, ReportReceipt, ReportState,
    Reports,
};
pub use room::{
    Ban, Bans, CreateRoom, DeletedRoom, DeletedRooms, Directory, LeaveReason, MarkRead, Member, Members,
    Membership, Notify, PatchMembership, PatchRoom, Posting, Presence, ReadState, Role, Room, RoomKind,
    RoomSort, RoomSummary, Rooms, SetBan, SetGuestUntil, SetRole, StartDirect,
};
pub use server::{ServerInfo, ServerLimits, SignUpPolicy};
pub use text::characters::{has_visible, shown};
pub use text::emoji::Emoji;
pub use text::excerpt::{EXCERPT_SOURCE_CHARS, excerpt};
pub use text::grammar::{HERE, Reading, mentions_here, read as read_text};
pub use text::parsed::{
    AltText, Bio, Caption, Description, DisplayName, EmailAddress, FolderName, GroupName, MessageBody,
    NewPassword, RoomName, SearchText, StatusText, Username, plain_line,
};
pub use wire::error::{ErrorCode, FieldError, Problem, ValueError};
pub use wire::ids::{
    AuditId, FolderId, GroupId, InviteCode, InviteId, MessageId, ReportId, RoomId, SessionId, UploadId,
    UserId,
};
pub use wire::json::{JsonError, JsonValue, read_json, read_query};
pub use wire::limits::Limits;
pub use wire::nullable::Nullable;
pub use wire::time::Timestamp;
