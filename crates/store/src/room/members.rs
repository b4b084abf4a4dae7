//! The members of a room and their roles: joining, leaving, and listing them.

use confluence_protocol::{
    Change, LeaveReason, Limits, MemberCard, Members, Notify, PatchMembership, Presence, Role, Room, RoomId,
    RoomKind, SearchText, ServerFrame, Timestamp, UserId,
};
use confluence_rights::{GroupMember, Inviter, Member, Moderator, Proof, Refusal, Seat, Visitor};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::{fold, word},
    },
    group::leaving,
    room::{deletion::remains, rooms, row::MemberRow, seats},
};

/// Selects [`MemberRow`]s.
macro_rules! member_select {
    () => {
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id, m.role, m.joined_at, m.may_post, u.guest_until
         FROM members m JOIN users u ON u.id = m.user_id "
    };
}

statements! {
    ONE = (member_select!() "WHERE m.room_id = $1 AND m.user_id = $2");
    // Roles sort descending by their word: owner, moderator, member. The page consists of the rest of the
    // role in which the last page ended, then the later roles; each half starts at its place in the index and
    // reads at most a page.
    PAGE = (
        "SELECT p.user_id, u.username, u.display_name, u.avatar_id, p.role, p.joined_at, p.may_post, u.guest_until FROM (
            SELECT * FROM (
                SELECT m.user_id, m.role, m.joined_at, m.may_post FROM members m
                WHERE m.room_id = $1 AND m.role = $2 AND (m.joined_at, m.user_id) > ($3, $4)
                ORDER BY m.role DESC, m.joined_at, m.user_id LIMIT $5
            ) AS same_role UNION ALL SELECT * FROM (
                SELECT m.user_id, m.role, m.joined_at, m.may_post FROM members m
                WHERE m.room_id = $1 AND m.role < $2
                ORDER BY m.role DESC, m.joined_at, m.user_id LIMIT $5
            ) AS other_roles
         ) AS p JOIN users u ON u.id = p.user_id
         ORDER BY p.role DESC, p.joined_at, p.user_id LIMIT $5"
    );
    // Like the search for people, see `person::users`, for members only. Each of the people found is looked up among the
    // members: a range of one pair keeps PostgreSQL from walking all members instead.
    NAMED = (
        "SELECT m.user_id, u.username, u.display_name, u.avatar_id, m.role, m.joined_at, m.may_post, u.guest_until FROM (SELECT * FROM (
            SELECT * FROM (
                SELECT id FROM users
                WHERE username >= $1 AND username < $2 AND deleted_at IS NULL ORDER BY username LIMIT 500
            ) AS by_username UNION SELECT * FROM (
                SELECT id FROM users
                WHERE display_name_folded >= $1 AND display_name_folded < $2 AND deleted_at IS NULL
                ORDER BY display_name_folded LIMIT 500
            ) AS by_display_name UNION
            SELECT id FROM (
                SELECT u.id, u.username, u.display_name_folded
                FROM (SELECT user_id FROM members WHERE room_id BETWEEN $3 AND $3
                      ORDER BY room_id, user_id LIMIT 1000) AS inside
                CROSS JOIN users u WHERE u.id = inside.user_id AND u.deleted_at IS NULL LIMIT 1000
            ) AS in_room
            WHERE (username >= $1 AND username < $2)
               OR (display_name_folded >= $1 AND display_name_folded < $2)
         ) AS named LIMIT 2000) AS f CROSS JOIN members m CROSS JOIN users u
         WHERE (m.room_id, m.user_id) >= ($3, f.id) AND (m.room_id, m.user_id) <= ($3, f.id) AND u.id BETWEEN f.id AND f.id
         ORDER BY u.display_name_folded, u.id LIMIT $4"
    );
    ENTER = (
        "INSERT INTO members (room_id, user_id, role, joined_at, last_read_seq, read_at, notify)
         SELECT id, $2, $3, $4, last_seq, $4, 'all' FROM rooms WHERE id = $1 AND deleted_at IS NULL"
    );
    LEAVE = ("DELETE FROM members WHERE room_id = $1 AND user_id = $2");
    /// Takes the next version for a change of the members, and adds `$2` to their count.
    MEMBERS_VERSION = (
        "UPDATE rooms SET version = version + 1, members_version = version + 1,
                member_count = member_count + $2, changed_at = " now "
         WHERE id = $1 AND deleted_at IS NULL RETURNING version"
    );
    SET_ROLE = ("UPDATE members SET role = $3 WHERE room_id = $1 AND user_id = $2");
    /// Invites end when their creator stops being a member, or may no longer invite.
    DROP_INVITES = ("DELETE FROM invites WHERE room_id = $1 AND created_by = $2");
    /// Only moderators invite guests.
    DROP_GUEST_INVITES = (
        "DELETE FROM invites WHERE room_id = $1 AND created_by = $2 AND guest_until IS NOT NULL"
    );
    LEAVE_FOLDER = ("DELETE FROM folder_rooms WHERE user_id = $2 AND room_id = $1");
    OTHER_OWNERS = (
        "SELECT count(*) FROM members WHERE room_id = $1 AND role = 'owner' AND user_id <> $2"
    );
    // Descending order puts moderators before members. Guests own no rooms: if the first 200 are guests, there is none.
    HEIR = (
        "SELECT inside.user_id FROM (
            SELECT user_id, role, joined_at FROM members WHERE room_id = $1 AND user_id <> $2
            ORDER BY role DESC, joined_at, user_id LIMIT 200
         ) AS inside JOIN users u ON u.id = inside.user_id
         WHERE u.guest_until IS NULL
         ORDER BY inside.role DESC, inside.joined_at, inside.user_id LIMIT 1"
    );
    // Locked, because a direct room can be opened at the same moment on another node.
    MY_SETTINGS = (
        "SELECT me.notify, me.closed_seq, me.favourite, r.last_seq FROM members me JOIN rooms r ON r.id = me.room_id
         WHERE me.room_id = $1 AND me.user_id = $2 AND r.deleted_at IS NULL" lock
    );
    SET_MY_SETTINGS = (
        "UPDATE members SET notify = $3, closed_seq = $4, favourite = $5 WHERE room_id = $1 AND user_id = $2"
    );
    FAVOURITES = ("SELECT count(*) FROM members WHERE user_id = $1 AND favourite");
}

