// The wire types of Confluence, generated from crates/protocol: not to be edited by hand.
// `UPDATE=1 cargo test -p confluence-protocol` writes this file anew.

/**
 * What a file shows, for who cannot see it: at most 1,000 characters; lines may break.
 */
export type AltText = string;

/**
 * A file in a message, or an upload that waits for one.
 */
export type Attachment = { 
/**
 * Which upload.
 */
id: UploadId, 
/**
 * Its name, as data.
 */
name: string, 
/**
 * What its sender says under it; mostly empty.
 */
caption: string, 
/**
 * What it shows, for who cannot see it; mostly empty.
 */
alt: string, 
/**
 * Its type, as the server found it.
 */
content_type: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Pixels, for images and videos.
 */
width: number | null, 
/**
 * Pixels, for images and videos.
 */
height: number | null, 
/**
 * A tiny blurred picture, base64.
 */
thumbhash: string | null, 
/**
 * Seconds, for sound and video.
 */
duration: number | null, 
/**
 * Whether it may still tell of its author, place or device, because files of its kind, or this one, cannot be
 * cleaned.
 */
metadata_kept: boolean, 
/**
 * Where the bytes are.
 */
url: string, 
/**
 * Where a small picture is.
 */
thumbnail_url: string | null, };

/**
 * The first frame where the upgrade carried no credential.
 */
export type Authenticate = { 
/**
 * An access token.
 */
token: string, };

/**
 * Somebody who may not enter a room.
 */
export type Ban = { 
/**
 * Who.
 */
user: UserRef, 
/**
 * Why; empty when nothing was said.
 */
reason: string, 
/**
 * By whom.
 */
created_by: UserId, 
/**
 * When.
 */
created_at: Timestamp, };

/**
 * Bans of a room, the newest first.
 */
