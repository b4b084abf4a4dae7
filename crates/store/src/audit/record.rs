//! Writing entries.

use confluence_protocol::{AuditAction, AuditId, Change, RoomId, RoomKind, ServerFrame, Timestamp, UserId};
use confluence_rights::Proof;

use crate::{
    audit::page,
    engine::{
        db::{on_db, statements},
        error::Fault,
        tx::Tx,
    },
    room::seats,
};

statements! {
    INSERT = (
        "INSERT INTO audit (id, at, actor_id, action, room_id, target_id, detail, private, after_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                 (SELECT r.last_seq FROM rooms r WHERE r.id = $9 AND r.deleted_at IS NULL))"
    );
}

/// An entry to write.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub at: Timestamp,
    /// Who did it; `None` for the server itself and its operator.
    pub actor: Option<UserId>,
    pub action: AuditAction,
    /// Room in which it was done; the caller holds it locked.
    pub room: Option<RoomId>,
    /// To whom it was done.
    pub target: Option<UserId>,
    /// Reason or new value, as [`AuditAction`] says; never the content of a message, never a secret.
    pub detail: &'a str,
    /// Whether the people of a private or direct room did it, whom the audit log does not name.
    pub private: bool,
    /// Whether the moderators of the room see it between the messages.
    pub shown: bool,
}

/// The entry for an act of an administrator or, without an actor, of the server or its operator; it names no room, no
/// other person and no detail yet.
pub(crate) fn server_act(actor: Option<UserId>, action: AuditAction, at: Timestamp) -> Entry<'static> {
    Entry { at, actor, action, room: None, target: None, detail: "", private: false, shown: true }
}

/// The entry for an act of a moderator in their room; it names no other person and no detail yet.
pub(crate) fn act(by: &impl Proof, action: AuditAction, at: Timestamp) -> Entry<'static> {
    let private = by.seat().kind() != RoomKind::Public;
    Entry { room: Some(by.room_id()), private, ..server_act(Some(by.user_id()), action, at) }
}

/// Adds an entry to the log, in the transaction of the act and after its changes. An act in a room is also emitted
/// to those who moderate the room now.
pub(crate) async fn record(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<(), Fault> {
    let Entry { at, actor, action, room, target, detail, private, shown } = entry;
    let place = room.filter(|_| shown);
    let id = AuditId::new(at);
    on_db!(
        tx.conn(),
        INSERT,
        [
            id.as_uuid(),
            at.as_millis(),
            actor.map(UserId::as_uuid),
            action.as_str(),
            room.map(RoomId::as_uuid),
            target.map(UserId::as_uuid),
            detail,
            private,
            place.map(RoomId::as_uuid),
        ] => count
    )?;
    if let Some(room_id) = place {
        let user_ids = seats::moderators(tx, room_id).await?;
        if let Some(act) = page::act(tx.conn(), id).await?.filter(|_| !user_ids.is_empty()) {
            tx.emit(Change::Moderators { room_id, user_ids, frame: ServerFrame::RoomAct { room_id, act } });
        }
    }
    Ok(())
}
