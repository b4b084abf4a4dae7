//! The one gate: turns a membership row into proof of what a person may do in a room.
//!
//! Owns every rule about rooms and roles. A proof can be made nowhere else, and whatever acts in a room
//! takes one, so that forgetting to authorise does not compile. Refuses to say more than the caller may
//! know: a room that one may not see answers exactly like one that does not exist.

use confluence_protocol::{ErrorCode, Limits, Posting, Role, RoomId, RoomKind, UserId};
use confluence_store::{Seat, Store};

use crate::error::ApiError;

/// Proof that a person may see the card of a room: it is public, or they are in it.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    room_id: RoomId,
    user_id: UserId,
    kind: RoomKind,
    posting: Posting,
    people: i64,
    role: Option<Role>,
}

/// Proof that a person is in a room.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    room_id: RoomId,
    user_id: UserId,
    kind: RoomKind,
    posting: Posting,
    people: i64,
    role: Role,
}

/// Proof that a person may post in a room.
#[derive(Clone, Copy, Debug)]
pub struct Poster(Member);

/// Proof that a person keeps order in a room: a moderator or an owner.
#[derive(Clone, Copy, Debug)]
pub struct Moderator(Member);

/// Proof that a person owns a room.
#[derive(Clone, Copy, Debug)]
pub struct Owner(Member);

/// Whether `user_id` may see the room's card.
pub async fn visitor(store: &Store, room_id: RoomId, user_id: UserId) -> Result<Visitor, ApiError> {
    let seat = store.seat(room_id, user_id).await?.ok_or_else(room_not_found)?;
    let Seat { kind, posting, member_count: people, role, banned, .. } = seat;
    let hidden = role.is_none() && (banned || kind != RoomKind::Public);
    if hidden { Err(room_not_found()) } else { Ok(Visitor { room_id, user_id, kind, posting, people, role }) }
}

/// Whether `user_id` is in the room.
pub async fn member(store: &Store, room_id: RoomId, user_id: UserId) -> Result<Member, ApiError> {
    visitor(store, room_id, user_id).await?.member()
}

impl Visitor {
    /// Where.
    pub const fn room_id(&self) -> RoomId {
        self.room_id
    }

    /// Who.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }

    /// Whether they are in it.
    pub fn member(self) -> Result<Member, ApiError> {
        let Self { room_id, user_id, kind, posting, people, role } = self;
        match role {
            Some(role) => Ok(Member { room_id, user_id, kind, posting, people, role }),
            None => Err(ApiError::of(ErrorCode::NotAMember)),
        }
    }
}

impl Member {
    /// Where.
    pub const fn room_id(&self) -> RoomId {
        self.room_id
    }

    /// Who.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }

    /// In what role.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Whether the others hear that they type: not where there are very many.
    pub const fn is_seen_typing(&self) -> bool {
        self.people <= Limits::RECEIPTS_ROOM_MAX
    }

    /// Whether they may post.
    pub fn poster(self) -> Result<Poster, ApiError> {
        if self.posting == Posting::Moderators && !self.role.moderates() {
            return Err(ApiError::of(ErrorCode::PostingRestricted));
        }
        Ok(Poster(self))
    }

    /// Whether they keep order.
    pub fn moderator(self) -> Result<Moderator, ApiError> {
        if self.role.moderates() {
            Ok(Moderator(self))
        } else {
            Err(ApiError::new(ErrorCode::Forbidden, "only moderators and owners can do that"))
        }
    }

    /// Whether they own the room.
    pub fn owner(self) -> Result<Owner, ApiError> {
        if self.role == Role::Owner {
            Ok(Owner(self))
        } else {
            Err(ApiError::new(ErrorCode::Forbidden, "only owners can do that"))
        }
    }

    /// Whether they may invite: any member of a public room, moderators of a private one.
    pub fn inviter(self) -> Result<Self, ApiError> {
        match self.kind {
            RoomKind::Public => Ok(self),
            RoomKind::Private => self.moderator().map(|_| self),
            RoomKind::Direct => Err(direct_room()),
        }
    }

    /// Whether they may pin: moderators; in a direct room, everybody.
    pub fn pinner(self) -> Result<Self, ApiError> {
        if self.kind == RoomKind::Direct { Ok(self) } else { self.moderator().map(|_| self) }
    }

    /// Refuses direct rooms, whose set of people is fixed.
    pub fn not_direct(self) -> Result<Self, ApiError> {
        if self.kind == RoomKind::Direct { Err(direct_room()) } else { Ok(self) }
    }
}

macro_rules! proof_of_member {
    ($($name:ident),*) => { $(
        impl $name {
            /// Where.
            pub const fn room_id(&self) -> RoomId {
                self.0.room_id
            }

            /// Who.
            pub const fn user_id(&self) -> UserId {
                self.0.user_id
            }
        }
    )* };
}
proof_of_member!(Poster, Moderator);

impl Owner {
    /// Where.
    pub const fn room_id(&self) -> RoomId {
        self.0.room_id
    }
}

/// What a room answers that is not there, or not for the caller to know of.
pub fn room_not_found() -> ApiError {
    ApiError::of(ErrorCode::RoomNotFound)
}

fn direct_room() -> ApiError {
    ApiError::of(ErrorCode::DirectRoom)
}
