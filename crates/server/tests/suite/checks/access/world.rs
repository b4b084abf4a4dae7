//! The people of the access table, and a fresh room for each row with all of them in their roles.

use confluence_client::new_message_id;
use confluence_protocol::{
    Attachment, CreateInvite, InviteCode, MessageId, NewMessage, PatchRoom, Posting, ReportId,
    Role as RoomRole, RoomId, RoomKind, SetBan, Timestamp, UploadId, UserId,
};
use reqwest::Method;
use serde_json::json;

use super::table::{Kind, Role};
use crate::{
    checks::load::message,
    support::{PASSWORD, Person, Server},
};

/// A PNG of one transparent pixel.
const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0x00, 0x03,
    0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];

/// One account for each role.
pub struct Cast {
    /// People in the order of the columns, without the stranger.
    people: [Person; 11],
    /// A member who keeps rooms from becoming empty.
    bystander: Person,
}

/// A room with everybody in their role, and ids for a row's path.
pub struct World {
    pub room: RoomId,
    /// A message in it.
    pub message: MessageId,
    /// A plain member, for rows about another person.
    pub other: UserId,
    /// A report of the message by the plain member.
    pub report: ReportId,
    /// The owner's invite, a fresh one for each cell.
    pub code: InviteCode,
    /// A picture attached to a message, for rows about files.
    pub upload: Option<UploadId>,
    /// The room's avatar, for rows about avatars.
    pub avatar: Option<String>,
}

impl Cast {
    pub async fn gather(server: &Server) -> Self {
        // The first account is the administrator.
        let admin = server.person("runs_it").await;
        let [outsider, former, member, moderator, owner, bystander] =
            server.people(["outsider", "former", "member", "moderating", "owner", "bystander"]).await;
        let suspended = server.person("suspended").await;
        suspend(server, &admin, &suspended).await;
        let hosting = bystander.room("Elsewhere", RoomKind::Private).await.id;
        let mut guests = Vec::new();
        for name in ["visiting", "guest"] {
            let code = invite_guests(&bystander, hosting).await;
            guests.push(server.invited(name, &code).await);
        }
        let [elsewhere, guest] = guests.try_into().unwrap_or_else(|_| unreachable!("as many as names"));
        guest.client.leave(hosting).await.unwrap();
        let [banned, blocked] = server.people(["banned_here", "blocked_here"]).await;
        owner.client.block(blocked.user.id).await.unwrap();
        let people =
            [suspended, outsider, banned, former, admin, elsewhere, guest, blocked, member, moderator, owner];
        Self { people, bystander }
    }

    /// The person in that role; `None` for the stranger.
    pub fn person(&self, role: Role) -> Option<&Person> {
        (role as usize).checked_sub(1).map(|place| &self.people[place])
    }

    fn owner(&self) -> &Person {
        &self.people[10]
    }

    /// Creates a room of that kind, even for paths without a room, so that every row finds the same world.
    pub async fn room(&self, kind: Kind) -> World {
        let [_, _, banned, former, _, _, guest, blocked, member, moderator, owner] = &self.people;
        if kind == Kind::Direct {
            return self.direct().await;
        }
        let room_kind = if kind == Kind::Private { RoomKind::Private } else { RoomKind::Public };
        let room = owner.room("A room", room_kind).await.id;
        let code = self.invite(room).await;
        for person in [former, blocked, member, moderator, &self.bystander] {
            person.client.accept_invite(&code).await.unwrap();
        }
        former.client.leave(room).await.unwrap();
        owner.client.ban(room, banned.user.id, &SetBan::default()).await.unwrap();
        // A guest is in one room at a time.
        for previous in guest.client.rooms().await.unwrap().rooms {
            guest.client.leave(previous.room.id).await.unwrap();
        }
        guest.client.accept_invite(&invite_guests(owner, room).await).await.unwrap();
        owner.client.set_role(room, moderator.user.id, RoomRole::Moderator).await.unwrap();
        if kind == Kind::Announcements {
            let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
            owner.client.update_room(room, &patch).await.unwrap();
        }
        let said = owner.client.say(room, "a message").await.unwrap().id;
        let reason = "advertising".parse().unwrap();
        let report = self.bystander.client.report(room, said, reason).await.unwrap().id;
        if kind == Kind::Archived {
            let patch = PatchRoom { archived: Some(true), ..PatchRoom::default() };
            owner.client.update_room(room, &patch).await.unwrap();
        }
        let other = self.bystander.user.id;
        World { room, message: said, other, report, code, upload: None, avatar: None }
    }

