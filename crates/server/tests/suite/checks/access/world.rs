//! The people of the table, and a fresh room for each row with all of them in their places.

use confluence_client::new_message_id;
use confluence_protocol::{
    CreateInvite, InviteCode, MessageId, PatchRoom, Posting, Role as RoomRole, RoomId, RoomKind, Timestamp,
};

use super::table::{Kind, Role};
use crate::support::{Person, Server};

/// One account for each role.
pub struct Cast {
    /// By the order of the columns, without the stranger.
    people: [Person; 6],
    /// A member who keeps rooms from running empty.
    bystander: Person,
}

/// A room with everybody in place.
pub struct World {
    pub room: RoomId,
    /// A message in it.
    pub message: MessageId,
    /// The owner's invite into it; a fresh one for each cell.
    pub code: InviteCode,
}

impl Cast {
    pub async fn gather(server: &Server) -> Self {
        // The first account runs the server.
        let admin = server.person("runs_it").await;
        let [outsider, former, member, moderator, owner, bystander] =
            server.people(["outsider", "former", "member", "moderator", "owner", "bystander"]).await;
        Self { people: [outsider, former, admin, member, moderator, owner], bystander }
    }

    /// Who plays the role; nobody plays the stranger.
    pub fn person(&self, role: Role) -> Option<&Person> {
        (role as usize).checked_sub(1).map(|place| &self.people[place])
    }

    fn owner(&self) -> &Person {
        &self.people[5]
    }

    /// A new room of that kind; also where no room is named, so that every row finds the same world.
    pub async fn room(&self, server: &Server, kind: Kind) -> World {
        let [_, former, _, member, moderator, owner] = &self.people;
        let room_kind = if kind == Kind::Private { RoomKind::Private } else { RoomKind::Public };
        let room = owner.room("A room", room_kind).await.id;
        let code = self.invite(room).await;
        for person in [former, member, moderator, &self.bystander] {
            person.client.accept_invite(&code).await.unwrap();
        }
        former.client.leave(room).await.unwrap();
        server.promote(room, moderator.user.id, RoomRole::Moderator).await;
        if kind == Kind::Announcements {
            let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
            owner.client.update_room(room, &patch).await.unwrap();
        }
        let message = owner.client.say(room, "a message").await.unwrap().id;
        World { room, message, code }
    }

    /// A new invite of the owner's.
    pub async fn invite(&self, room: RoomId) -> InviteCode {
        self.owner().client.create_invite(room, CreateInvite::default()).await.unwrap().code
    }
}

impl World {
    /// Names for a room that does not exist, with everything else as here.
    pub fn elsewhere(&self) -> Self {
        let nowhere = RoomId::new(Timestamp::from_millis(1_700_000_000_000));
        Self { room: nowhere, message: new_message_id(), code: self.code.clone() }
    }

    /// The path with its places filled.
    pub fn fill(&self, path: &str, person: &Person) -> String {
        let path = if path.starts_with("/users") {
            path.replace("{id}", &person.user.id.to_string())
        } else {
            path.replace("{id}", &self.room.to_string())
        };
        let path = path.replace("{session_id}", &new_message_id().to_string());
        let path = path.replace("{emoji}", "%F0%9F%91%8D");
        path.replace("{mid}", &self.message.to_string()).replace("{code}", self.code.as_str())
    }
}
