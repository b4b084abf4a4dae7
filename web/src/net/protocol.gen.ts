// The wire types of API.md. Generated from the protocol crate; this file is overwritten by its test.
export type RoomKind = "public" | "private" | "direct";
export type Role = "owner" | "moderator" | "member";
export type Posting = "everyone" | "moderators";
export type Notify = "all" | "mentions" | "none";
export type Presence = "active" | "idle" | "offline";
export type LeaveReason = "left" | "removed" | "banned" | "deleted";

export type User = {
  id: string;
  username: string;
  display_name: string;
  bio: string;
  avatar_url: string | null;
  is_admin: boolean;
  is_bot: boolean;
  deleted: boolean;
  created_at: string;
};
export type UserRef = { id: string; username: string; display_name: string; avatar_url: string | null };
export type Me = User & { settings: Record<string, unknown> };
export type Membership = {
  role: Role;
  joined_at: string;
  last_read_seq: number;
  unread: number;
  mentions: number;
  notify: Notify;
};
export type Room = {
  id: string;
  kind: RoomKind;
  name: string;
  description: string;
  avatar_url: string | null;
  created_by: string;
  created_at: string;
  version: number;
  last_seq: number;
  member_count: number;
  posting: Posting;
  you: Membership | null;
};
export type ReplyQuote = { id: string; seq: number; author: UserRef; excerpt: string; deleted: boolean };
export type Reaction = { emoji: string; count: number; user_ids: string[]; me?: boolean };
export type Attachment = {
  id: string;
  name: string;
  content_type: string;
  size: number;
  width: number | null;
  height: number | null;
  thumbhash: string | null;
  duration: number | null;
  url: string;
  thumbnail_url: string | null;
};
export type Message = {
  id: string;
  room_id: string;
  seq: number;
  version: number;
  author: UserRef;
  body: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  reply_to: ReplyQuote | null;
  attachments: Attachment[];
  reactions: Reaction[];
  mentions: string[];
  previews: unknown[];
};
export type RoomSummary = Room & { last_message: Message | null };
export type Member = { user: UserRef; role: Role; joined_at: string; presence?: Presence };
export type Invite = {
  code: string;
  url: string;
  room_id: string;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  max_uses: number | null;
  uses: number;
};
export type InviteCard = {
  room: { id: string; name: string; description: string; avatar_url: string | null; member_count: number };
  inviter: UserRef;
};
export type SessionInfo = {
  id: string;
  created_at: string;
  last_used_at: string;
  user_agent: string;
  current: boolean;
};
export type MessagesPage = {
  messages: Message[];
  has_before: boolean;
  has_after: boolean;
  version: number;
  epoch: string;
};
export type Changes = {
  epoch: string;
  version: number;
  messages: Message[];
  members_changed: boolean;
  room: Room;
  reset: boolean;
};
export type ErrorCode = string;
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: { field: string; code: string; detail: string }[];
};
export type ServerFrame =
  | { type: "ready"; user_id: string; session_id: string; epoch: string; rooms: Record<string, number> }
  | { type: "ack"; id: string; room_id: string; seq: number; version: number; created_at: string }
  | { type: "error"; id?: string; code: ErrorCode; detail: string; retryable: boolean }
  | { type: "pong"; id?: string }
  | { type: "message.created"; room_id: string; version: number; message: Message }
  | { type: "message.updated"; room_id: string; version: number; message: Message }
  | {
      type: "message.deleted";
      room_id: string;
      version: number;
      message_id: string;
      seq: number;
      deleted_at: string;
    }
  | {
      type: "reaction.added" | "reaction.removed";
      room_id: string;
      version: number;
      message_id: string;
      emoji: string;
      user_id: string;
      count: number;
    }
  | { type: "room.updated"; room_id: string; version: number; room: Room }
  | {
      type: "member.joined" | "member.left" | "member.updated";
      room_id: string;
      version: number;
      member: Member;
    }
  | { type: "room.joined"; room: Room }
  | { type: "room.left"; room_id: string; reason: LeaveReason }
  | { type: "user.updated"; user: User }
  | { type: "read"; room_id: string; user_id: string; seq: number; at: string }
  | { type: "typing"; room_id: string; user_id: string }
  | { type: "presence"; user_id: string; status: Presence }
  | { type: "resync"; room_id: string; version: number };
export type ClientFrame =
  | { type: "authenticate"; token: string }
  | { type: "send"; id: string; room_id: string; body: string; reply_to?: string; attachments?: string[] }
  | { type: "read"; room_id: string; seq: number }
  | { type: "typing"; room_id: string }
  | { type: "presence"; status: "active" | "idle" }
  | { type: "ping"; id?: string };