    /// The direct room of those who are in the others without being guests or blocked, with a new message. It has
    /// neither reports nor invites.
    async fn direct(&self) -> World {
        let [.., member, moderator, owner] = &self.people;
        let other = self.bystander.user.id;
        let room = owner.client.direct(vec![member.user.id, moderator.user.id, other]).await.unwrap().id;
        let message = owner.client.say(room, "a message").await.unwrap().id;
        let report = ReportId::new(Timestamp::from_millis(1_700_000_000_000));
        World { room, message, other, report, code: "none".parse().unwrap(), upload: None, avatar: None }
    }

    /// Gives the room an avatar.
    pub async fn dress(&self, server: &Server, world: &mut World) {
        let owner = self.owner();
        let call = server.call_as(owner, Method::POST, "/api/v1/uploads?name=dot.png").await;
        let upload = call.bytes("image/png", DOT).answer().await.json();
        let path = format!("/api/v1/rooms/{}", world.room);
        let wanted = json!({ "avatar_upload_id": upload["id"] });
        let room = server.call_as(owner, Method::PATCH, &path).await.json(&wanted).answer().await.json();
        let url = room["avatar_url"].as_str().unwrap();
        world.avatar = Some(url.rsplit('/').next().unwrap().to_owned());
    }

    /// Posts a picture by the owner.
    pub async fn attach(&self, server: &Server, world: &mut World) {
        let owner = self.owner();
        let call = server.call_as(owner, Method::POST, "/api/v1/uploads?name=dot.png").await;
        let upload: Attachment =
            serde_json::from_value(call.bytes("image/png", DOT).answer().await.json()).unwrap();
        let holding = NewMessage { attachments: vec![upload.id], ..message("see this") };
        owner.client.send(world.room, &holding).await.unwrap();
        world.upload = Some(upload.id);
    }

    /// Creates an invite by the owner.
    pub async fn invite(&self, room: RoomId) -> InviteCode {
        self.owner().client.create_invite(room, CreateInvite::default()).await.unwrap().code
    }
}

/// An invite for guests who may stay for a day.
async fn invite_guests(by: &Person, room: RoomId) -> InviteCode {
    let until = confluence_client::now().plus_seconds(24 * 3600);
    let form = CreateInvite { guest_until: Some(until), ..CreateInvite::default() };
    by.client.create_invite(room, form).await.unwrap().code
}

/// Suspends somebody. The administrator's session is not elevated afterwards.
async fn suspend(server: &Server, admin: &Person, target: &Person) {
    let other = Person {
        client: confluence_client::Client::sign_in(server.base(), &admin.user.username, PASSWORD)
            .await
            .unwrap(),
        ..admin.clone()
    };
    let call = server.call_as(&other, Method::POST, "/api/v1/admin/elevate").await;
    assert_eq!(call.json(&json!({ "password": PASSWORD })).answer().await.status, 204);
    let path = format!("/api/v1/admin/users/{}", target.user.id);
    let call = server.call_as(&other, Method::PATCH, &path).await;
    assert_eq!(call.json(&json!({ "suspended": {} })).answer().await.status, 200);
}

impl World {
    /// The same world with a room and a message that do not exist.
    pub fn elsewhere(&self) -> Self {
        let nowhere = RoomId::new(Timestamp::from_millis(1_700_000_000_000));
        Self {
            room: nowhere,
            message: new_message_id(),
            other: self.other,
            report: self.report,
            code: self.code.clone(),
            upload: self.upload,
            avatar: self.avatar.clone(),
        }
    }

    /// The path with its parameters filled in.
    pub fn fill(&self, path: &str, person: &Person) -> String {
        let path = if path.starts_with("/users") || path.starts_with("/me/blocks") {
            path.replace("{id}", &person.user.id.to_string())
        } else {
            path.replace("{id}", &self.room.to_string())
        };
        let path = path.replace("{report_id}", &self.report.to_string());
        let path = path.replace("{user_id}", &self.other.to_string());
        let path = path.replace("{session_id}", &new_message_id().to_string());
        let path = path.replace("{group_id}", &new_message_id().to_string());
        let upload = self.upload.map(|id| id.to_string()).unwrap_or_default();
        let path = path.replace("{upload_id}", &upload).replace("{name}", "dot.png");
        let path = path.replace("{avatar_id}", self.avatar.as_deref().unwrap_or_default());
        let path = path.replace("{emoji}", "%F0%9F%91%8D");
        path.replace("{mid}", &self.message.to_string()).replace("{code}", self.code.as_str())
    }
}
