//! Golden frames: every socket frame as committed JSON, checked by this test and by one in the web client.

use std::{fs, path::Path};

use crate::{
    AuditAction, Authenticate, ClientFrame, ErrorCode, Folder, LeaveReason, MemberCard, Message, MessageId,
    NewRoomMessage, Notify, OwnPresence, Ping, Posting, Presence, PresenceMode, Reaction, ReadMark,
    ReplyQuote, Role, Room, RoomAct, RoomId, RoomKind, ServerFrame, SessionId, SetPresence, Status,
    Timestamp, Typing, User, UserId, UserRef, UserSettings,
};

/// Compares the file at `path`, relative to this crate, with `text`; if `UPDATE` is set, writes the file
/// first.
pub fn check(path: &Path, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "{} is out of date: run UPDATE=1 cargo test -p confluence-protocol",
        path.display()
    );
}

fn id<T: std::str::FromStr>(n: u8) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("0192f0c8-7a00-7000-8000-0000000000{n:02}").parse().unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_763_990_000_123)
}

fn ana() -> UserRef {
    UserRef { id: id(1), username: "ana".into(), display_name: "Ana".into(), avatar_url: None }
}

fn message() -> Message {
    Message {
        id: id(30),
        room_id: id(20),
        seq: 7,
        version: 9,
        author: ana(),
        kind: None,
        body: "Good *morning* @bo".into(),
        created_at: now(),
        edited_at: None,
        deleted_at: None,
        reply_to: Some(ReplyQuote {
            id: id(29),
            seq: 6,
            author: ana(),
            kind: None,
            excerpt: "Hello".into(),
            deleted: false,
        }),
        attachments: vec![],
        reactions: vec![Reaction { emoji: "👍".into(), count: 1, user_ids: vec![id(2)], me: None }],
        mentions: vec![id(2)],
        mentions_room: false,
        mentions_groups: vec![],
        previews: vec![],
        pinned_at: None,
    }
}

fn room() -> Room {
    Room {
        id: id(20),
        kind: RoomKind::Public,
        name: "Rivers".into(),
        description: "Where two meet".into(),
        avatar_url: None,
        created_by: id(1),
        created_at: now(),
        version: 9,
        last_seq: 7,
        member_count: 2,
        posting: Posting::Everyone,
        archived: false,
        slow_mode_seconds: 0,
        people: vec![],
        you: None,
    }
}

fn member() -> MemberCard {
    MemberCard { user: ana(), role: Role::Member, joined_at: now(), may_post: false, guest_until: None }
}

fn server_frames() -> Vec<ServerFrame> {
    let room_id: RoomId = id(20);
    let message_id: MessageId = id(30);
    let user_id: UserId = id(2);
    let session_id: SessionId = id(10);
    let user = User {
        id: id(1),
        username: "ana".into(),
        display_name: "Ana".into(),
        bio: String::new(),
        avatar_url: None,
        is_admin: true,
        is_bot: false,
        deleted: false,
        created_at: now(),
        status: Some(Status { emoji: "🌊".into(), text: "On the river".into(), until: Some(now()) }),
        guest_until: None,
    };
    let emoji = "👍".to_owned();
    vec![
        ServerFrame::Ready { user_id, session_id, epoch: "e1".into(), rooms: [(room_id, 9)].into() },
        ServerFrame::Ack { id: message_id, room_id, seq: 7, version: 9, created_at: now() },
        ServerFrame::Error {
            id: Some(message_id.to_string()),
            code: ErrorCode::RateLimited,
            detail: "try again in 1 second".into(),
            retryable: true,
        },
        ServerFrame::Pong { id: Some("p1".into()) },
        ServerFrame::MessageCreated { room_id, version: 9, message: message() },
        ServerFrame::MessageUpdated { room_id, version: 10, message: message() },
        ServerFrame::MessageDeleted { room_id, version: 11, message_id, seq: 7, deleted_at: now() },
        ServerFrame::ReactionAdded {
            room_id,
            version: 12,
            message_id,
            emoji: emoji.clone(),
            user_id,
            count: 1,
        },
        ServerFrame::ReactionRemoved { room_id, version: 13, message_id, emoji, user_id, count: 0 },
        ServerFrame::RoomUpdated { room_id, version: 14, room: room() },
        ServerFrame::MemberJoined { room_id, version: 15, member: member() },
        ServerFrame::MemberLeft { room_id, version: 16, member: member() },
        ServerFrame::MemberUpdated { room_id, version: 17, member: member() },
        ServerFrame::RoomJoined { room: room() },
        ServerFrame::RoomLeft { room_id, reason: LeaveReason::Removed },
        ServerFrame::UserUpdated { user },
        ServerFrame::MembershipUpdated { room_id, notify: Notify::Mentions, closed: false, favourite: true },
        ServerFrame::MeUpdated {
            presence: OwnPresence { mode: PresenceMode::DoNotDisturb, until: Some(now()) },
            settings: UserSettings::default(),
        },
        ServerFrame::BlocksUpdated { user_ids: vec![id(3)] },
        ServerFrame::FoldersUpdated {
            folders: vec![Folder { id: id(50), name: "Trips".into(), room_ids: vec![room_id] }],
        },
        ServerFrame::RoomAct {
            room_id,
            act: RoomAct {
                id: id(60),
                after_seq: 7,
                at: now(),
                actor: Some(ana()),
                action: AuditAction::MemberRemoved,
                target: Some(ana()),
                detail: "advertising".into(),
            },
        },
        ServerFrame::RoomReports { room_id, open: 1 },
        ServerFrame::Read { room_id, user_id, seq: 7, at: now() },
        ServerFrame::Typing { room_id, user_id },
        ServerFrame::Presence { user_id, status: Presence::Idle, do_not_disturb: false },
        ServerFrame::Presence { user_id, status: Presence::Active, do_not_disturb: true },
        ServerFrame::Resync { room_id, version: 17 },
    ]
}

