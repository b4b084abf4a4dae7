//! The rights, one line each, and what some of them allow for a message or another person.

use confluence_protocol::{Limits, Posting, Role, RoomId, RoomKind, UserId};

use crate::Seat;

/// Why somebody may not do something, as far as they may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// They may not see the room, so the answer is the same as if it did not exist.
    Hidden,
    /// They may see the room but are not in it.
    NotAMember,
    /// The room is a direct room, whose people never change.
    DirectRoom,
    /// The room is archived.
    Archived,
    /// Only moderators and owners post in this room.
    PostingRestricted,
    /// Only moderators and owners may do this.
    OnlyModerators,
    /// Only owners may do this.
    OnlyOwners,
    /// Only the author may do this, and in some cases moderators and owners.
    OnlyAuthor,
    /// It is not possible for guests.
    Guest,
    /// The other person has a role that only owners may act on.
    Outranked,
    /// Only administrators of the server may do this.
    NotAdministrator,
    /// The administrator must repeat the password first.
    NotElevated,
}

/// What all proofs have in common: their room, their person, and how they are made.
pub trait Proof: Copy + Send + Sync + 'static {
    /// Makes the proof, if the seat has the right. There is no other way to make one.
    fn of(seat: &Seat) -> Result<Self, Refusal>;

    /// Seat from which it was made.
    fn seat(&self) -> &Seat;

    /// Room in which the right applies.
    fn room_id(&self) -> RoomId {
        self.seat().room_id
    }

    /// User who has the right.
    fn user_id(&self) -> UserId {
        self.seat().user_id
    }
}

