//! Writing entries.

use confluence_protocol::{AuditAction, AuditId, Change, RoomId, ServerFrame, Timestamp, UserId};
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
        "INSERT INTO audit (id, at, actor_id, action, room_id, target_id, detail, after_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7,
                 (SELECT r.last_seq FROM rooms r WHERE r.id = $5 AND r.deleted_at IS NULL))"
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
}

/// The entry for an act of a moderator in their room; it names no other person and no detail yet.
pub(crate) fn act(by: &impl Proof, action: AuditAction, at: Timestamp) -> Entry<'static> {
    let (actor, room) = (Some(by.user_id()), Some(by.room_id()));
    Entry { at, actor, action, room, target: None, detail: "" }
}

/// Adds an entry to the log, in the transaction of the act and after its changes. An act in a room is also emitted
/// to those who moderate the room now.
pub(crate) async fn record(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<(), Fault> {
    let Entry { at, actor, action, room, target, detail } = entry;
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
        ] => count
    )?;
    if let Some(room_id) = room {
        let user_ids = seats::moderators(tx, room_id).await?;
        if let Some(act) = page::act(tx.conn(), id).await?.filter(|_| !user_ids.is_empty()) {
            tx.emit(Change::Moderators { room_id, user_ids, frame: ServerFrame::RoomAct { room_id, act } });
        }
    }
    Ok(())
}
