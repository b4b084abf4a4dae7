// The wire types of Confluence, generated from crates/protocol: do not edit by hand.
// `UPDATE=1 cargo test -p confluence-protocol` regenerates this file.

/**
 * An invite as administrators see it: without its code, which admits to the room.
 */
export type AdminInvite = { 
/**
 * Id by which it can be revoked.
 */
id: InviteId, 
/**
 * Room that it leads to.
 */
room: NamedRoom, 
/**
 * User who created it; null if the room is private.
 */
created_by: UserRef | null, 
/**
 * When it was created.
 */
created_at: Timestamp, 
/**
 * When it expires; null for never.
 */
expires_at: Timestamp | null, 
/**
 * How many people may use it; null for any number.
 */
max_uses: number | null, 
/**
 * How many people have used it.
 */
uses: number, };

/**
 * Invites of all rooms, newest first; those that have expired or are used up included.
 */
export type AdminInvites = { 
/**
 * A page of invites.
 */
invites: Array<AdminInvite>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * A public or private room as administrators see it. Direct rooms are only counted, in [`crate::Usage`].
 */
export type AdminRoom = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Who can find and join it: `public` or `private`.
 */
kind: RoomKind, 
/**
 * Name of the room.
 */
name: string, 
/**
 * Number of members.
 */
member_count: number, 
/**
 * Number of messages that were ever sent, deleted ones included.
 */
message_count: number, 
/**
 * Size of the files in its messages, in bytes.
 */
storage_bytes: number, 
/**
 * Number of owners who are not suspended. If it is 0, a member can be made an owner.
 */
owner_count: number, 
/**
 * Owners of a public room, those of longest standing first: at most 10. Always empty for a private room.
 */
owners: Array<UserRef>, 
/**
 * When the room was created.
 */
created_at: Timestamp, 
/**
 * Whether it is archived.
 */
archived: boolean, 
/**
 * When it will be deleted; null if that is not planned. Until then it is hidden from everybody and can be
 * restored.
 */
delete_after: Timestamp | null, };

/**
 * Public and private rooms, by name.
 */