fn client_frames() -> Vec<ClientFrame> {
    let room_id: RoomId = id(20);
    vec![
        ClientFrame::Authenticate(Authenticate { token: "header.payload.signature".into() }),
        ClientFrame::Send(NewRoomMessage {
            id: id(30),
            room_id,
            body: "Hello".parse().unwrap(),
            reply_to: Some(id(29)),
            attachments: vec![],
        }),
        ClientFrame::Read(ReadMark { room_id, seq: 7 }),
        ClientFrame::Typing(Typing { room_id }),
        ClientFrame::Presence(SetPresence { status: Presence::Active }),
        ClientFrame::Ping(Ping { id: Some("p1".into()) }),
    ]
}

#[test]
fn every_server_frame_matches_its_golden_json() {
    let frames = server_frames();
    check(Path::new("golden/server_frames.json"), &(serde_json::to_string_pretty(&frames).unwrap() + "\n"));
    for frame in frames {
        assert_eq!(serde_json::from_str::<ServerFrame>(&frame.encode()).unwrap(), frame);
        // No wildcard arm: a new variant does not compile until it is added here and to the golden frames.
        match frame {
            ServerFrame::Ready { .. }
            | ServerFrame::Ack { .. }
            | ServerFrame::Error { .. }
            | ServerFrame::Pong { .. }
            | ServerFrame::MessageCreated { .. }
            | ServerFrame::MessageUpdated { .. }
            | ServerFrame::MessageDeleted { .. }
            | ServerFrame::ReactionAdded { .. }
            | ServerFrame::ReactionRemoved { .. }
            | ServerFrame::RoomUpdated { .. }
            | ServerFrame::MemberJoined { .. }
            | ServerFrame::MemberLeft { .. }
            | ServerFrame::MemberUpdated { .. }
            | ServerFrame::RoomJoined { .. }
            | ServerFrame::RoomLeft { .. }
            | ServerFrame::UserUpdated { .. }
            | ServerFrame::MembershipUpdated { .. }
            | ServerFrame::MeUpdated { .. }
            | ServerFrame::BlocksUpdated { .. }
            | ServerFrame::FoldersUpdated { .. }
            | ServerFrame::RoomAct { .. }
            | ServerFrame::RoomReports { .. }
            | ServerFrame::Read { .. }
            | ServerFrame::Typing { .. }
            | ServerFrame::Presence { .. }
            | ServerFrame::Resync { .. } => {}
        }
    }
}

#[test]
fn every_client_frame_matches_its_golden_json() {
    let frames = client_frames();
    check(Path::new("golden/client_frames.json"), &(serde_json::to_string_pretty(&frames).unwrap() + "\n"));
    for frame in frames {
        let text = serde_json::to_string(&frame).unwrap();
        assert_eq!(ClientFrame::parse(&text).unwrap(), frame);
    }
}