export type Bans = { 
/**
 * A page of them.
 */
bans: Array<Ban>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * `POST /uploads/resumable`.
 */
export type BeginUpload = { 
/**
 * Bytes of the whole file.
 */
size: number, 
/**
 * What the sender takes it for; the server finds out by itself.
 */
content_type?: string, };

/**
 * What a person says about themselves: at most 280 characters; lines may break.
 */
export type Bio = string;

/**
 * What is said under a file: at most 500 characters; lines may break.
 */
export type Caption = string;

/**
 * `PUT /me/password`.
 */
export type ChangePassword = { 
/**
 * The password until now.
 */
current_password: string, 
/**
 * The password from now on.
 */
new_password: NewPassword, };

/**
 * What changed in a room since a version, from one snapshot.
 */
export type Changes = { 
/**
 * Changes when history was rewound by a restore.
 */
epoch: string, 
/**
 * The room's version in the snapshot.
 */
version: number, 
/**
 * Messages that changed, as they stand now, by version.
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
 * Drop what is held of the room and load the newest page.
 */
reset: boolean, };

/**
 * A frame from a client: one JSON object with a `type`.
 *
 * Read by [`ClientFrame::parse`] alone.
 */
export type ClientFrame = { "type": "authenticate" } & Authenticate | { "type": "send" } & NewRoomMessage | { "type": "read" } & ReadMark | { "type": "typing" } & Typing | { "type": "presence" } & SetPresence | { "type": "ping" } & Ping;

/**
 * `POST /rooms/{id}/invites`.
 */
export type CreateInvite = { 
/**
 * Seconds until it ends: a week when absent, never when null.
 */
expires_in?: number | null, 
/**
 * How many people may use it; null or absent: any number.
 */
max_uses?: number | null, };

/**
 * `POST /rooms`.
 */
export type CreateRoom = { 
/**
 * Its name.
 */
name: RoomName, 
/**
 * What it is about.
 */
description?: Description, 
/**
 * `public` when absent; `direct` is refused here.
 */
kind?: RoomKind, };

/**
 * `DELETE /me`.
 */
export type DeleteAccount = { 
/**
 * The password, to be sure.
 */
password: string, };

/**
 * What a room is about: at most 500 characters; lines may break.
 */
export type Description = string;

/**
 * Public rooms.
 */
export type Directory = { 
/**
 * A page of them, by name.
 */
rooms: Array<Room>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * A display name: 1–64 characters, NFKC, without invisible or direction-changing characters.
 */
export type DisplayName = string;

/**
 * `PATCH /rooms/{id}/messages/{mid}`.
 */
export type EditMessage = { 
/**
 * The source from now on.
 */
body: MessageBody, };

/**
 * Why a request was not carried out. The text is stable; clients may branch on it.
 */
export type ErrorCode = "malformed_json" | "malformed_request" | "unauthenticated" | "invalid_credentials" | "session_ended" | "forbidden" | "not_a_member" | "posting_restricted" | "banned" | "bad_origin" | "cannot_message" | "sign_up_closed" | "not_found" | "room_not_found" | "message_not_found" | "user_not_found" | "invite_not_found" | "upload_not_found" | "method_not_allowed" | "username_taken" | "id_conflict" | "last_owner" | "last_admin" | "direct_room" | "deleted" | "already_attached" | "invite_expired" | "too_large" | "unsupported_media_type" | "validation_failed" | "limit_reached" | "unsupported" | "rate_limited" | "internal" | "unavailable" | "storage_full" | "unknown_type";

/**
 * One field of a request that is not valid.
 */
export type FieldError = { 
/**
 * The path of the field, such as `name` or `attachments[0]`; empty for the body itself.
 */
field: string, 
/**
 * Stable: `required`, `unknown_field`, `repeated`, `too_short`, `too_long`, `too_many`, `invalid_characters`,
 * `reserved`, `invalid`; with another code of the problem than `validation_failed`, that code.
 */
code: string, 
/**
 * For people.
 */
detail: string, };

/**
 * A folder of one's own.
 */
export type Folder = { 
/**
 * Chosen by the client that made it; unique among one's own.
 */
id: FolderId, 
/**
 * What it is called.
 */
name: string, 
/**
 * The rooms in it, as they were put; only rooms that one is in.
 */
room_ids: Array<RoomId>, };

/**
 * A folder of somebody's rooms, chosen by their client; unique among that person's.
 */
export type FolderId = string;

/**
 * A folder's name: 1–40 characters, NFKC, without invisible or direction-changing characters.
 */
export type FolderName = string;

/**
 * One's folders, in the order in which one keeps them.
 */
export type Folders = { 
/**
 * All of them.
 */
folders: Array<Folder>, };

/**
 * What a message said before.
 */
export type History = { 
/**
 * The oldest first, which is the original.
 */
edits: Array<HistoryEntry>, };

/**
 * One wording of a message.
 */
export type HistoryEntry = { 
/**
 * The source.
 */
body: string, 
/**
 * When it was written.
 */
edited_at: Timestamp, };

/**
 * An invite, as those see it who may hand it out.
 */
export type Invite = { 
/**
 * The secret.
 */
code: InviteCode, 
/**
 * The whole link.
 */
url: string, 
/**
 * Where it leads.
 */
room_id: RoomId, 
/**
 * Who made it.
 */
created_by: UserId, 
/**
 * When.
 */
created_at: Timestamp, 
/**
 * When it ends; null: never.
 */
expires_at: Timestamp | null, 
/**
 * How many may use it; null: any number.
 */
max_uses: number | null, 
/**
 * How many have.
 */
uses: number, };

/**
 * What the holder of a code may know before accepting it, signed in or not.
 */
export type InviteCard = { 
/**
 * Where it leads.
 */
room: InviteRoom, 
/**
 * Who asks.
 */
inviter: UserRef, };

/**
 * The secret of an invite link: URL-safe characters that carry at least 80 random bits.
 *
 * Any short text parses, so that a wrong guess is answered like an unknown code.
 */
export type InviteCode = string;

/**
 * A room as an invite shows it.
 */
export type InviteRoom = { 
/**
 * Which room.
 */
id: RoomId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is about.
 */
description: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, 
/**
 * How many people are there.
 */
member_count: number, };

/**
 * Invites of a room, the newest first.
 */
export type Invites = { 
/**
 * One's own; for moderators, all.
 */
invites: Array<Invite>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * Why a room is no longer among one's own.
 */
export type LeaveReason = "left" | "removed" | "banned" | "deleted";

/**
 * How far somebody has read.
 */
export type Mark = { 
/**
 * Who.
 */
user: UserRef, 
/**
 * Up to which message; 0 for none.
 */
seq: number, 
/**
 * When the mark last moved.
 */
at: Timestamp, };

/**
 * `PUT /rooms/{id}/read`.
 */
export type MarkRead = { 
/**
 * How far one has read; beyond the newest message it counts as the newest.
 */
seq: number, 
/**
 * Whether the mark may move back ("mark unread").
 */
force?: boolean, };

/**
 * How far the others have read, in a room small enough to show it at the messages.
 */
export type Marks = { 
/**
 * One a person, who read last first.
 */
marks: Array<Mark>, };

/**
 * The caller's own account.
 */
export type Me = { 
/**
 * As only its owner sees it.
 */
settings: UserSettings, 
/**
 * Who it is.
 */
id: UserId, 
/**
 * The unique handle; empty when the account is deleted.
 */
username: string, 
/**
 * The name that is shown.
 */
display_name: string, 
/**
 * What the person says about themselves.
 */
bio: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account runs the server.
 */
is_admin: boolean, 
/**
 * Whether a program speaks.
 */
is_bot: boolean, 
/**
 * Whether the account is gone.
 */
deleted: boolean, 
/**
 * When the account was made.
 */
created_at: Timestamp, };

/**
 * A member as the list of members shows them.
 */
export type Member = { 
/**
 * Who.
 */
user: UserRef, 
/**
 * In what role.
 */
role: Role, 
/**
 * Since when.
 */
joined_at: Timestamp, 
/**
 * Whether they are there now.
 */
presence: Presence, };

/**
 * A member as the events name them.
 */
export type MemberCard = { 
/**
 * Who.
 */
user: UserRef, 
/**
 * In what role.
 */
role: Role, 
/**
 * Since when.
 */
joined_at: Timestamp, };

/**
 * Members of a room: owners, moderators, members, each by when they joined.
 */
export type Members = { 
/**
 * A page of them.
 */
members: Array<Member>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * The caller's place in a room.
 */
export type Membership = { 
/**
 * What one may do.
 */
role: Role, 
/**
 * Since when.
 */
joined_at: Timestamp, 
/**
 * How far one has read: a high-water mark.
 */
last_read_seq: number, 
/**
 * Others' undeleted messages after the mark; exact up to 100, then 100.
 */
unread: number, 
/**
 * Those of them that name one; exact up to 100, then 100.
 */
mentions: number, 
/**
 * Of what one is told.
 */
notify: Notify, };

/**
 * A message as it stands now. A deleted one is a tombstone: no body, nothing attached, `deleted_at` set.
 */
export type Message = { 
/**
 * Chosen by the sender; unique within the room.
 */
id: MessageId, 
/**
 * Where it stands.
 */
room_id: RoomId, 
/**
 * The n-th message of the room has `seq` n, for ever.
 */
seq: number, 
/**
 * The room's version at this message's last change.
 */
version: number, 
/**
 * Who wrote it.
 */
author: UserRef, 
/**
 * Its source.
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
 * The message that it answers, as that stands now.
 */
reply_to: ReplyQuote | null, 
/**
 * Its files.
 */
attachments: Array<Attachment>, 
/**
 * How people reacted, the first reaction first.
 */
reactions: Array<Reaction>, 
/**
 * Members that it names.
 */
mentions: Array<UserId>, 
/**
 * Whether it calls everybody in the room, and its author might.
 */
mentions_room: boolean, 
/**
 * Cards of the links in it.
 */
previews: Array<Preview>, 
/**
 * When it was pinned to the room, while it is.
 */
pinned_at: Timestamp | null, };

/**
 * The source of a message: at most 16 000 characters, kept as written. It may be empty where a
 * message has attachments; see [`crate::NewMessage::check`].
 */
export type MessageBody = string;

/**
 * A message, chosen by its sender; unique within its room; the idempotency key of the send.
 */
export type MessageId = string;

/**
 * A page of a room's messages.
 */
export type MessagesPage = { 
/**
 * In rising `seq`.
 */
messages: Array<Message>, 
/**
 * Whether there are earlier ones.
 */
has_before: boolean, 
/**
 * Whether there are later ones.
 */
has_after: boolean, 
/**
 * The room's version when the page was read.
 */
version: number, 
/**
 * Changes when history was rewound by a restore.
 */
epoch: string, };

/**
 * What a sender says: `POST /rooms/{id}/messages`.
 */
export type NewMessage = { 
/**
 * Chosen by the sender: the idempotency key.
 */
id: MessageId, 
/**
 * Its source; may be empty with attachments.
 */
body: MessageBody, 
/**
 * The message of the same room that it answers.
 */
reply_to?: MessageId, 
/**
 * Uploads of the sender.
 */
attachments?: Array<UploadId>, };

/**
 * A password to be set: 8–256 characters, verbatim; common and repetitive ones are refused, and the
 * username is: [`NewPassword::check_for`].
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
 * Where to.
 */
room_id: RoomId, 
/**
 * Its source; may be empty with attachments.
 */
body: MessageBody, 
/**
 * The message of the same room that it answers.
 */
reply_to?: MessageId, 
/**
 * Uploads of the sender.
 */
attachments?: Array<UploadId>, };

/**
 * Of what in a room one is told.
 */
export type Notify = "all" | "mentions" | "none";

/**
 * What `PATCH /me` may change; what is absent stays.
 */
export type PatchMe = { 
/**
 * A new display name.
 */
display_name?: DisplayName, 
/**
 * A new bio.
 */
bio?: Bio, 
/**
 * An upload of one's own to be the picture; null removes it.
 */
avatar_upload_id?: string | null, 
/**
 * New settings, whole.
 */
settings?: UserSettings, };

/**
 * `PATCH /rooms/{id}/membership`.
 */
export type PatchMembership = { 
/**
 * Of what one wants to be told.
 */
notify: Notify, };

/**
 * `PATCH /rooms/{id}`; what is absent stays.
 */
export type PatchRoom = { 
/**
 * A new name.
 */
name?: RoomName, 
/**
 * A new description.
 */
description?: Description, 
/**
 * Who may post from now on.
 */
posting?: Posting, 
/**
 * An upload of one's own to be the picture; null removes it.
 */
avatar_upload_id?: string | null, 
/**
 * Who can find and enter it from now on; owners only.
 */
kind?: RoomKind, };

/**
 * `PATCH /uploads/{id}`; what is absent stays.
 */
export type PatchUpload = { 
/**
 * What is said under it.
 */
caption?: Caption, 
/**
 * What it shows, for who cannot see it.
 */
alt?: AltText, };

/**
 * Asks for a `pong`.
 */
export type Ping = { 
/**
 * Comes back in the `pong`; at most 100 characters.
 */
id?: string, };

/**
 * Pinned messages of a room, the last pinned first.
 */
export type Pins = { 
/**
 * All of them: a room has at most 100.
 */
messages: Array<Message>, 
/**
 * Always null: pins come whole.
 */
next_cursor: string | null, };

/**
 * Who may post in a room.
 */
export type Posting = "everyone" | "moderators";

/**
 * Whether a person is there.
 */
export type Presence = "active" | "idle" | "offline";

/**
 * The card of a link in a message.
 */
export type Preview = { 
/**
 * The link.
 */
url: string, 
/**
 * The page's title: plain text on one line, at most 200 characters.
 */
title: string, 
/**
 * The page's description: likewise, at most 400; may be empty.
 */
description: string, 
/**
 * What the site calls itself: likewise, at most 80; may be empty.
 */
site_name: string, };

/**
 * A problem document (RFC 9457), sent as `application/problem+json`.
 */
export type Problem = { 
/**
 * Always `about:blank`: the code says which problem it is.
 */
type: string, 
/**
 * Short, the same for every occurrence of the code.
 */
title: string, 
/**
 * The HTTP status again.
 */
status: number, 
/**
 * Stable.
 */
code: ErrorCode, 
/**
 * For people.
 */
detail: string, 
/**
 * With 422: the fields that are not valid, at least one.
 */
errors?: Array<FieldError>, };

/**
 * One emoji under a message.
 */
export type Reaction = { 
/**
 * The emoji.
 */
emoji: string, 
/**
 * How many people.
 */
count: number, 
/**
 * The first 20 of them.
 */
user_ids: Array<UserId>, 
/**
 * Whether the caller is one of them; only over HTTP.
 */
me?: boolean, };

/**
 * The answer to adding or taking back a reaction.
 */
export type ReactionCount = { 
/**
 * The emoji.
 */
emoji: string, 
/**
 * How many people now.
 */
count: number, };

/**
 * How far one has read in a room.
 */
export type ReadMark = { 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * Up to and with this message.
 */
seq: number, };

/**
 * Where one's mark stands, and what lies after it.
 */
export type ReadState = { 
/**
 * The mark.
 */
last_read_seq: number, 
/**
 * Others' undeleted messages after it; exact up to 100, then 100.
 */
unread: number, 
/**
 * Those of them that name one; exact up to 100, then 100.
 */
mentions: number, };

/**
 * One who has read a message.
 */
export type Reader = { 
/**
 * Who.
 */
user: UserRef, 
/**
 * When their mark last moved.
 */
read_at: Timestamp, };

/**
 * Who has read a message.
 */
export type Receipts = { 
/**
 * How many, those who keep it private among them.
 */
count: number, 
/**
 * How many keep it private.
 */
private: number, 
/**
 * A page of the others.
 */
readers: Array<Reader>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * The original of a reply, resolved when read, never a snapshot.
 */
export type ReplyQuote = { 
/**
 * The original.
 */
id: MessageId, 
/**
 * Its place.
 */
seq: number, 
/**
 * Who wrote it.
 */
author: UserRef, 
/**
 * Its first 140 characters, on one line; empty when deleted.
 */
excerpt: string, 
/**
 * Whether it is a tombstone.
 */
deleted: boolean, };

/**
 * What a member may do. In rising order: member, moderator, owner.
 */
export type Role = "owner" | "moderator" | "member";

/**
 * A room.
 */
export type Room = { 
/**
 * Which room.
 */
id: RoomId, 
/**
 * Who can find and enter it.
 */
kind: RoomKind, 
/**
 * Its name; empty in direct rooms.
 */
name: string, 
/**
 * What it is about.
 */
description: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, 
/**
 * Who made it.
 */
created_by: UserId, 
/**
 * When.
 */
created_at: Timestamp, 
/**
 * Goes up by one with every durable change that others can see.
 */
version: number, 
/**
 * The `seq` of the newest message; 0: none yet.
 */
last_seq: number, 
/**
 * How many people are in it.
 */
member_count: number, 
/**
 * Who may post.
 */
posting: Posting, 
/**
 * The caller's own membership; null for others and in events.
 */
you: Membership | null, };

/**
 * A file in a room's gallery, with the message that holds it.
 */
export type RoomFile = { 
/**
 * The file.
 */
attachment: Attachment, 
/**
 * The message that holds it.
 */
message_id: MessageId, 
/**
 * The place of the message.
 */
seq: number, 
/**
 * Who sent it.
 */
author: UserRef, 
/**
 * When the message was sent.
 */
created_at: Timestamp, };

/**
 * Files of a room, the newest first.
 */
export type RoomFiles = { 
/**
 * At most `limit` of them.
 */
files: Array<RoomFile>, 
/**
 * Where to go on; null at the end.
 */
next_cursor: string | null, };

/**
 * A room of any kind.
 */
export type RoomId = string;

/**
 * Who can find and enter a room.
 */
export type RoomKind = "public" | "private" | "direct";

/**
 * A room's name: 1–80 characters, NFKC, without invisible or direction-changing characters.
 */
export type RoomName = string;

/**
 * One of the caller's rooms in the list of them.
 */
export type RoomSummary = { 
/**
 * Its newest message, if there is one.
 */
last_message: Message | null, 
/**
 * Which room.
 */
id: RoomId, 
/**
 * Who can find and enter it.
 */
kind: RoomKind, 
/**
 * Its name; empty in direct rooms.
 */
name: string, 
/**
 * What it is about.
 */
description: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, 
/**
 * Who made it.
 */
created_by: UserId, 
/**
 * When.
 */
created_at: Timestamp, 
/**
 * Goes up by one with every durable change that others can see.
 */
version: number, 
/**
 * The `seq` of the newest message; 0: none yet.
 */
last_seq: number, 
/**
 * How many people are in it.
 */
member_count: number, 
/**
 * Who may post.
 */
posting: Posting, 
/**
 * The caller's own membership; null for others and in events.
 */
you: Membership | null, };

/**
 * The caller's rooms, the one with the newest message first.
 */
export type Rooms = { 
/**
 * All of them.
 */
rooms: Array<RoomSummary>, 
/**
 * Always null: one's own rooms come whole.
 */
next_cursor: string | null, };

/**
 * Messages that the caller has saved, the last saved first, of rooms that they are in.
 */
export type Saved = { 
/**
 * A page of them.
 */
messages: Array<Message>, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * A frame from the server. Those with a `version` are durable and arrive in its order, without a hole.
 */
export type ServerFrame = { "type": "ready", 
/**
 * Whose socket it is.
 */
user_id: UserId, 
/**
 * Which session opened it.
 */
session_id: SessionId, 
/**
 * Changes when history was rewound by a restore.
 */
epoch: string, 
/**
 * The version of each of my rooms.
 */
rooms: Record<string, number>, } | { "type": "ack", 
/**
 * Of which send.
 */
id: MessageId, 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * Its place.
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
 * Of which frame, where it had an id.
 */
id?: string, 
/**
 * Stable.
 */
code: ErrorCode, 
/**
 * For people.
 */
detail: string, 
/**
 * Whether repeating it can help.
 */
retryable: boolean, } | { "type": "pong", 
/**
 * As the `ping` had it.
 */
id: string | null, } | { "type": "message.created", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * As it stands.
 */
message: Message, } | { "type": "message.updated", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * As it stands.
 */
message: Message, } | { "type": "message.deleted", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * Which.
 */
message_id: MessageId, 
/**
 * Its place.
 */
seq: number, 
/**
 * When.
 */
deleted_at: Timestamp, } | { "type": "reaction.added", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * To which message.
 */
message_id: MessageId, 
/**
 * With what.
 */
emoji: string, 
/**
 * Who.
 */
user_id: UserId, 
/**
 * How many people now.
 */
count: number, } | { "type": "reaction.removed", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * From which message.
 */
message_id: MessageId, 
/**
 * What.
 */
emoji: string, 
/**
 * Who.
 */
user_id: UserId, 
/**
 * How many people now.
 */
count: number, } | { "type": "room.updated", 
/**
 * Which.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * As it stands; `you` is null.
 */
room: Room, } | { "type": "member.joined", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * Who.
 */
member: MemberCard, } | { "type": "member.left", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * Who.
 */
member: MemberCard, } | { "type": "member.updated", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * The room's version with it.
 */
version: number, 
/**
 * Who.
 */
member: MemberCard, } | { "type": "room.joined", 
/**
 * With my membership.
 */
room: Room, } | { "type": "room.left", 
/**
 * Which.
 */
room_id: RoomId, 
/**
 * Why.
 */
reason: LeaveReason, } | { "type": "user.updated", 
/**
 * As it stands.
 */
user: User, } | { "type": "folders.updated", 
/**
 * All of them, as they stand.
 */
folders: Array<Folder>, } | { "type": "read", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * Who.
 */
user_id: UserId, 
/**
 * How far.
 */
seq: number, 
/**
 * When.
 */
at: Timestamp, } | { "type": "typing", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * Who.
 */
user_id: UserId, } | { "type": "presence", 
/**
 * Who.
 */
user_id: UserId, 
/**
 * How.
 */
status: Presence, } | { "type": "resync", 
/**
 * Where.
 */
room_id: RoomId, 
/**
 * Up to here nothing more comes by itself.
 */
version: number, };

/**
 * A server, seen from outside.
 */
export type ServerInfo = { 
/**
 * What it is called.
 */
name: string, 
/**
 * Whether it has no account yet: the next one made is the administrator's.
 */
first_run: boolean, 
/**
 * Whether that first account needs the code printed at the start.
 */
setup_code_required: boolean, 
/**
 * Who may make an account after that.
 */
sign_up: SignUpPolicy, 
/**
 * How much of what it takes.
 */
limits: ServerLimits, };

/**
 * Sizes that a client checks before it asks.
 */
export type ServerLimits = { 
/**
 * The largest file, in bytes.
 */
upload_bytes: number, 
/**
 * The longest message, in characters.
 */
message_characters: number, 
/**
 * Files of one message.
 */
attachments: number, };

/**
 * One sign-in of one account on one device.
 */
export type SessionId = string;

/**
 * One place where the account is signed in.
 */
export type SessionInfo = { 
/**
 * Which session.
 */
id: SessionId, 
/**
 * When it began.
 */
created_at: Timestamp, 
/**
 * When it was last refreshed.
 */
last_used_at: Timestamp, 
/**
 * How the browser or program named itself, cut to 300 characters.
 */
user_agent: string, 
/**
 * Whether it is the one that asks.
 */
current: boolean, };

/**
 * Where the account is signed in, the last used first.
 */
export type Sessions = { 
/**
 * All of them.
 */
sessions: Array<SessionInfo>, };

/**
 * `PUT /rooms/{id}/bans/{user_id}`.
 */
export type SetBan = { 
/**
 * Why, for the other moderators.
 */
reason?: Description, };

/**
 * One folder of [`SetFolders`].
 */
export type SetFolder = { 
/**
 * Any UUID but the nil one; that of a folder that stays.
 */
id: FolderId, 
/**
 * What it is to be called.
 */
name: FolderName, 
/**
 * What is to be in it. A room that one is not in is left out.
 */
room_ids: Array<RoomId>, };

/**
 * `PUT /me/folders`: what one's folders shall be from now on, all of them.
 */
export type SetFolders = { 
/**
 * At most 50, with at most 1,000 rooms between them, each room in one folder.
 */
folders: Array<SetFolder>, };

/**
 * The sender is there, or is away.
 */
export type SetPresence = { 
/**
 * `active` or `idle`.
 */
status: Presence, };

/**
 * `PATCH /rooms/{id}/members/{user_id}`.
 */
export type SetRole = { 
/**
 * What they may do from now on.
 */
role: Role, };

/**
 * A sign-in. The texts are taken as they come: a name that cannot exist is simply wrong.
 */
export type SignIn = { 
/**
 * The handle.
 */
username: string, 
/**
 * The password.
 */
password: string, };

/**
 * What a new account is made of.
 */
export type SignUp = { 
/**
 * The handle, unique on the server.
 */
username: Username, 
/**
 * 8–256 characters, taken verbatim.
 */
password: NewPassword, 
/**
 * The name that is shown; the username when absent.
 */
display_name?: DisplayName, 
/**
 * What the person says about themselves.
 */
bio?: Bio, 
/**
 * An invite to be accepted at once.
 */
invite?: InviteCode, 
/**
 * The code printed at start, where the first account needs it.
 */
setup_code?: string, };

/**
 * Who may make an account.
 */
export type SignUpPolicy = "open" | "invite" | "closed";

/**
 * The answer to every way of signing in with cookies.
 */
export type SignedIn = { 
/**
 * Who is signed in.
 */
user: User, };

/**
 * `POST /direct`.
 */
export type StartDirect = { 
/**
 * The others: 1–9, each once.
 */
user_ids: Array<UserId>, };

/**
 * A moment, in whole milliseconds since 1970-01-01T00:00:00Z.
 */
export type Timestamp = string;

/**
 * Tokens for a program.
 */
export type TokenPair = { 
/**
 * A JWT for `Authorization: Bearer`.
 */
access_token: string, 
/**
 * Single use: buys the next pair.
 */
refresh_token: string, 
/**
 * Always `Bearer`.
 */
token_type: string, 
/**
 * Seconds until the access token ends.
 */
expires_in: number, };

/**
 * `POST /auth/token`: either a name and password, or a refresh token.
 */
export type TokenRequest = { 
/**
 * The handle.
 */
username?: string, 
/**
 * The password.
 */
password?: string, 
/**
 * A refresh token that was not used yet.
 */
refresh_token?: string, };

/**
 * The sender is typing in a room.
 */
export type Typing = { 
/**
 * Where.
 */
room_id: RoomId, };

/**
 * Members whom a message has not reached.
 */
export type Unseen = { 
/**
 * A page of them.
 */
users: Array<UserRef>, 
/**
 * Whether somebody has reminded of the message: that can be done once.
 */
reminded: boolean, 
/**
 * Where the next page begins.
 */
next_cursor: string | null, };

/**
 * An uploaded file.
 */
export type UploadId = string;

/**
 * A file that comes in chunks.
 */
export type UploadProgress = { 
/**
 * Which upload; the file has the same id when it is whole.
 */
id: UploadId, 
/**
 * Its name, as data.
 */
name: string, 
/**
 * Bytes of the whole file.
 */
size: number, 
/**
 * Bytes that are here; the next chunk begins there.
 */
offset: number, 
/**
 * Bytes of every chunk but the last.
 */
chunk_size: number, 
/**
 * What is not in a message by then is gone.
 */
expires_at: Timestamp, };

/**
 * An account as everybody signed in sees it.
 */
export type User = { 
/**
 * Who it is.
 */
id: UserId, 
/**
 * The unique handle; empty when the account is deleted.
 */
username: string, 
/**
 * The name that is shown.
 */
display_name: string, 
/**
 * What the person says about themselves.
 */
bio: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, 
/**
 * Whether this account runs the server.
 */
is_admin: boolean, 
/**
 * Whether a program speaks.
 */
is_bot: boolean, 
/**
 * Whether the account is gone.
 */
deleted: boolean, 
/**
 * When the account was made.
 */
created_at: Timestamp, };

/**
 * An account, for ever: also after it was deleted.
 */
export type UserId = string;

/**
 * An account as it stands beside what it wrote.
 */
export type UserRef = { 
/**
 * Who it is.
 */
id: UserId, 
/**
 * The unique handle; empty when the account is deleted.
 */
username: string, 
/**
 * The name that is shown.
 */
display_name: string, 
/**
 * Where the picture is, if there is one.
 */
avatar_url: string | null, };

/**
 * The settings that follow a person from device to device.
 */
export type UserSettings = { 
/**
 * Whether others see how far this person has read.
 */
read_receipts: boolean, };

/**
 * A username: 2–32 of `a-z 0-9 _ . -`, case-folded; neither starts nor ends with `.` or `-`. Some
 * are reserved: [`Username::check_new`].
 */
export type Username = string;

/**
 * People that a search found, the best first.
 */
export type Users = { 
/**
 * At most `limit` of them.
 */
users: Array<UserRef>, };
