//! The store as the server uses it: each call first reads the user's seat and makes from it the proof that
//! the operation needs. These tests do not distinguish refusals of this step from those of the operation
//! itself; `rights.rs` tests the latter.

use std::ops::Deref;

use confluence_protocol::{
    Bans, Changes, Direction, Emoji, FileKind, Group, History, Invite, InviteCode, Invites, Mark, MarkRead,
    Member as Person, Members, Message, MessageBody, MessageId, MessagesPage, Notify, PatchMembership,
    PatchRoom, Pins, ReactionCount, ReadState, Receipts, Role, Room, RoomFiles, RoomId, SearchText, SetBan,
    Timestamp, Unseen, UserId, UserRef,
};
use confluence_rights::{Proof, Refusal, Visitor};
use confluence_store::{Appended, NewInvite, Portrait, Store, StoreError};

use crate::world::T0;

/// When acts whose time no test looks at are done.
pub const NOW: Timestamp = Timestamp::from_millis(T0);

type Outcome<T> = Result<T, StoreError>;

#[derive(Clone)]
pub struct Acting(pub Store);

impl Deref for Acting {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.0
    }
}

impl Acting {
    /// Makes a proof from the current seat.
    pub async fn prove<P: Proof>(&self, room: RoomId, by: UserId) -> Outcome<P> {
        let seat = self.0.seat(room, by).await?.ok_or(Refusal::Hidden)?;
        Ok(P::of(&seat)?)
    }

    pub async fn room_groups(&self, room: RoomId, by: UserId) -> Outcome<Vec<Group>> {
        self.0.room_groups(self.prove(room, by).await?).await
    }

    pub async fn people_to_call(&self, room: RoomId, by: UserId) -> Outcome<Option<Vec<UserId>>> {
        self.0.people_to_call(self.prove(room, by).await?).await
    }

    pub async fn edit_message(
        &self,
        room: RoomId,
        id: MessageId,
        by: UserId,
        body: MessageBody,
        now: Timestamp,
    ) -> Outcome<Message> {
        self.0.edit_message(self.prove(room, by).await?, id, body, now).await
    }

    pub async fn delete_message(
        &self,
        room: RoomId,
        id: MessageId,
        by: UserId,
        now: Timestamp,
    ) -> Outcome<()> {
        self.0.delete_message(self.prove(room, by).await?, id, None, now).await
    }

    pub async fn history(&self, room: RoomId, by: UserId, id: MessageId) -> Outcome<Option<History>> {
        self.0.history(self.prove(room, by).await?, id).await
    }

    pub async fn message(&self, room: RoomId, id: MessageId, by: UserId) -> Outcome<Option<Message>> {
        self.0.message(self.prove(room, by).await?, id).await
    }

    pub async fn page(
        &self,
        room: RoomId,
        by: UserId,
        direction: Direction,
        limit: u32,
    ) -> Outcome<MessagesPage> {
        self.0.page(self.prove(room, by).await?, direction, limit).await
    }

    pub async fn changes(
        &self,
        room: RoomId,
        by: UserId,
        since: i64,
        epoch: Option<&str>,
    ) -> Outcome<Option<Changes>> {
        self.0.changes(self.prove(room, by).await?, since, epoch).await
    }