/// `Name: Needed, condition, else refusal`: a seat with the right `Needed` that fulfils the condition has the
/// right `Name`.
macro_rules! rights {
    ($( $(#[$doc:meta])* $name:ident $(: $needed:ident)?, |$seat:ident| $condition:expr, else $refusal:ident; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(Seat);

        impl Proof for $name {
            fn of($seat: &Seat) -> Result<Self, Refusal> {
                $( $needed::of($seat)?; )?
                if $condition { Ok(Self(*$seat)) } else { Err(Refusal::$refusal) }
            }

            fn seat(&self) -> &Seat {
                &self.0
            }
        }

        $(
            impl From<$name> for $needed {
                fn from(proof: $name) -> Self {
                    Self(proof.0)
                }
            }
        )?
    )* };
}

rights! {
    /// May see the room's card, and join the room if it is public. Guests see no room but the one that they are in.
    Visitor, |seat| seat.is_in() || (seat.is(RoomKind::Public) && !seat.banned && !seat.guest), else Hidden;
    /// Is in the room: may read, move the read mark and save messages.
    Member: Visitor, |seat| seat.is_in(), else NotAMember;
    /// Is in a room whose members can change, and may leave it.
    GroupMember: Member, |seat| !seat.is(RoomKind::Direct), else DirectRoom;
    /// Is in a room that is not archived: may react.
    Participant: Member, |seat| !seat.room.archived, else Archived;
    /// May post, and edit their own messages: where only moderators post, also members whom they named.
    Poster: Participant, |seat| seat.room.posting == Posting::Everyone || seat.moderates() || seat.may_post, else PostingRestricted;
    /// May pin and unpin messages.
    Pinner: Participant, |seat| seat.is(RoomKind::Direct) || seat.moderates(), else OnlyModerators;
    /// Is in a room whose members can change, and is not a guest.
    FullMember: GroupMember, |seat| !seat.guest, else Guest;
    /// May invite people.
    Inviter: FullMember, |seat| seat.is(RoomKind::Public) || seat.moderates(), else OnlyModerators;
    /// Keeps order: may change name, description and picture, decide who posts and how often, and remove and ban
    /// plain members.
    Moderator: GroupMember, |seat| seat.moderates(), else OnlyModerators;
    /// Owns the room: may make it public or private, archive and delete it, give roles, and remove and ban
    /// moderators and owners.
    Owner: Moderator, |seat| seat.role == Some(Role::Owner), else OnlyOwners;
}

impl Member {
    /// Whether they may delete a message of `author` and see who has not seen it: authors and moderators may.
    pub fn oversees(&self, author: UserId) -> Result<(), Refusal> {
        if self.0.user_id == author || self.0.moderates() { Ok(()) } else { Err(Refusal::OnlyAuthor) }
    }

    /// Whether they may change the text and link previews of a message of `author`: only the author may.
    pub fn wrote(&self, author: UserId) -> Result<(), Refusal> {
        if self.0.user_id == author { Ok(()) } else { Err(Refusal::OnlyAuthor) }
    }

    /// Whether their `@room` mentions everybody: in large rooms only moderators may do that.
    pub fn may_call_everybody(&self) -> bool {
        self.0.moderates() || self.0.room.people <= Limits::ROOM_MENTION_MAX
    }

    /// Whether their `@here` mentions the active members: where `@room` would mention everybody, if presence is
    /// shown there.
    pub fn may_call_active(&self) -> bool {
        self.may_call_everybody() && self.0.room.people <= Limits::HERE_ROOM_MAX
    }

    /// Whether other members see that they are typing: not in large rooms.
    pub const fn is_seen_typing(&self) -> bool {
        self.0.room.people <= Limits::RECEIPTS_ROOM_MAX
    }
}

impl From<Poster> for Member {
    fn from(proof: Poster) -> Self {
        Self(proof.0)
    }
}

impl Poster {
    /// Whether slow mode makes them wait between two messages.
    pub fn waits(&self) -> bool {
        !self.0.moderates()
    }
}

impl Moderator {
    /// Whether they may give the role to a member: owners may give every role to everybody, moderators may
    /// only step down.
    pub fn assigns(&self, target: UserId, role: Role) -> Result<(), Refusal> {
        let steps_down = target == self.0.user_id && role == Role::Member;
        if steps_down || self.0.role == Some(Role::Owner) { Ok(()) } else { Err(Refusal::OnlyOwners) }
    }

    /// Whether they may act on a person with that role: owners on everybody, moderators on members and
    /// non-members.
    pub fn outranks(&self, role: Option<Role>) -> Result<(), Refusal> {
        let plain = !role.is_some_and(Role::moderates);
        if plain || self.0.role == Some(Role::Owner) { Ok(()) } else { Err(Refusal::Outranked) }
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;
    use crate::Setting;

    const KINDS: [RoomKind; 3] = [RoomKind::Public, RoomKind::Private, RoomKind::Direct];
    /// Who posts, and whether the room is archived.
    const STATES: [(Posting, bool); 3] =
        [(Posting::Everyone, false), (Posting::Moderators, false), (Posting::Everyone, true)];
    const PEOPLE: [(Option<Role>, bool); 5] = [
        (None, false),
        (None, true),
        (Some(Role::Member), false),
        (Some(Role::Moderator), false),
        (Some(Role::Owner), false),
    ];

    fn other() -> UserId {
        UserId::new(Timestamp::from_millis(1_800_000_000_001))
    }

    fn seats() -> Vec<Seat> {
        seats_of(false)
    }

    #[expect(clippy::disallowed_methods, reason = "the test needs seats of every kind")]
    fn seats_of(guest: bool) -> Vec<Seat> {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let place = (RoomId::new(now), UserId::new(now));
        let mut seats = Vec::new();
        for kind in KINDS {
            for (posting, archived) in STATES {
                let room = Setting { kind, posting, archived, people: 3 };
                seats.extend(PEOPLE.map(|(role, banned)| Seat::read(place, room, role, banned, guest)));
            }
        }
        seats
    }

    /// Letters of the rights that each kind of person has in each kind of room: (v)isitor, (m)ember,
    /// (g)roup member, p(a)rticipant, (p)oster, pi(n)ner, (i)nviter, m(o)derator, o(w)ner.
    #[test]
    fn room10_each_right_in_each_kind_of_room() {
        let letters = |seat: &Seat| {
            [
                ('v', Visitor::of(seat).is_ok()),
                ('m', Member::of(seat).is_ok()),
                ('g', GroupMember::of(seat).is_ok()),
                ('a', Participant::of(seat).is_ok()),
                ('p', Poster::of(seat).is_ok()),
                ('n', Pinner::of(seat).is_ok()),
                ('i', Inviter::of(seat).is_ok()),
                ('o', Moderator::of(seat).is_ok()),
                ('w', Owner::of(seat).is_ok()),
            ]
            .into_iter()
            .filter_map(|(letter, has)| has.then_some(letter))
            .collect::<String>()
        };
        // Columns: a non-member, somebody banned, a member, a moderator, an owner.
        let expected = [
            ["v", "", "vmgapi", "vmgapnio", "vmgapniow"], // public
            ["v", "", "vmgai", "vmgapnio", "vmgapniow"],  // public, moderators post
            ["v", "", "vmgi", "vmgio", "vmgiow"],         // public, archived
            ["", "", "vmgap", "vmgapnio", "vmgapniow"],   // private
            ["", "", "vmga", "vmgapnio", "vmgapniow"],    // private, moderators post
            ["", "", "vmg", "vmgio", "vmgiow"],           // private, archived
            ["", "", "vmapn", "vmapn", "vmapn"],          // direct
            ["", "", "vman", "vmapn", "vmapn"],           // direct, moderators post: never created
            ["", "", "vm", "vm", "vm"],                   // direct, archived: never created
        ];
        let found: Vec<String> = seats().iter().map(letters).collect();
        assert_eq!(found, expected.concat());
    }

    #[test]
    fn room26_named_members_post_where_only_moderators_may() {
        for seat in seats() {
            let author = seat.of_author(true);
            let restricted = seat.room.posting == Posting::Moderators;
            let posts = Poster::of(&seat).is_ok() || (restricted && Participant::of(&seat).is_ok());
            assert_eq!(Poster::of(&author).is_ok(), posts, "{seat:?}");
            assert_eq!(Moderator::of(&author).is_ok(), Moderator::of(&seat).is_ok());
        }
    }

    #[test]
    fn guest2_guests_see_no_other_room_and_invite_nobody() {
        for (seat, guest) in seats().into_iter().zip(seats_of(true)) {
            assert_eq!(Visitor::of(&guest).is_ok(), seat.is_in(), "{seat:?}");
            assert!(Inviter::of(&guest).is_err(), "{seat:?}");
            if !seat.is_in() {
                assert_eq!(Member::of(&guest), Err(Refusal::Hidden));
            }
            assert_eq!(Poster::of(&guest).is_ok(), Poster::of(&seat).is_ok());
        }
    }

    #[test]
    fn gen8_refusals_reveal_nothing_about_a_hidden_room() {
        for seat in seats() {
            if Visitor::of(&seat).is_err() {
                assert_eq!(Member::of(&seat), Err(Refusal::Hidden));
                assert_eq!(Owner::of(&seat), Err(Refusal::Hidden));
                assert_eq!(Pinner::of(&seat), Err(Refusal::Hidden));
            }
        }
    }

    #[test]
    fn room10_owners_give_roles_and_moderators_step_down() {
        for seat in seats() {
            let Ok(moderator) = Moderator::of(&seat) else { continue };
            let owns = seat.role == Some(Role::Owner);
            let roles = [Role::Owner, Role::Moderator, Role::Member];
            assert_eq!(roles.map(|role| moderator.assigns(other(), role).is_ok()), [owns; 3]);
            assert_eq!(roles.map(|role| moderator.assigns(seat.user_id, role).is_ok()), [owns, owns, true]);
        }
    }

    #[test]
    fn room10_moderators_act_on_members_owners_on_everybody() {
        let roles = [None, Some(Role::Member), Some(Role::Moderator), Some(Role::Owner)];
        for seat in seats() {
            let Ok(moderator) = Moderator::of(&seat) else { continue };
            let expected =
                if seat.role == Some(Role::Owner) { [true; 4] } else { [true, true, false, false] };
            assert_eq!(roles.map(|role| moderator.outranks(role).is_ok()), expected);
        }
    }
}