export type AdminRooms = { 
/**
 * A page of rooms.
 */
rooms: Array<AdminRoom>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Settings of the server. Those set here take precedence over the environment.
 */
export type AdminSettings = { 
/**
 * Who may create an account.
 */
sign_up: SignUpPolicy, 
/**
 * Who may create an account if this is not set here: the environment's `SIGN_UP`.
 */
sign_up_default: SignUpPolicy, 
/**
 * Public rooms that every new account joins.
 */
default_room_ids: Array<RoomId>, 
/**
 * The same rooms with their names, in the same order.
 */
default_rooms: Array<NamedRoom>, };

/**
 * An account as administrators see it.
 */
export type AdminUser = { 
/**
 * When one of its sessions was last started or refreshed; null if that was more than about 30 days ago.
 */
last_seen_at: Timestamp | null, 
/**
 * Size of its files, in bytes.
 */
storage_bytes: number, 
/**
 * Number of sessions in which it is signed in.
 */
sessions: number, 
/**
 * Number of public and private rooms that it owns, alone or with others.
 */
rooms_owned: number, 
/**
 * Its suspension; null if it is not suspended.
 */
suspended: Suspension | null, 
/**
 * When it will be deleted; null if that is not planned. Until then it is suspended and can be restored.
 */
delete_after: Timestamp | null, 
/**
 * Id of the account.
 */
id: UserId, 
/**
 * Unique handle; empty if the account is deleted.
 */
username: string, 
/**
 * Name shown to others.
 */
display_name: string, 
/**
 * A few words about the person.
 */
bio: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account administers the server.
 */
is_admin: boolean, 
/**
 * Whether the account belongs to a program.
 */
is_bot: boolean, 
/**
 * Whether the account was deleted.
 */
deleted: boolean, 
/**
 * When the account was created.
 */
created_at: Timestamp, 
/**
 * Their status; null if they have none.
 */
status: Status | null, 
/**
 * Until when the account is a guest of one room; after that it cannot sign in. Absent if it is not a guest.
 */
guest_until?: Timestamp, };

/**
 * Accounts, by username.
 */
export type AdminUsers = { 
/**
 * A page of accounts.
 */
users: Array<AdminUser>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * A file's alternative text, for people who cannot see it: at most 1,000 characters; may contain line
 * breaks.
 */
export type AltText = string;

/**
 * A file in a message, or an upload that is not in a message yet.
 */
export type Attachment = { 
/**
 * Id of the upload.
 */
id: UploadId, 
/**
 * File name, for display.
 */
name: string, 
/**
 * Text shown under the file; often empty.
 */
caption: string, 
/**
 * Alternative text for people who cannot see the file; often empty.
 */
alt: string, 
/**
 * Media type, as detected by the server.
 */
content_type: string, 
/**
 * Size in bytes.
 */
size: number, 
/**
 * Width in pixels, for images and videos.
 */
width: number | null, 
/**
 * Height in pixels, for images and videos.
 */
height: number | null, 
/**
 * Thumbhash of the picture (a tiny blurred preview), in base64.
 */
thumbhash: string | null, 
/**
 * Duration in seconds, for audio and video.
 */
duration: number | null, 
/**
 * Whether it may still contain metadata about its author, place or device, because the server could not
 * remove it.
 */
metadata_kept: boolean, 
/**
 * URL of the file.
 */
url: string, 
/**
 * URL of a thumbnail, if there is one.
 */
thumbnail_url: string | null, };

/**
 * What was done.
 */
export type AuditAction = "member.removed" | "member.banned" | "member.suspended" | "ban.lifted" | "role.changed" | "posting.granted" | "posting.revoked" | "posting.changed" | "slow_mode.changed" | "room.kind_changed" | "room.archived" | "room.restored" | "room.deleted" | "message.deleted" | "messages.deleted" | "invite.created" | "invite.revoked" | "guest.until_set" | "guest.promoted" | "report.done" | "report.dismissed" | "sign_in.failed" | "admin.elevated" | "admin.added" | "admin.removed" | "user.suspended" | "user.reinstated" | "user.deleted" | "user.restored" | "sessions.ended" | "password.link_made" | "password.reset" | "email.changed" | "email.removed" | "room.undeleted" | "room.owner_set" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "settings.changed";

/**
 * An entry of the audit log.
 */
export type AuditEntry = { 
/**
 * Id of the entry.
 */
id: AuditId, 
/**
 * When it was done.
 */
at: Timestamp, 
/**
 * Who did it; null for the server itself and its operator, and if `private`.
 */
actor: UserRef | null, 
/**
 * What was done.
 */
action: AuditAction, 
/**
 * Room in which it was done, even if the room is deleted by now; null outside of rooms.
 */
room_id: RoomId | null, 
/**
 * Name of the room; null outside of rooms and in rooms that are deleted, empty in direct rooms.
 */
room_name: string | null, 
/**
 * To whom it was done; null if not to a person, and if `private`.
 */
target: UserRef | null, 
/**
 * More about it, see the action; may be empty, and is if `private`.
 */
detail: string, 
/**
 * Whether people did it in a room that was private or direct then; they are not named.
 */
private: boolean, };

/**
 * An entry of the audit log.
 */
export type AuditId = string;

/**
 * Entries of the audit log, newest first.
 */
export type AuditPage = { 
/**
 * A page of entries. With a filter it may be short or empty although there are more.
 */
entries: Array<AuditEntry>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * The first frame if the upgrade request carried no credential.
 */
export type Authenticate = { 
/**
 * An access token.
 */
token: string, };

/**
 * A ban: somebody who may not join a room.
 */
export type Ban = { 
/**
 * Account that is banned.
 */
user: UserRef, 
/**
 * Reason; empty if none was given.
 */
reason: string, 
/**
 * Moderator who banned them.
 */
created_by: UserId, 
/**
 * When they were banned.
 */
created_at: Timestamp, 
/**
 * When the ban ends; null if it has no end.
 */
until: Timestamp | null, };

/**
 * Bans of a room, newest first.
 */
export type Bans = { 
/**
 * A page of bans.
 */
bans: Array<Ban>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Body of `POST /uploads/resumable`.
 */
export type BeginUpload = { 
/**
 * Size of the whole file in bytes.
 */
size: number, 
/**
 * Media type as the sender claims; the server detects the type itself.
 */
content_type?: string, };

/**
 * A person's bio: at most 280 characters; may contain line breaks.
 */
export type Bio = string;

/**
 * People whom the caller blocks, the one blocked last first.
 */
export type Blocks = { 
/**
 * All of them: at most 1,000.
 */
users: Array<UserRef>, };

/**
 * A file's caption: at most 500 characters; may contain line breaks.
 */
export type Caption = string;

/**
 * Body of `PUT /me/password`.
 */
export type ChangePassword = { 
/**
 * Current password.
 */
current_password: string, 
/**
 * New password.
 */
new_password: NewPassword, };

/**
 * What changed in a room since a version, from one snapshot.
 */
export type Changes = { 
/**
 * Changes when a restore rewinds history.
 */
epoch: string, 
/**
 * Room version of the snapshot.
 */
version: number, 
/**
 * Messages that changed, in their current state, by version.
 */
messages: Array<Message>, 
/**
 * Whether members joined, left or changed role.
 */
members_changed: boolean, 
/**
 * The room, with the caller's membership.
 */
room: Room, 
/**
 * Whether the client must drop its copy of the room and load the newest page.
 */
reset: boolean, };

/**
 * A frame from a client: one JSON object with a `type`.
 *
 * Only [`ClientFrame::parse`] reads it.
 */
export type ClientFrame = { "type": "authenticate" } & Authenticate | { "type": "send" } & NewRoomMessage | { "type": "read" } & ReadMark | { "type": "typing" } & Typing | { "type": "presence" } & SetPresence | { "type": "ping" } & Ping;

/**
 * Form for making a group.
 */
export type CreateGroup = { 
/**
 * Name after the `@`; neither a username nor reserved.
 */
handle: Username, 
/**
 * Name that people see.
 */
name: GroupName, };

/**
 * Body of `POST /rooms/{id}/invites`.
 */
export type CreateInvite = { 
/**
 * Seconds until it expires: a week if absent, never if null.
 */
expires_in?: number | null, 
/**
 * How many people may use it; any number if null or absent.
 */
max_uses?: number | null, 
/**
 * Makes it an invite for guests: whoever signs up with it sees this room only, until then. In the future, at most
 * a year from now; moderators and owners only.
 */
guest_until?: Timestamp, };

/**
 * Body of `POST /rooms/{id}/messages/{message_id}/report`.
 */
export type CreateReport = { 
/**
 * What is wrong with the message, up to 500 characters; shown to moderators only.
 */
reason: Description, };

/**
 * Body of `POST /rooms`.
 */
export type CreateRoom = { 
/**
 * Name of the room.
 */
name: RoomName, 
/**
 * Description of the room.
 */
description?: Description, 
/**
 * Kind of the room: `public` if absent; `direct` is refused here.
 */
kind?: RoomKind, };

/**
 * Body of `DELETE /me`.
 */
export type DeleteAccount = { 
/**
 * Current password, as confirmation.
 */
password: string, };

/**
 * A room that an owner has deleted, and that its owners can still restore.
 */
export type DeletedRoom = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * `public` or `private`.
 */
kind: RoomKind, 
/**
 * Name of the room.
 */
name: string, 
/**
 * Number of members when it was deleted.
 */
member_count: number, 
/**
 * When it was deleted.
 */
deleted_at: Timestamp, 
/**
 * Until when it can be restored; then it is deleted for good.
 */
delete_after: Timestamp, };

/**
 * The deleted rooms that the caller can restore, the newest deletion first: at most 100.
 */
export type DeletedRooms = { 
/**
 * All of them.
 */
rooms: Array<DeletedRoom>, };

/**
 * A room's description: at most 500 characters; may contain line breaks.
 */
export type Description = string;

/**
 * Public rooms.
 */
export type Directory = { 
/**
 * A page of public rooms. A search may fill it only in part, even if there are more.
 */
rooms: Array<Room>, 
/**
 * Cursor of the next page, of the same search in the same order; null on the last one.
 */
next_cursor: string | null, };

/**
 * A display name: 1–64 characters, NFKC, without invisible or direction-changing characters.
 */
export type DisplayName = string;

/**
 * Body of `PATCH /rooms/{id}/messages/{mid}`.
 */
export type EditMessage = { 
/**
 * New source text.
 */
body: MessageBody, };

/**
 * Body of `POST /admin/elevate`.
 */
export type Elevate = { 
/**
 * Password of the caller's account.
 */
password: string, };

/**
 * Whether the caller's session may make changes.
 */
export type Elevation = { 
/**
 * When the elevation ends; null if the session is not elevated.
 */
until: Timestamp | null, };

/**
 * An e-mail address: at most 254 ASCII characters, without comments, quotes or a display name. Kept as written,
 * compared by [`EmailAddress::folded`].
 */
export type EmailAddress = string;

/**
 * One emoji of the Unicode standard, including skin tones and joined sequences, fully qualified.
 */
export type Emoji = string;

/**
 * Why a request was refused or failed. The code is stable; clients may branch on it.
 */
export type ErrorCode = "malformed_json" | "malformed_request" | "unauthenticated" | "invalid_credentials" | "session_ended" | "forbidden" | "elevation_required" | "account_suspended" | "guest_ended" | "not_a_member" | "posting_restricted" | "banned" | "archived" | "bad_origin" | "cannot_message" | "sign_up_closed" | "not_found" | "room_not_found" | "message_not_found" | "user_not_found" | "group_not_found" | "invite_not_found" | "upload_not_found" | "method_not_allowed" | "username_taken" | "handle_taken" | "id_conflict" | "last_owner" | "last_admin" | "direct_room" | "has_owner" | "deleted" | "already_attached" | "invite_expired" | "reset_expired" | "email_link_expired" | "too_large" | "unsupported_media_type" | "validation_failed" | "limit_reached" | "unsupported" | "rate_limited" | "slow_mode" | "internal" | "unavailable" | "storage_full" | "unknown_type";

/**
 * One field of a request that is not valid.
 */
export type FieldError = { 
/**
 * The path of the field, such as `name` or `attachments[0]`; empty for the body itself.
 */
field: string, 
/**
 * Stable code: `required`, `unknown_field`, `repeated`, `too_short`, `too_long`, `too_many`,
 * `invalid_characters`, `reserved` or `invalid`. If the code of the problem is not `validation_failed`,
 * the code of the problem.
 */
code: string, 
/**
 * Explanation for people.
 */
detail: string, };

/**
 * A folder of the caller.
 */
export type Folder = { 
/**
 * Id chosen by the client that created it; unique among the caller's folders.
 */
id: FolderId, 
/**
 * Name of the folder.
 */
name: string, 
/**
 * Rooms in the folder, in the caller's order; only rooms that the caller is in.
 */
room_ids: Array<RoomId>, };

/**
 * A folder of rooms. Chosen by a client of its owner and unique among the owner's folders.
 */
export type FolderId = string;

/**
 * A folder's name: 1–40 characters, NFKC, without invisible or direction-changing characters.
 */
export type FolderName = string;

/**
 * Folders of the caller, in the caller's order.
 */
export type Folders = { 
/**
 * All folders.
 */
folders: Array<Folder>, };

/**
 * A set of people whom one handle mentions.
 */
export type Group = { 
/**
 * Id of the group.
 */
id: GroupId, 
/**
 * Room whose owners made it; null for a group of the server.
 */
room_id: RoomId | null, 
/**
 * Name after the `@`, by the rules for usernames.
 */
handle: Username, 
/**
 * Name that people see.
 */
name: GroupName, 
/**
 * Number of people in it.
 */
people: number, };

/**
 * A group of people whom one handle mentions.
 */
export type GroupId = string;

/**
 * A group's name: 1–80 characters, NFKC, without invisible or direction-changing characters.
 */
export type GroupName = string;

/**
 * The people in a group, by name.
 */
export type GroupPeople = { 
/**
 * All of them.
 */
people: Array<UserRef>, };

/**
 * Groups in the order of their handles.
 */
export type Groups = { 
/**
 * All of them.
 */
groups: Array<Group>, };

/**
 * Edit history of a message.
 */
export type History = { 
/**
 * Its versions: the original first, the current one last.
 */
edits: Array<HistoryEntry>, };

/**
 * One version of a message in its edit history.
 */
export type HistoryEntry = { 
/**
 * Source text of that version.
 */
body: string, 
/**
 * When it was written.
 */
edited_at: Timestamp, };

/**
 * An invite, as shown to people who may share it.
 */
export type Invite = { 
/**
 * Secret code.
 */
code: InviteCode, 
/**
 * Link that contains the code.
 */
url: string, 
/**
 * Room that it leads to.
 */
room_id: RoomId, 
/**
 * User who created it.
 */
created_by: UserId, 
/**
 * When it was created.
 */
created_at: Timestamp, 
/**
 * When it expires; null for never.
 */
expires_at: Timestamp | null, 
/**
 * How many people may use it; null for any number.
 */
max_uses: number | null, 
/**
 * How many people have used it.
 */
uses: number, 
/**
 * Until when those who sign up with it are guests of the room. Absent if they are not guests.
 */
guest_until?: Timestamp, };

/**
 * What the holder of a code can see before accepting the invite, signed in or not.
 */
export type InviteCard = { 
/**
 * Room that it leads to.
 */
room: InviteRoom, 
/**
 * User who created the invite.
 */
inviter: UserRef, 
/**
 * Until when somebody who signs up with it is a guest of the room. Absent if they are not a guest.
 */
guest_until?: Timestamp, };

/**
 * The secret of an invite link: URL-safe characters that carry at least 80 random bits.
 *
 * Any short text of these characters parses, so that a wrong guess is answered like an unknown code.
 */
export type InviteCode = string;

/**
 * An invite, without giving away its code.
 */
export type InviteId = string;

/**
 * A room as an invite shows it.
 */
export type InviteRoom = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Name of the room.
 */
name: string, 
/**
 * Description of the room.
 */
description: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Number of members.
 */
member_count: number, };

/**
 * Invites of a room, newest first.
 */
export type Invites = { 
/**
 * A page of the caller's invites; moderators see everybody's.
 */
invites: Array<Invite>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Why somebody is no longer in a room.
 */
export type LeaveReason = "left" | "removed" | "banned" | "deleted";

/**
 * Read mark of a member.
 */
export type Mark = { 
/**
 * Account of the member.
 */
user: UserRef, 
/**
 * Position of the last message read; 0 for none.
 */
seq: number, 
/**
 * When the mark last moved.
 */
at: Timestamp, };

/**
 * Body of `PUT /rooms/{id}/read`.
 */
export type MarkRead = { 
/**
 * Position of the last message read; anything beyond the newest message counts as the newest.
 */
seq: number, 
/**
 * Whether the mark may move back ("mark unread").
 */
force?: boolean, };

/**
 * How far the other members have read, in a room small enough to show read marks beside the messages.
 */
export type Marks = { 
/**
 * One mark for each person, the latest reader first.
 */
marks: Array<Mark>, };

/**
 * The caller's own account.
 */
export type Me = { 
/**
 * Settings, which only the owner sees.
 */
settings: UserSettings, 
/**
 * The presence that they chose.
 */
presence: OwnPresence, 
/**
 * Whether they are not to be disturbed now: their devices raise no notifications. Absent if not.
 */
do_not_disturb?: boolean, 
/**
 * Confirmed e-mail address, which nobody else sees. Absent if there is none.
 */
email?: string, 
/**
 * Address that waits for its confirmation. Absent if there is none.
 */
pending_email?: string, 
/**
 * Id of the account.
 */
id: UserId, 
/**
 * Unique handle; empty if the account is deleted.
 */
username: string, 
/**
 * Name shown to others.
 */
display_name: string, 
/**
 * A few words about the person.
 */
bio: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account administers the server.
 */
is_admin: boolean, 
/**
 * Whether the account belongs to a program.
 */
is_bot: boolean, 
/**
 * Whether the account was deleted.
 */
deleted: boolean, 
/**
 * When the account was created.
 */
created_at: Timestamp, 
/**
 * Their status; null if they have none.
 */
status: Status | null, 
/**
 * Until when the account is a guest of one room; after that it cannot sign in. Absent if it is not a guest.
 */
guest_until?: Timestamp, };

/**
 * A member as the list of members shows them.
 */
export type Member = { 
/**
 * Account of the member.
 */
user: UserRef, 
/**
 * The member's role.
 */
role: Role, 
/**
 * When they joined.
 */
joined_at: Timestamp, 
/**
 * Whether they are online now.
 */
presence: Presence, 
/**
 * Whether they were named as somebody who may post where only moderators may. Absent if not.
 */
may_post?: boolean, 
/**
 * Whether they are not to be disturbed. Absent if not.
 */
do_not_disturb?: boolean, 
/**
 * Until when they are a guest of the room. Absent if they are not a guest.
 */
guest_until?: Timestamp, };

/**
 * A member as events show them.
 */
export type MemberCard = { 
/**
 * Account of the member.
 */
user: UserRef, 
/**
 * The member's role in the room.
 */
role: Role, 
/**
 * When they joined.
 */
joined_at: Timestamp, 
/**
 * Whether they were named as somebody who may post where only moderators may. Absent if not.
 */
may_post?: boolean, 
/**
 * Until when they are a guest of the room. Absent if they are not a guest.
 */
guest_until?: Timestamp, };

/**
 * Members of a room: owners, then moderators, then members, each in the order in which they joined.
 */
export type Members = { 
/**
 * A page of members.
 */
members: Array<Member>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Membership of the caller in a room.
 */
export type Membership = { 
/**
 * Role of the caller.
 */
role: Role, 
/**
 * When the caller joined.
 */
joined_at: Timestamp, 
/**
 * Read mark: position of the last message read.
 */
last_read_seq: number, 
/**
 * Undeleted messages of others after the mark, counted up to 100.
 */
unread: number, 
/**
 * Those of them that mention the caller, counted up to 100.
 */
mentions: number, 
/**
 * Notification level of the caller.
 */
notify: Notify, 
/**
 * Whether the caller was named as somebody who may post where only moderators may. Absent if not.
 */
may_post?: boolean, 
/**
 * Whether the caller closed this direct room, or was never written to in it: lists leave it out until
 * somebody writes. Absent if not.
 */
closed?: boolean, 
/**
 * Whether the caller keeps the room among their favourites. Absent if not.
 */
favourite?: boolean, };

/**
 * The current state of a message. A deleted message is a tombstone: no body, nothing attached, `deleted_at`
 * set.
 */
export type Message = { 
/**
 * Chosen by the sender; unique within the room.
 */
id: MessageId, 
/**
 * Room of the message.
 */
room_id: RoomId, 
/**
 * Position in the room: the n-th message has `seq` n, which never changes.
 */
seq: number, 
/**
 * Room version of this message's last change.
 */
version: number, 
/**
 * Author of the message.
 */
author: UserRef, 
/**
 * What the message is, if it is not a text that its author wrote. Absent for ordinary messages.
 */
kind?: MessageKind, 
/**
 * Source text. With a `kind`, an English text for clients that do not know the kind; clients that do show
 * words of their own in the language of the reader.
 */
body: string, 
/**
 * When it was stored.
 */
created_at: Timestamp, 
/**
 * When it was last edited.
 */
edited_at: Timestamp | null, 
/**
 * When it was deleted.
 */
deleted_at: Timestamp | null, 
/**
 * The message that this one replies to, in its current state.
 */
reply_to: ReplyQuote | null, 
/**
 * Attached files.
 */
attachments: Array<Attachment>, 
/**
 * Reactions in the order in which each emoji was first used.
 */
reactions: Array<Reaction>, 
/**
 * Members whom it mentions.
 */
mentions: Array<UserId>, 
/**
 * Whether it mentions `@room` and its author was allowed to.
 */
mentions_room: boolean, 
/**
 * Names in its text that mentioned several members when it was written or edited: handles of groups, and
 * `here`. The members themselves are in `mentions`. Absent if there are none.
 */
mentions_groups?: Array<string>, 
/**
 * Preview cards of its links.
 */
previews: Array<Preview>, 
/**
 * When it was pinned to the room; null while it is not pinned.
 */
pinned_at: Timestamp | null, };

/**
 * The source of a message: at most 16,000 characters, kept as written. It may be empty if the message
 * has attachments; see [`crate::NewMessage::check`].
 */
export type MessageBody = string;

/**
 * A message. Chosen by its sender and unique within its room; the idempotency key of the send.
 */
export type MessageId = string;

/**
 * What a message is, if it is not a text that its author wrote.
 */
export type MessageKind = "reminder";

/**
 * Answer to `DELETE /rooms/{id}/members/{user_id}/messages`.
 */
export type MessagesDeleted = { 
/**
 * Number of messages that this call deleted.
 */
deleted: number, 
/**
 * Whether there are more: repeat the call.
 */
more: boolean, };

/**
 * A page of a room's messages.
 */
export type MessagesPage = { 
/**
 * Messages by rising `seq`.
 */
messages: Array<Message>, 
/**
 * Whether there are earlier messages.
 */
has_before: boolean, 
/**
 * Whether there are later messages.
 */
has_after: boolean, 
/**
 * Room version when the page was read.
 */
version: number, 
/**
 * Changes when a restore rewinds history.
 */
epoch: string, };

/**
 * A room by its name.
 */
export type NamedRoom = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Name of the room.
 */
name: string, 
/**
 * Who can find and join it.
 */
kind: RoomKind, };

/**
 * Body of `POST /rooms/{id}/messages`.
 */
export type NewMessage = { 
/**
 * Chosen by the sender: the idempotency key.
 */
id: MessageId, 
/**
 * Source text; may be empty if there are attachments.
 */
body: MessageBody, 
/**
 * Message of the same room that it replies to.
 */
reply_to?: MessageId, 
/**
 * Uploads of the sender, to be attached.
 */
attachments?: Array<UploadId>, };

/**
 * A new password: 8–256 characters, verbatim. Common and repetitive ones are refused, and so is the
 * username: [`NewPassword::check_for`].
 */
export type NewPassword = string;

/**
 * The `send` frame: a [`NewMessage`] and its room.
 */
export type NewRoomMessage = { 
/**
 * Chosen by the sender: the idempotency key.
 */
id: MessageId, 
/**
 * Room to post in.
 */
room_id: RoomId, 
/**
 * Source text; may be empty if there are attachments.
 */
body: MessageBody, 
/**
 * Message of the same room that it replies to.
 */
reply_to?: MessageId, 
/**
 * Uploads of the sender, to be attached.
 */
attachments?: Array<UploadId>, };

/**
 * Notification level for a room.
 */
export type Notify = "all" | "mentions" | "none";

/**
 * An open report as administrators see it. Of a private room, neither message, author nor reason is in it.
 */
export type OpenReport = { 
/**
 * Id of the report.
 */
id: ReportId, 
/**
 * Room of the message.
 */
room_id: RoomId, 
/**
 * Name of the room.
 */
room_name: string, 
/**
 * Message that was reported; null outside of public rooms.
 */
message_id: MessageId | null, 
/**
 * Author of the message; null outside of public rooms.
 */
author: UserRef | null, 
/**
 * Beginning of the message; empty outside of public rooms.
 */
excerpt: string, 
/**
 * What is wrong with it; empty outside of public rooms.
 */
reason: string, 
/**
 * When it was reported.
 */
created_at: Timestamp, };

/**
 * Open reports of all rooms, newest first.
 */
export type OpenReports = { 
/**
 * A page of reports.
 */
reports: Array<OpenReport>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * The presence that the caller chose. Once `until` has passed, the mode is `auto` again.
 */
export type OwnPresence = { 
/**
 * The mode.
 */
mode: PresenceMode, 
/**
 * When it ends; null if it has no end.
 */
until: Timestamp | null, };

/**
 * A link with which its holder sets a new password, once.
 */
export type PasswordLink = { 
/**
 * The link: a page of the web client, `/reset/{token}`. It is shown this once; the server keeps a hash.
 */
url: string, 
/**
 * When it expires.
 */
expires_at: Timestamp, };

/**
 * Body of `PATCH /admin/settings`; absent fields stay unchanged.
 */
export type PatchAdminSettings = { 
/**
 * Who may create an account from now on; null returns to the environment's setting.
 */
sign_up?: SignUpPolicy | null, 
/**
 * Public rooms that every new account joins from now on: at most 20, each once.
 */
default_room_ids?: Array<RoomId>, };

/**
 * Body of `PATCH /admin/users/{id}`; absent fields stay unchanged.
 */
export type PatchAdminUser = { 
/**
 * Whether the account administers the server from now on.
 */
is_admin?: boolean, 
/**
 * Suspends the account or replaces its suspension; null ends it.
 */
suspended?: SetSuspension | null, 
/**
 * Only null: turns a guest into a full account.
 */
guest_until?: null, };

/**
 * Changes of a group; absent fields stay.
 */
export type PatchGroup = { 
/**
 * New name after the `@`; neither a username nor reserved.
 */
handle?: Username, 
/**
 * New name that people see.
 */
name?: GroupName, };

/**
 * Body of `PATCH /me`; absent fields stay unchanged.
 */
export type PatchMe = { 
/**
 * New display name.
 */
display_name?: DisplayName, 
/**
 * New bio.
 */
bio?: Bio, 
/**
 * Upload of the caller to use as avatar; null removes the avatar.
 */
avatar_upload_id?: string | null, 
/**
 * Changes of settings.
 */
settings?: PatchSettings, };

/**
 * Body of `PATCH /rooms/{id}/membership`; absent fields stay unchanged.
 */
export type PatchMembership = { 
/**
 * New notification level.
 */
notify?: Notify, 
/**
 * Whether lists leave the room out until somebody writes in it; only for direct rooms.
 */
closed?: boolean, 
/**
 * Whether the room is among the caller's favourites: at most 100.
 */
favourite?: boolean, };

/**
 * Body of `PATCH /rooms/{id}/reports/{report_id}`.
 */
export type PatchReport = { 
/**
 * What became of it.
 */
state: ReportOutcome, };

/**
 * Body of `PATCH /rooms/{id}`; absent fields stay unchanged.
 */
export type PatchRoom = { 
/**
 * New name.
 */
name?: RoomName, 
/**
 * New description.
 */
description?: Description, 
/**
 * Who may post from now on.
 */
posting?: Posting, 
/**
 * Seconds that plain members wait between two messages from now on, 0–3,600.
 */
slow_mode_seconds?: number, 
/**
 * Whether the room is archived from now on; only owners may change this.
 */
archived?: boolean, 
/**
 * Upload of the caller to use as avatar; null removes the avatar.
 */
avatar_upload_id?: string | null, 
/**
 * Who can find and join it from now on; only owners may change this.
 */
kind?: RoomKind, };

/**
 * Changes of settings; absent fields stay unchanged.
 */
export type PatchSettings = { 
/**
 * Whether others see how far this person has read.
 */
read_receipts?: boolean, 
/**
 * Time zone, by its name in the IANA database; null removes it.
 */
time_zone?: string | null, 
/**
 * Whether people who share a room with them see their local time.
 */
share_local_time?: boolean, 
/**
 * All quiet hours: at most 14.
 */
quiet_hours?: Array<QuietHours>, };

/**
 * Body of `PATCH /uploads/{id}`; absent fields stay unchanged.
 */
export type PatchUpload = { 
/**
 * Text shown under the file.
 */
caption?: Caption, 
/**
 * Alternative text for people who cannot see the file.
 */
alt?: AltText, };

/**
 * Number of accounts; deleted ones do not count.
 */
export type PeopleUsage = { 
/**
 * All accounts.
 */
total: number, 
/**
 * Those that are suspended now.
 */
suspended: number, 
/**
 * Those that used a session within the last day.
 */
active_1_day: number, 
/**
 * Those that used a session within the last 7 days.
 */
active_7_days: number, 
/**
 * Those that used a session within the last 30 days.
 */
active_30_days: number, };

/**
 * Request for a `pong`.
 */
export type Ping = { 
/**
 * Returned in the `pong`; at most 100 bytes.
 */
id?: string, };

/**
 * Pinned messages of a room, the most recently pinned first.
 */
export type Pins = { 
/**
 * All pinned messages; a room has at most 100.
 */
messages: Array<Message>, 
/**
 * Always null: there is only one page.
 */
next_cursor: string | null, };

/**
 * Who may post in a room.
 */
export type Posting = "everyone" | "moderators";

/**
 * Whether a person is online.
 */
export type Presence = "active" | "idle" | "offline";

/**
 * How a person chose to appear.
 */
export type PresenceMode = "auto" | "away" | "do_not_disturb";

/**
 * Preview card of a link in a message.
 */
export type Preview = { 
/**
 * URL of the link.
 */
url: string, 
/**
 * Title of the page: plain text on one line, at most 200 characters.
 */
title: string, 
/**
 * Description of the page: plain text on one line, at most 400 characters; may be empty.
 */
description: string, 
/**
 * Name of the site: plain text on one line, at most 80 characters; may be empty.
 */
site_name: string, };

/**
 * A problem document (RFC 9457), sent as `application/problem+json`.
 */
export type Problem = { 
/**
 * Always `about:blank`: the code identifies the problem.
 */
type: string, 
/**
 * Short title, the same for every occurrence of the code.
 */
title: string, 
/**
 * HTTP status of the response.
 */
status: number, 
/**
 * Stable error code.
 */
code: ErrorCode, 
/**
 * Explanation for people.
 */
detail: string, 
/**
 * Fields that are not valid: at least one if the status is 422, none otherwise.
 */
errors?: Array<FieldError>, };

/**
 * Somebody's profile, as the caller may see it.
 */
export type Profile = { 
/**
 * Whether they are online now, if the caller shares a room with them, and otherwise `offline`.
 */
presence: Presence, 
/**
 * Whether they are not to be disturbed; shown like `presence`. Absent if not.
 */
do_not_disturb?: boolean, 
/**
 * Minutes that their clock is ahead of UTC now, if they share it and the caller shares a room with them.
 * Absent if not.
 */
local_time_offset?: number, 
/**
 * Public and private rooms that both are in, by name: at most 100.
 */
shared_rooms: Array<SharedRoom>, 
/**
 * Id of the account.
 */
id: UserId, 
/**
 * Unique handle; empty if the account is deleted.
 */
username: string, 
/**
 * Name shown to others.
 */
display_name: string, 
/**
 * A few words about the person.
 */
bio: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account administers the server.
 */
is_admin: boolean, 
/**
 * Whether the account belongs to a program.
 */
is_bot: boolean, 
/**
 * Whether the account was deleted.
 */
deleted: boolean, 
/**
 * When the account was created.
 */
created_at: Timestamp, 
/**
 * Their status; null if they have none.
 */
status: Status | null, 
/**
 * Until when the account is a guest of one room; after that it cannot sign in. Absent if it is not a guest.
 */
guest_until?: Timestamp, };

/**
 * Hours of some days of the week in which somebody is not to be disturbed.
 */
export type QuietHours = { 
/**
 * Days on which they begin, each once.
 */
days: Array<Weekday>, 
/**
 * When they begin.
 */
from: TimeOfDay, 
/**
 * When they end: on the next day unless this is later than `from`.
 */
to: TimeOfDay, };

/**
 * One emoji under a message.
 */
export type Reaction = { 
/**
 * Emoji of the reaction.
 */
emoji: string, 
/**
 * How many people reacted with it.
 */
count: number, 
/**
 * The first 20 of these people.
 */
user_ids: Array<UserId>, 
/**
 * Whether the caller is one of them; present only over HTTP.
 */
me?: boolean, };

/**
 * Answer to adding or removing a reaction.
 */
export type ReactionCount = { 
/**
 * Emoji of the reaction.
 */
emoji: string, 
/**
 * How many people now react with it.
 */
count: number, };

/**
 * How far the user has read in a room.
 */
export type ReadMark = { 
/**
 * Room of the mark.
 */
room_id: RoomId, 
/**
 * Position of the last message read.
 */
seq: number, };

/**
 * The caller's read mark, and the counts of what comes after it.
 */
export type ReadState = { 
/**
 * Position of the last message read.
 */
last_read_seq: number, 
/**
 * Undeleted messages of others after the mark, counted up to 100.
 */
unread: number, 
/**
 * Those of them that mention the caller, counted up to 100.
 */
mentions: number, };

/**
 * Somebody who has read a message.
 */
export type Reader = { 
/**
 * Account of the reader.
 */
user: UserRef, 
/**
 * When their read mark last moved.
 */
read_at: Timestamp, };

/**
 * Read receipts of a message.
 */
export type Receipts = { 
/**
 * How many people have read it, including those who hide their receipts.
 */
count: number, 
/**
 * How many of them hide their receipts.
 */
private: number, 
/**
 * A page of the readers who show their receipts.
 */
readers: Array<Reader>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Quote of the message that a reply answers: resolved on every read, never a snapshot.
 */
export type ReplyQuote = { 
/**
 * Message that is quoted.
 */
id: MessageId, 
/**
 * Its position in the room.
 */
seq: number, 
/**
 * Its author.
 */
author: UserRef, 
/**
 * What it is, if it is not a text that its author wrote; as in [`Message`].
 */
kind?: MessageKind, 
/**
 * Its first 140 characters, on one line; empty if deleted.
 */
excerpt: string, 
/**
 * Whether it was deleted.
 */
deleted: boolean, };

/**
 * A report, as moderators see it.
 */
export type Report = { 
/**
 * Id of the report.
 */
id: ReportId, 
/**
 * Room of the message.
 */
room_id: RoomId, 
/**
 * Message that was reported.
 */
message_id: MessageId, 
/**
 * Position of the message in its room.
 */
message_seq: number, 
/**
 * Beginning of the message; empty if it is deleted by now.
 */
excerpt: string, 
/**
 * Whether the message is deleted by now.
 */
deleted: boolean, 
/**
 * Author of the message.
 */
author: UserRef, 
/**
 * Who reported it.
 */
reporter: UserRef, 
/**
 * What they say is wrong with it.
 */
reason: string, 
/**
 * When it was reported.
 */
created_at: Timestamp, 
/**
 * What became of it.
 */
state: ReportState, 
/**
 * Moderator who dealt with it; null while it is open.
 */
closed_by: UserId | null, };

/**
 * A report of a message.
 */
export type ReportId = string;

/**
 * What a moderator made of a report.
 */
export type ReportOutcome = "done" | "dismissed";

/**
 * Answer to a report: what its author may know of it.
 */
export type ReportReceipt = { 
/**
 * Id of the report.
 */
id: ReportId, 
/**
 * Message that was reported.
 */
message_id: MessageId, 
/**
 * Reason, as first given.
 */
reason: string, 
/**
 * When it was first reported.
 */
created_at: Timestamp, };

/**
 * What became of a report.
 */
export type ReportState = "open" | "done" | "dismissed";

/**
 * Reports in a room, newest first.
 */
export type Reports = { 
/**
 * A page of reports.
 */
reports: Array<Report>, 
/**
 * Number of open reports in the room, counted up to 100.
 */
open: number, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * Body of `POST /auth/password-reset`.
 */
export type RequestReset = { 
/**
 * Confirmed address of the account whose password was forgotten.
 */
email: EmailAddress, };

/**
 * Body of `POST /auth/password-reset/{token}`.
 */
export type ResetPassword = { 
/**
 * New password.
 */
new_password: NewPassword, };

/**
 * What a member may do. Ranked from lowest to highest: member, moderator, owner.
 */
export type Role = "owner" | "moderator" | "member";

/**
 * A room.
 */
export type Room = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Who can find and join it.
 */
kind: RoomKind, 
/**
 * Name; empty in direct rooms.
 */
name: string, 
/**
 * Description; may be empty.
 */
description: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * User who created it.
 */
created_by: UserId, 
/**
 * When it was created.
 */
created_at: Timestamp, 
/**
 * Version: rises by one with every durable change that others can see.
 */
version: number, 
/**
 * `seq` of the newest message; 0 if there is none.
 */
last_seq: number, 
/**
 * Number of members.
 */
member_count: number, 
/**
 * Who may post in it.
 */
posting: Posting, 
/**
 * Whether the room is archived: nobody can post. Absent if not.
 */
archived?: boolean, 
/**
 * Slow mode: seconds that plain members wait between two messages, 0–3,600. Absent if 0.
 */
slow_mode_seconds?: number, 
/**
 * Everybody in a direct room, the caller included, in the order of their ids; absent in other rooms.
 */
people?: Array<UserRef>, 
/**
 * Membership of the caller; null for non-members and in events.
 */
you: Membership | null, };

/**
 * An act of moderation in a room, shown to its moderators.
 */
export type RoomAct = { 
/**
 * Id of the act; the same as in the audit log.
 */
id: AuditId, 
/**
 * Its place in the conversation: `seq` of the newest message at that moment, 0 if there was none.
 */
after_seq: number, 
/**
 * When it was done.
 */
at: Timestamp, 
/**
 * Who did it; null for the server itself and its operator.
 */
actor: UserRef | null, 
/**
 * What was done.
 */
action: AuditAction, 
/**
 * To whom it was done; null if not to a person.
 */
target: UserRef | null, 
/**
 * More about it, see the action; may be empty.
 */
detail: string, };

/**
 * Acts of moderation in a room, newest first.
 */
export type RoomActs = { 
/**
 * A page of acts.
 */
acts: Array<RoomAct>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * A file in a room's gallery, with the message that contains it.
 */
export type RoomFile = { 
/**
 * The file.
 */
attachment: Attachment, 
/**
 * Message that contains it.
 */
message_id: MessageId, 
/**
 * Position of that message in the room.
 */
seq: number, 
/**
 * Author of that message.
 */
author: UserRef, 
/**
 * When the message was sent.
 */
created_at: Timestamp, };

/**
 * A page of a room's files, newest first.
 */
export type RoomFiles = { 
/**
 * At most `limit` files.
 */
files: Array<RoomFile>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * A room of any kind.
 */
export type RoomId = string;

/**
 * Who can find and join a room.
 */
export type RoomKind = "public" | "private" | "direct";

/**
 * A room's name: 1–80 characters, NFKC, without invisible or direction-changing characters.
 */
export type RoomName = string;

/**
 * Order of the directory.
 */
export type RoomSort = "name" | "members" | "activity";

/**
 * A room in the list of the caller's rooms.
 */
export type RoomSummary = { 
/**
 * Newest message, if there is one.
 */
last_message: Message | null, 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Who can find and join it.
 */
kind: RoomKind, 
/**
 * Name; empty in direct rooms.
 */
name: string, 
/**
 * Description; may be empty.
 */
description: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * User who created it.
 */
created_by: UserId, 
/**
 * When it was created.
 */
created_at: Timestamp, 
/**
 * Version: rises by one with every durable change that others can see.
 */
version: number, 
/**
 * `seq` of the newest message; 0 if there is none.
 */
last_seq: number, 
/**
 * Number of members.
 */
member_count: number, 
/**
 * Who may post in it.
 */
posting: Posting, 
/**
 * Whether the room is archived: nobody can post. Absent if not.
 */
archived?: boolean, 
/**
 * Slow mode: seconds that plain members wait between two messages, 0–3,600. Absent if 0.
 */
slow_mode_seconds?: number, 
/**
 * Everybody in a direct room, the caller included, in the order of their ids; absent in other rooms.
 */
people?: Array<UserRef>, 
/**
 * Membership of the caller; null for non-members and in events.
 */
you: Membership | null, };

/**
 * Number of rooms by kind.
 */
export type RoomUsage = { 
/**
 * Public rooms.
 */
public: number, 
/**
 * Private rooms.
 */
private: number, 
/**
 * Direct rooms.
 */
direct: number, };

/**
 * The caller's rooms, the one with the newest message first.
 */
export type Rooms = { 
/**
 * All rooms of the caller.
 */
rooms: Array<RoomSummary>, 
/**
 * Always null: there is only one page.
 */
next_cursor: string | null, };

/**
 * Messages that the caller has saved, in rooms that they are in, the most recently saved first.
 */
export type Saved = { 
/**
 * A page of saved messages.
 */
messages: Array<Message>, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * A frame from the server.
 *
 * Durable frames carry the room's `version` and arrive in that order, without gaps unless a `resync`
 * announces one.
 */
export type ServerFrame = { "type": "ready", 
/**
 * User whose socket this is.
 */
user_id: UserId, 
/**
 * Session that opened the socket.
 */
session_id: SessionId, 
/**
 * Changes when a restore rewinds history.
 */
epoch: string, 
/**
 * Current version of each of the user's rooms.
 */
rooms: Record<string, number>, } | { "type": "ack", 
/**
 * Id of the message, as sent.
 */
id: MessageId, 
/**
 * Room of the message.
 */
room_id: RoomId, 
/**
 * Position of the message in its room.
 */
seq: number, 
/**
 * The message's version.
 */
version: number, 
/**
 * When it was stored.
 */
created_at: Timestamp, } | { "type": "error", 
/**
 * Id of the rejected frame, if it had one.
 */
id?: string, 
/**
 * Stable error code.
 */
code: ErrorCode, 
/**
 * Explanation for people.
 */
detail: string, 
/**
 * Whether sending the same frame again can succeed.
 */
retryable: boolean, } | { "type": "pong", 
/**
 * Id of the `ping`, if it had one.
 */
id: string | null, } | { "type": "message.created", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The new message.
 */
message: Message, } | { "type": "message.updated", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The message after the change.
 */
message: Message, } | { "type": "message.deleted", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * Message that was deleted.
 */
message_id: MessageId, 
/**
 * Position of the message in its room.
 */
seq: number, 
/**
 * When it was deleted.
 */
deleted_at: Timestamp, } | { "type": "reaction.added", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * Message that received the reaction.
 */
message_id: MessageId, 
/**
 * Emoji of the reaction.
 */
emoji: string, 
/**
 * User who reacted.
 */
user_id: UserId, 
/**
 * How many people now react with this emoji.
 */
count: number, } | { "type": "reaction.removed", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * Message that lost the reaction.
 */
message_id: MessageId, 
/**
 * Emoji of the reaction.
 */
emoji: string, 
/**
 * User who removed it.
 */
user_id: UserId, 
/**
 * How many people still react with this emoji.
 */
count: number, } | { "type": "room.updated", 
/**
 * Room that changed.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The room after the change; `you` is null.
 */
room: Room, } | { "type": "member.joined", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The new member.
 */
member: MemberCard, } | { "type": "member.left", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The former member.
 */
member: MemberCard, } | { "type": "member.updated", 
/**
 * Room of this event.
 */
room_id: RoomId, 
/**
 * Room version of this event.
 */
version: number, 
/**
 * The member after the change.
 */
member: MemberCard, } | { "type": "room.joined", 
/**
 * The room, with the user's membership.
 */
room: Room, } | { "type": "room.left", 
/**
 * Room that the user is no longer in.
 */
room_id: RoomId, 
/**
 * Why the membership ended.
 */
reason: LeaveReason, } | { "type": "user.updated", 
/**
 * The profile after the change.
 */
user: User, } | { "type": "membership.updated", 
/**
 * Room that the settings are for.
 */
room_id: RoomId, 
/**
 * Notification level.
 */
notify: Notify, 
/**
 * Whether lists leave this direct room out until somebody writes in it.
 */
closed: boolean, 
/**
 * Whether the room is among the user's favourites.
 */
favourite: boolean, } | { "type": "me.updated", 
/**
 * The presence that they chose.
 */
presence: OwnPresence, 
/**
 * All settings of the user.
 */
settings: UserSettings, } | { "type": "blocks.updated", 
/**
 * Everybody whom the user blocks.
 */
user_ids: Array<UserId>, } | { "type": "folders.updated", 
/**
 * All folders of the user, in order.
 */
folders: Array<Folder>, } | { "type": "room.act", 
/**
 * Room in which it was done.
 */
room_id: RoomId, 
/**
 * What was done.
 */
act: RoomAct, } | { "type": "room.reports", 
/**
 * Room of the reports.
 */
room_id: RoomId, 
/**
 * Number of open reports, counted up to 100.
 */
open: number, } | { "type": "read", 
/**
 * Room of the read mark.
 */
room_id: RoomId, 
/**
 * User whose mark moved.
 */
user_id: UserId, 
/**
 * Position of the last message that they have read.
 */
seq: number, 
/**
 * When the mark moved.
 */
at: Timestamp, } | { "type": "typing", 
/**
 * Room in which they are typing.
 */
room_id: RoomId, 
/**
 * User who is typing.
 */
user_id: UserId, } | { "type": "presence", 
/**
 * User whose presence changed.
 */
user_id: UserId, 
/**
 * The new presence.
 */
status: Presence, 
/**
 * Whether they are not to be disturbed, whatever the status. Absent if not.
 */
do_not_disturb?: boolean, } | { "type": "resync", 
/**
 * Room whose frames were dropped.
 */
room_id: RoomId, 
/**
 * Last version whose frame will not be sent.
 */
version: number, };

/**
 * Public information about a server.
 */
export type ServerInfo = { 
/**
 * Name of the server.
 */
name: string, 
/**
 * Whether it has no account yet: the next account becomes the administrator.
 */
first_run: boolean, 
/**
 * Whether this client needs the code printed at server start to create that first account.
 */
setup_code_required: boolean, 
/**
 * Who may create an account after that.
 */
sign_up: SignUpPolicy, 
/**
 * Whether the server sends mail: people can set an e-mail address and ask for a new password.
 */
mail: boolean, 
/**
 * Sizes that the server accepts.
 */
limits: ServerLimits, };

/**
 * Limits that a client checks before it sends a request.
 */
export type ServerLimits = { 
/**
 * Size of the largest file, in bytes.
 */
upload_bytes: number, 
/**
 * Length of the longest message, in characters.
 */
message_characters: number, 
/**
 * Maximum number of files in a message.
 */
attachments: number, };

/**
 * One sign-in of one account on one device.
 */
export type SessionId = string;

/**
 * A session of the account: one device on which it is signed in.
 */
export type SessionInfo = { 
/**
 * Id of the session.
 */
id: SessionId, 
/**
 * When it started.
 */
created_at: Timestamp, 
/**
 * When it was last refreshed.
 */
last_used_at: Timestamp, 
/**
 * User agent of the browser or program, cut to 300 characters.
 */
user_agent: string, 
/**
 * Whether it is the session that sent the request.
 */
current: boolean, };

/**
 * Sessions of the account, the most recently used first.
 */
export type Sessions = { 
/**
 * All sessions.
 */
sessions: Array<SessionInfo>, };

/**
 * Body of `PUT /rooms/{id}/bans/{user_id}`.
 */
export type SetBan = { 
/**
 * Reason, shown to moderators.
 */
reason?: Description, 
/**
 * When the ban ends, in the future; it has no end if absent.
 */
until?: Timestamp, };

/**
 * Body of `PUT /me/email`.
 */
export type SetEmail = { 
/**
 * Address to use once it is confirmed.
 */
email: EmailAddress, 
/**
 * Current password, as confirmation.
 */
password: string, };

/**
 * One folder of [`SetFolders`].
 */
export type SetFolder = { 
/**
 * Id of the folder to keep, or any new UUID except the nil one.
 */
id: FolderId, 
/**
 * Name of the folder.
 */
name: FolderName, 
/**
 * Rooms to put in it. Rooms that the caller is not in are left out.
 */
room_ids: Array<RoomId>, };

/**
 * Body of `PUT /me/folders`: the complete list that replaces the caller's folders.
 */
export type SetFolders = { 
/**
 * At most 50 folders with at most 1,000 rooms in total, each room in one folder only.
 */
folders: Array<SetFolder>, };

/**
 * Body of `PUT /rooms/{id}/members/{user_id}/guest_until`.
 */
export type SetGuestUntil = { 
/**
 * Until when they are a guest: in the future, at most a year from now.
 */
until: Timestamp, };

/**
 * Body of `PUT /admin/rooms/{id}/owner`.
 */
export type SetOwner = { 
/**
 * Member who becomes an owner.
 */
user_id: UserId, };

/**
 * The user is active or idle.
 */
export type SetPresence = { 
/**
 * `active` or `idle`.
 */
status: Presence, };

/**
 * Body of `PUT /me/presence`, which replaces the mode.
 */
export type SetPresenceMode = { 
/**
 * The mode from now on.
 */
mode: PresenceMode, 
/**
 * When it ends, in the future; it has no end if absent. Not with `auto`.
 */
until?: Timestamp, };

/**
 * Body of `PATCH /rooms/{id}/members/{user_id}`.
 */
export type SetRole = { 
/**
 * New role of the member.
 */
role: Role, };

/**
 * Body of `PUT /me/status`, which replaces the status: an emoji, a text, or both.
 */
export type SetStatus = { 
/**
 * Emoji to show beside the name.
 */
emoji?: Emoji, 
/**
 * A few words.
 */
text?: StatusText, 
/**
 * When it ends, in the future; it has no end if absent.
 */
until?: Timestamp, };

/**
 * A suspension to begin now.
 */
export type SetSuspension = { 
/**
 * When it ends, in the future; it has no end if absent.
 */
until?: Timestamp, 
/**
 * Reason, shown to administrators only.
 */
reason?: Description, };

/**
 * A room that the caller and somebody else are in.
 */
export type SharedRoom = { 
/**
 * Id of the room.
 */
id: RoomId, 
/**
 * Name of the room.
 */
name: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Role that the other person has in it.
 */
role: Role, };

/**
 * A sign-in. The fields are not validated: a username that cannot exist is simply a wrong one.
 */
export type SignIn = { 
/**
 * Unique handle.
 */
username: string, 
/**
 * Password of the account.
 */
password: string, };

/**
 * Body of `POST /auth/sign-up`: a new account.
 */
export type SignUp = { 
/**
 * Unique handle.
 */
username: Username, 
/**
 * Password of 8–256 characters, used verbatim.
 */
password: NewPassword, 
/**
 * Name shown to others; the username if absent.
 */
display_name?: DisplayName, 
/**
 * A few words about the person.
 */
bio?: Bio, 
/**
 * Invite to accept immediately.
 */
invite?: InviteCode, 
/**
 * Code printed when the server starts, if the first account needs it.
 */
setup_code?: string, };

/**
 * Who may create an account.
 */
export type SignUpPolicy = "open" | "invite" | "closed";

/**
 * Answer to every request that signs in with cookies.
 */
export type SignedIn = { 
/**
 * The user who is now signed in.
 */
user: User, };

/**
 * Body of `POST /direct`.
 */
export type StartDirect = { 
/**
 * The other people: 1–9, each once.
 */
user_ids: Array<UserId>, };

/**
 * A status: a few words about what somebody is doing. Once `until` has passed, the server no longer shows it.
 */
export type Status = { 
/**
 * Emoji shown beside the name; may be empty.
 */
emoji: string, 
/**
 * A few words; may be empty.
 */
text: string, 
/**
 * When it ends; null if it has no end.
 */
until: Timestamp | null, };

/**
 * The text of a status: 1–100 characters, NFKC, without invisible or direction-changing characters.
 */
export type StatusText = string;

/**
 * A suspension: the account cannot sign in, and everything else stays.
 */
export type Suspension = { 
/**
 * When it ends by itself; null if it has no end.
 */
until: Timestamp | null, 
/**
 * Reason, shown to administrators only; empty if none was given.
 */
reason: string, 
/**
 * When it began.
 */
at: Timestamp, 
/**
 * Administrator who suspended the account; null if an operator did it on the server's machine.
 */
by: UserRef | null, };

/**
 * A time of day in whole minutes, on the wire as `HH:MM` from `00:00` to `23:59`.
 */
export type TimeOfDay = string;

/**
 * A point in time, in whole milliseconds since 1970-01-01T00:00:00Z.
 */
export type Timestamp = string;

/**
 * Tokens for a program.
 */
export type TokenPair = { 
/**
 * JWT for `Authorization: Bearer`.
 */
access_token: string, 
/**
 * Token to exchange, once, for the next pair.
 */
refresh_token: string, 
/**
 * Always `Bearer`.
 */
token_type: string, 
/**
 * Seconds until the access token expires.
 */
expires_in: number, };

/**
 * Body of `POST /auth/token`: either a username and password, or a refresh token.
 */
export type TokenRequest = { 
/**
 * Unique handle.
 */
username?: string, 
/**
 * Password of the account.
 */
password?: string, 
/**
 * Refresh token that has not been used yet.
 */
refresh_token?: string, };

/**
 * The user is typing in a room.
 */
export type Typing = { 
/**
 * Room in which they are typing.
 */
room_id: RoomId, };

/**
 * Members whom a message has not reached.
 */
export type Unseen = { 
/**
 * A page of these members.
 */
users: Array<UserRef>, 
/**
 * Whether somebody has already sent a reminder for the message; only one is possible.
 */
reminded: boolean, 
/**
 * Cursor of the next page; null on the last one.
 */
next_cursor: string | null, };

/**
 * An uploaded file.
 */
export type UploadId = string;

/**
 * Progress of a file that is uploaded in chunks.
 */
export type UploadProgress = { 
/**
 * Id of the upload, and of the file once it is complete.
 */
id: UploadId, 
/**
 * File name, for display.
 */
name: string, 
/**
 * Size of the whole file in bytes.
 */
size: number, 
/**
 * Bytes received so far, which is where the next chunk begins.
 */
offset: number, 
/**
 * Size in bytes of every chunk except the last.
 */
chunk_size: number, 
/**
 * When the upload is deleted unless a message contains it.
 */
expires_at: Timestamp, };

/**
 * How much the server is used.
 */
export type Usage = { 
/**
 * Number of accounts.
 */
people: PeopleUsage, 
/**
 * Number of rooms.
 */
rooms: RoomUsage, 
/**
 * Number of messages in all rooms, deleted ones included.
 */
messages: number, 
/**
 * Number of files that the server keeps.
 */
files: number, 
/**
 * Size of these files, in bytes.
 */
storage_bytes: number, 
/**
 * The last 30 days, oldest first, today last. Days are those of UTC.
 */
days: Array<UsageDay>, };

/**
 * A day of use.
 */
export type UsageDay = { 
/**
 * The day in UTC, such as `2026-01-31`.
 */
date: string, 
/**
 * Messages sent on that day.
 */
messages: number, };

/**
 * An account as everybody who is signed in sees it.
 */
export type User = { 
/**
 * Id of the account.
 */
id: UserId, 
/**
 * Unique handle; empty if the account is deleted.
 */
username: string, 
/**
 * Name shown to others.
 */
display_name: string, 
/**
 * A few words about the person.
 */
bio: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account administers the server.
 */
is_admin: boolean, 
/**
 * Whether the account belongs to a program.
 */
is_bot: boolean, 
/**
 * Whether the account was deleted.
 */
deleted: boolean, 
/**
 * When the account was created.
 */
created_at: Timestamp, 
/**
 * Their status; null if they have none.
 */
status: Status | null, 
/**
 * Until when the account is a guest of one room; after that it cannot sign in. Absent if it is not a guest.
 */
guest_until?: Timestamp, };

/**
 * An account. The id stays its own even after it is deleted.
 */
export type UserId = string;

/**
 * An account in short, as shown beside what it wrote.
 */
export type UserRef = { 
/**
 * Id of the account.
 */
id: UserId, 
/**
 * Unique handle; empty if the account is deleted.
 */
username: string, 
/**
 * Name shown to others.
 */
display_name: string, 
/**
 * URL of the avatar, if there is one.
 */
avatar_url: string | null, };

/**
 * Settings that apply on all devices of a person.
 */
export type UserSettings = { 
/**
 * Whether others see how far this person has read.
 */
read_receipts: boolean, 
/**
 * Time zone of the person; null if they have not said.
 */
time_zone: ZoneName | null, 
/**
 * Whether people who share a room with them see their local time.
 */
share_local_time: boolean, 
/**
 * Hours in which they are not to be disturbed, in their time zone.
 */
quiet_hours: Array<QuietHours>, };

/**
 * A username: 2–32 characters of `a-z 0-9 _ . -`, folded to lower case, not starting or ending with `.`
 * or `-`. Some are reserved: [`Username::check_new`].
 */
export type Username = string;

/**
 * People found by a search, best matches first.
 */
export type Users = { 
/**
 * At most `limit` people.
 */
users: Array<UserRef>, };

/**
 * A day of the week.
 */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * A time zone of the IANA database by its name, such as `Europe/Berlin`.
 */
export type ZoneName = string;