    pub async fn receipts(
        &self,
        room: RoomId,
        by: UserId,
        id: MessageId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Outcome<Option<Receipts>> {
        self.0.receipts(self.prove(room, by).await?, id, cursor, limit).await
    }

    pub async fn unseen(
        &self,
        room: RoomId,
        by: UserId,
        id: MessageId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Outcome<Option<Unseen>> {
        self.0.unseen(self.prove(room, by).await?, id, cursor, limit).await
    }

    pub async fn marks(&self, room: RoomId, by: UserId) -> Outcome<Vec<Mark>> {
        self.0.marks(self.prove(room, by).await?).await
    }

    pub async fn remind(
        &self,
        room: RoomId,
        original: MessageId,
        by: UserId,
        reminder: MessageId,
        now: Timestamp,
    ) -> Outcome<Appended> {
        self.0.remind(self.prove(room, by).await?, original, reminder, now).await
    }

    pub async fn react(
        &self,
        room: RoomId,
        id: MessageId,
        by: UserId,
        emoji: &Emoji,
    ) -> Outcome<ReactionCount> {
        self.0.react(self.prove(room, by).await?, id, emoji).await
    }

    pub async fn unreact(
        &self,
        room: RoomId,
        id: MessageId,
        by: UserId,
        emoji: &Emoji,
    ) -> Outcome<ReactionCount> {
        self.0.unreact(self.prove(room, by).await?, id, emoji).await
    }

    pub async fn pin(&self, room: RoomId, by: UserId, id: MessageId, now: Timestamp) -> Outcome<Message> {
        self.0.pin(self.prove(room, by).await?, id, now).await
    }

    pub async fn unpin(&self, room: RoomId, by: UserId, id: MessageId) -> Outcome<Message> {
        self.0.unpin(self.prove(room, by).await?, id).await
    }

    pub async fn pins(&self, room: RoomId, by: UserId) -> Outcome<Pins> {
        self.0.pins(self.prove(room, by).await?).await
    }

    pub async fn save(&self, by: UserId, room: RoomId, id: MessageId, now: Timestamp) -> Outcome<()> {
        self.0.save(self.prove(room, by).await?, id, now).await
    }

    pub async fn unsave(&self, by: UserId, room: RoomId, id: MessageId) -> Outcome<()> {
        self.0.unsave(self.prove(room, by).await?, id).await
    }

    pub async fn dismiss_previews(&self, room: RoomId, id: MessageId, by: UserId) -> Outcome<()> {
        self.0.dismiss_previews(self.prove(room, by).await?, id).await
    }

    pub async fn room_files(
        &self,
        room: RoomId,
        by: UserId,
        kind: Option<FileKind>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Outcome<RoomFiles> {
        self.0.room_files(self.prove(room, by).await?, kind, cursor, limit).await
    }

    /// The room as `by` sees it; `None` if it is hidden from them.
    pub async fn room(&self, room: RoomId, by: UserId) -> Outcome<Option<Room>> {
        match self.prove::<Visitor>(room, by).await {
            Ok(proof) => self.0.room(proof).await,
            Err(StoreError::Refused(Refusal::Hidden)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub async fn update_room(
        &self,
        room: RoomId,
        by: UserId,
        patch: PatchRoom,
        portrait: Option<Portrait>,
    ) -> Outcome<Room> {
        self.0.update_room(self.prove(room, by).await?, patch, portrait, NOW).await
    }

    pub async fn delete_room(&self, room: RoomId, by: UserId) -> Outcome<()> {
        self.0.delete_room(self.prove(room, by).await?, NOW).await
    }

    /// Deletes a room, and lets the time pass in which it could be restored.
    pub async fn delete_room_for_good(&self, room: RoomId, by: UserId) -> Outcome<()> {
        self.delete_room(room, by).await?;
        self.let_rooms_go().await
    }

    /// Lets the time pass in which deleted rooms could be restored.
    pub async fn let_rooms_go(&self) -> Outcome<()> {
        while self.0.begin_planned_deletion(NOW.plus_seconds(8 * 24 * 3600)).await? {}
        Ok(())
    }

    pub async fn join(&self, room: RoomId, by: UserId, now: Timestamp) -> Outcome<Room> {
        self.0.join(self.prove(room, by).await?, now).await
    }

    pub async fn leave(&self, room: RoomId, by: UserId) -> Outcome<()> {
        self.0.leave(self.prove(room, by).await?).await
    }

    pub async fn set_notify(&self, room: RoomId, by: UserId, notify: Notify) -> Outcome<()> {
        let patch = PatchMembership { notify: Some(notify), ..PatchMembership::default() };
        self.0.set_membership(self.prove(room, by).await?, patch).await
    }

    pub async fn set_favourite(&self, room: RoomId, by: UserId, favourite: bool) -> Outcome<()> {
        let patch = PatchMembership { favourite: Some(favourite), ..PatchMembership::default() };
        self.0.set_membership(self.prove(room, by).await?, patch).await
    }

    pub async fn set_closed(&self, room: RoomId, by: UserId, closed: bool) -> Outcome<()> {
        let patch = PatchMembership { closed: Some(closed), ..PatchMembership::default() };
        self.0.set_membership(self.prove(room, by).await?, patch).await
    }

    pub async fn members(
        &self,
        room: RoomId,
        by: UserId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Outcome<Members> {
        self.0.members(self.prove(room, by).await?, cursor, limit).await
    }

    pub async fn search_users(
        &self,
        by: UserId,
        query: Option<&SearchText>,
        room: Option<RoomId>,
        limit: u32,
    ) -> Outcome<Vec<UserRef>> {
        let within = match room {
            Some(room) => Some(self.prove(room, by).await?),
            None => None,
        };
        self.0.search_users(query, within, limit).await
    }

    pub async fn mark_read(
        &self,
        room: RoomId,
        by: UserId,
        mark: MarkRead,
        now: Timestamp,
    ) -> Outcome<ReadState> {
        self.0.mark_read(self.prove(room, by).await?, mark, now).await
    }

    pub async fn move_mark(&self, room: RoomId, by: UserId, mark: MarkRead, now: Timestamp) -> Outcome<()> {
        self.0.move_mark(self.prove(room, by).await?, mark, now).await
    }

    pub async fn create_invite(&self, room: RoomId, by: UserId, invite: NewInvite) -> Outcome<Invite> {
        self.0.create_invite(self.prove(room, by).await?, invite).await
    }

    pub async fn invites(
        &self,
        room: RoomId,
        by: UserId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Outcome<Invites> {
        self.0.invites(self.prove(room, by).await?, cursor, limit).await
    }

    pub async fn delete_invite(&self, room: RoomId, by: UserId, code: &InviteCode) -> Outcome<()> {
        self.0.delete_invite(self.prove(room, by).await?, code, NOW).await
    }

    pub async fn set_role(&self, room: RoomId, by: UserId, target: UserId, role: Role) -> Outcome<Person> {
        self.0.set_role(self.prove(room, by).await?, target, role, NOW).await
    }

    pub async fn remove_member(&self, room: RoomId, by: UserId, target: UserId) -> Outcome<()> {
        self.0.remove_member(self.prove(room, by).await?, target, None, NOW).await
    }

    pub async fn ban(
        &self,
        room: RoomId,
        by: UserId,
        target: UserId,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Outcome<()> {
        let reason = reason.map(|reason| reason.parse().unwrap());
        let ban = SetBan { reason, until: None };
        self.0.ban(self.prove(room, by).await?, target, ban, now).await.map(drop)
    }

    pub async fn unban(&self, room: RoomId, by: UserId, target: UserId) -> Outcome<()> {
        self.0.unban(self.prove(room, by).await?, target, NOW).await
    }

    pub async fn bans(&self, room: RoomId, by: UserId, cursor: Option<&str>, limit: u32) -> Outcome<Bans> {
        self.0.bans(self.prove(room, by).await?, cursor, limit).await
    }

    pub async fn set_guest_until(
        &self,
        room: RoomId,
        by: UserId,
        target: UserId,
        until: Timestamp,
    ) -> Outcome<Person> {
        self.0.set_guest_until(self.prove(room, by).await?, target, until, NOW).await
    }

    pub async fn members_named(&self, room: RoomId, by: UserId, query: &str) -> Outcome<Members> {
        let query = query.parse().unwrap();
        self.0.members_named(self.prove(room, by).await?, Some(&query), 50).await
    }
}
