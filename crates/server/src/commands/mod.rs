//! Use cases, one per file: each takes proof of the caller's rights and calls the store.
//!
//! Both `http` and `ws` call them, so that a check cannot be missing on one of the two paths. Commands know
//! nothing of the hub, requests or frames: they take proofs and parsed values, and return domain objects.

mod admin;
mod file;
mod gone;
mod message;
mod page;
mod person;
mod reason;
mod room;
mod session;
mod show_server;
mod until;

pub use admin::accounts::{
    NamedQuery, change_account, end_sessions, list_accounts, plan_account_deletion, restore_account,
};
pub use admin::elevate::{elevate, show_elevation};
pub use admin::password_link::{make_password_link, reset_password};
pub use admin::rooms::{
    list_all_invites, list_all_rooms, plan_room_deletion, restore_room, revoke_invite, set_room_owner,
};
pub use admin::settings::{change_settings, show_settings};
pub use admin::show::{AuditQuery, list_audit, list_open_reports, show_usage};
pub use file::read::{FilesQuery, invite_avatar, readable_avatar, readable_upload, room_files};
pub use file::resume::{Taken, begin_upload, progress, put_chunk};
pub use file::upload::{Announced, describe_upload, drop_upload, upload};
pub use message::edit::{RecentQuery, delete_message, delete_recent_messages, edit_message, show_history};
pub use message::keep::{list_pins, list_saved, pin_message, save_message, unpin_message, unsave_message};
pub use message::mark::{mark_read, move_mark};
pub use message::preview::dismiss_previews;
pub use message::reach::{list_marks, list_receipts, list_unseen, remind};
pub use message::react::{react, unreact};
pub use message::read::{ChangesQuery, MessagesQuery, list_changes, list_messages, show_message};
pub use message::send::{queue_message, send_message};
pub use page::PageQuery;
pub use person::account::{
    change_password, change_profile, delete_account, end_my_session, my_sessions, show_me,
};
pub use person::blocks::{block, list_blocks, unblock};
pub use person::email::{confirm_email, remove_email, request_reset, set_email, with_emails};
pub use person::find::{UsersQuery, find_users, show_profile};
pub use person::folders::{list_folders, set_folders};
pub use person::presence::set_presence;
pub use person::status::{clear_status, set_status};
pub use reason::ReasonQuery;
pub use room::acts::{ActsQuery, list_acts};
pub use room::bans::{ban, list_bans, unban};
pub use room::change::change_room;
pub use room::create::create_room;
pub use room::delete::{delete_room, deleted_rooms, undelete_room};
pub use room::direct::start_direct;
pub use room::enter::{join_room, leave_room, set_membership};
pub use room::find::{DirectoryQuery, directory, my_rooms, show_room};
pub use room::groups::{
    GroupsQuery, add_to_group, change_group, create_group, delete_group, list_group_people, list_groups,
    list_room_groups, remove_from_group,
};
pub use room::invite::{accept_invite, create_invite, delete_invite, list_invites, show_invite};
pub use room::members::{MembersQuery, list_members, remove_member, set_guest_until, set_may_post, set_role};
pub use room::reports::{ReportsQuery, close_report, list_reports, report};
pub use session::refresh::refresh;
pub use session::sign_in::sign_in;
pub use session::sign_out::sign_out;
pub use session::sign_up::sign_up;
pub use show_server::show_server;