impl Store {
    /// Joins a public room; for a member nothing changes, and the answer is the same room.
    pub async fn join(&self, by: Visitor, now: Timestamp) -> Result<Room, StoreError> {
        let room = self.write(Join { by, now }).await?;
        self.with_counts(room, by.user_id()).await
    }

    /// Leaves a room; when the last member leaves, the room is deleted. `LastOwner`.
    pub async fn leave(&self, by: GroupMember) -> Result<(), StoreError> {
        self.write(Leave { by }).await?;
        self.chores().notify_one();
        Ok(())
    }

    /// A page of the members: owners, moderators, then members, each by the time they joined; `limit` is
    /// 1–200. Everybody is shown as offline, because the store does not know presence. `InvalidCursor`.
    pub async fn members(&self, by: Member, cursor: Option<&str>, limit: u32) -> Result<Members, StoreError> {
        // "p" sorts before every role in descending order.
        let (role, joined_at, user_id) =
            Cursor::<(String, i64, Uuid)>::parse(cursor)?.unwrap_or(("p".to_owned(), 0, Uuid::nil()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            PAGE,
            [by.room_id().as_uuid(), role.as_str(), joined_at, user_id, cursor::one_more(limit)] => all MemberRow
        )?;
        let (rows, more) = cursor::cut(rows, limit);
        let cards = rows.into_iter().map(MemberCard::try_from).collect::<Result<Vec<_>, _>>()?;
        let next_cursor = cards.last().filter(|_| more).map(|card| {
            Cursor::write(&(
                card.role.as_str().to_owned(),
                card.joined_at.as_millis(),
                card.user.id.as_uuid(),
            ))
        });
        let members = cards.into_iter().map(without_presence).collect();
        Ok(Members { members, next_cursor })
    }

    /// Members whose username or display name begins with `query`, or all, by display name; `limit` is 1–200. Shown as
    /// [`Store::members`] does. Incomplete if more than 500 accounts match and the room has more than 1,000 members.
    pub async fn members_named(
        &self,
        by: Member,
        query: Option<&SearchText>,
        limit: u32,
    ) -> Result<Members, StoreError> {
        let from = fold(query.map_or("", SearchText::as_str));
        // The highest code point: everything that begins with the query sorts before it.
        let to = format!("{from}\u{10FFFF}");
        let limit = i64::from(limit.clamp(1, Limits::PAGE_MAX));
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            NAMED,
            [from.as_str(), to.as_str(), by.room_id().as_uuid(), limit] => all MemberRow
        )?;
        let cards = rows.into_iter().map(MemberCard::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(Members { members: cards.into_iter().map(without_presence).collect(), next_cursor: None })
    }

    /// Changes the member's own settings for the room and tells their sockets. Only direct rooms can be closed.
    pub async fn set_membership(&self, by: Member, patch: PatchMembership) -> Result<(), StoreError> {
        self.write(SetMembership { by, patch }).await
    }
}

/// The member without their presence, which the store does not know.
pub(crate) fn without_presence(card: MemberCard) -> confluence_protocol::Member {
    let MemberCard { user, role, joined_at, may_post, guest_until } = card;
    confluence_protocol::Member {
        user,
        role,
        joined_at,
        presence: Presence::Offline,
        may_post,
        do_not_disturb: false,
        guest_until,
    }
}

/// The member as events show them.
pub(crate) async fn card(tx: &mut Tx<'_>, room_id: RoomId, user_id: UserId) -> Result<MemberCard, Fault> {
    let row = on_db!(tx.conn(), ONE, [room_id.as_uuid(), user_id.as_uuid()] => optional MemberRow)?;
    Ok(row.ok_or(Fault::Domain(Refusal::NotAMember.into()))?.try_into()?)
}

/// Takes the next version for a change of the members and adds `more` to their number.
pub(crate) async fn next_members_version(tx: &mut Tx<'_>, room_id: RoomId, more: i64) -> Result<i64, Fault> {
    let row = on_db!(tx.conn(), MEMBERS_VERSION, [room_id.as_uuid(), more] => optional (i64,))?;
    row.map(|(version,)| version).ok_or(Fault::Domain(StoreError::NotFound))
}

/// Adds a member, who must not be one yet. Existing messages count as read for them.
pub(crate) async fn enter(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    user_id: UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), Fault> {
    let version = next_members_version(tx, room_id, 1).await?;
    on_db!(
        tx.conn(),
        ENTER,
        [room_id.as_uuid(), user_id.as_uuid(), role.as_str(), now.as_millis()] => count
    )?;
    let member = card(tx, room_id, user_id).await?;
    tx.emit(Change::Room { room_id, version, frame: ServerFrame::MemberJoined { room_id, version, member } });
    tx.emit(Change::Joined { room_id, user_id, version });
    Ok(())
}

/// Ends a membership; deletes the room if that was the last one.
pub(crate) async fn exit(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    user_id: UserId,
    reason: LeaveReason,
) -> Result<(), Fault> {
    let member = card(tx, room_id, user_id).await?;
    let version = next_members_version(tx, room_id, -1).await?;
    on_db!(tx.conn(), LEAVE, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    on_db!(tx.conn(), DROP_INVITES, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    on_db!(tx.conn(), LEAVE_FOLDER, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    leaving::leave_room(tx, room_id, user_id).await?;
    tx.emit(Change::Room { room_id, version, frame: ServerFrame::MemberLeft { room_id, version, member } });
    tx.emit(Change::Left { room_id, user_id, version, reason });
    if seats::seat_existing(tx, room_id, user_id).await?.people() == 0 {
        remains::bury(tx, room_id).await?;
    }
    Ok(())
}

/// Gives a member a role and emits the change to the room; guests only stay members. If they may no longer
/// invite people, or guests, those invites end.
pub(crate) async fn set_role(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    user_id: UserId,
    role: Role,
) -> Result<MemberCard, Fault> {
    on_db!(tx.conn(), SET_ROLE, [room_id.as_uuid(), user_id.as_uuid(), role.as_str()] => count)?;
    let seat = seats::seat_existing(tx, room_id, user_id).await?;
    if seat.is_guest() {
        return Err(Fault::Domain(Refusal::Guest.into()));
    }
    let dropped = match (Inviter::of(&seat), Moderator::of(&seat)) {
        (Err(_), _) => Some(DROP_INVITES),
        (_, Err(_)) => Some(DROP_GUEST_INVITES),
        _ => None,
    };
    if let Some(dropped) = dropped {
        on_db!(tx.conn(), dropped, [room_id.as_uuid(), user_id.as_uuid()] => count)?;
    }
    tell_updated(tx, room_id, user_id).await
}

/// Emits a changed member to the room under the next version.
pub(crate) async fn tell_updated(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    user_id: UserId,
) -> Result<MemberCard, Fault> {
    let version = next_members_version(tx, room_id, 0).await?;
    let member = card(tx, room_id, user_id).await?;
    let frame = ServerFrame::MemberUpdated { room_id, version, member: member.clone() };
    tx.emit(Change::Room { room_id, version, frame });
    Ok(member)
}

/// Whether the room has an owner.
pub(crate) async fn is_owned(tx: &mut Tx<'_>, room_id: RoomId) -> Result<bool, Fault> {
    let (owners,) = on_db!(tx.conn(), OTHER_OWNERS, [room_id.as_uuid(), Uuid::nil()] => one (i64,))?;
    Ok(owners > 0)
}

/// Makes the longest-serving moderator, or else member, an owner; not `except`, who is about to leave.
pub(crate) async fn hand_over(tx: &mut Tx<'_>, room_id: RoomId, except: Option<UserId>) -> Result<(), Fault> {
    let except = except.map_or(Uuid::nil(), UserId::as_uuid);
    let heir = on_db!(tx.conn(), HEIR, [room_id.as_uuid(), except] => optional (Uuid,))?;
    if let Some((heir,)) = heir {
        set_role(tx, room_id, UserId::from_uuid(heir), Role::Owner).await?;
    }
    Ok(())
}

/// Fails with `LastOwner` if without this member the room would have no owner but still have other members.
pub(crate) async fn keep_an_owner(tx: &mut Tx<'_>, seat: &Seat) -> Result<(), Fault> {
    if seat.role() != Some(Role::Owner) || seat.people() == 1 {
        return Ok(());
    }
    another_owner(tx, seat).await
}

/// Fails with `LastOwner` unless somebody else owns the room as well.
pub(crate) async fn another_owner(tx: &mut Tx<'_>, seat: &Seat) -> Result<(), Fault> {
    let (others,) =
        on_db!(tx.conn(), OTHER_OWNERS, [seat.room_id().as_uuid(), seat.user_id().as_uuid()] => one (i64,))?;
    if others == 0 { Err(StoreError::LastOwner.into()) } else { Ok(()) }
}

struct Join {
    by: Visitor,
    now: Timestamp,
}

impl Mutation for Join {
    type Output = Room;

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Room, Fault> {
        let (room_id, user_id) = (self.by.room_id(), self.by.user_id());
        let by = seats::still(tx, self.by).await?;
        if by.seat().role().is_none() {
            enter(tx, room_id, user_id, Role::Member, self.now).await?;
        }
        rooms::load_existing(tx, room_id, user_id).await
    }
}

struct Leave {
    by: GroupMember,
}

impl Mutation for Leave {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        keep_an_owner(tx, by.seat()).await?;
        exit(tx, by.room_id(), by.user_id(), LeaveReason::Left).await
    }
}

struct SetMembership {
    by: Member,
    patch: PatchMembership,
}

impl Mutation for SetMembership {
    type Output = ();

    fn rooms(&self) -> Vec<RoomId> {
        vec![self.by.room_id()]
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let by = seats::still(tx, self.by).await?;
        change_settings(tx, by, self.patch).await
    }
}

/// Changes a member's own settings for a room, and emits the change if there is one.
async fn change_settings(tx: &mut Tx<'_>, by: Member, patch: PatchMembership) -> Result<(), Fault> {
    let (room_id, user_id) = (by.room_id(), by.user_id());
    let (room, user) = (room_id.as_uuid(), user_id.as_uuid());
    let (notify, closed_seq, was_favourite, last_seq) =
        on_db!(tx.conn(), MY_SETTINGS, [room, user] => optional (String, Option<i64>, bool, i64))?
            .ok_or(Fault::Domain(StoreError::NotFound))?;
    let before =
        (word(Notify::from_word, &notify)?, closed_seq.is_some_and(|seq| seq >= last_seq), was_favourite);
    let direct = by.seat().kind() == RoomKind::Direct;
    let notify = patch.notify.unwrap_or(before.0);
    let closed = patch.closed.filter(|_| direct).unwrap_or(before.1);
    let favourite = patch.favourite.unwrap_or(was_favourite);
    if (notify, closed, favourite) == before {
        return Ok(());
    }
    if favourite && !was_favourite {
        // Two rooms at once can exceed the limit by one; it only bounds the list.
        let (favourites,) = on_db!(tx.conn(), FAVOURITES, [user] => one (i64,))?;
        if favourites >= Limits::FAVOURITES {
            return Err(StoreError::LimitReached.into());
        }
    }
    let closed_seq = closed.then_some(last_seq);
    on_db!(tx.conn(), SET_MY_SETTINGS, [room, user, notify.as_str(), closed_seq, favourite] => count)?;
    tx.emit(Change::Membership { user_id, room_id, notify, closed, favourite });
    Ok(())
}
