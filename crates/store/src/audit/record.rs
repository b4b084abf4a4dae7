//! Writing entries.

use confluence_protocol::{AuditAction, AuditId, RoomId, Timestamp, UserId};

use crate::engine::{
    db::{on_db, statements},
    error::Fault,
    tx::Tx,
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

/// Adds an entry to the log, in the transaction of the act.
pub(crate) async fn record(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<(), Fault> {
    let Entry { at, actor, action, room, target, detail } = entry;
    on_db!(
        tx.conn(),
        INSERT,
        [
            AuditId::new(at).as_uuid(),
            at.as_millis(),
            actor.map(UserId::as_uuid),
            action.as_str(),
            room.map(RoomId::as_uuid),
            target.map(UserId::as_uuid),
            detail,
        ] => count
    )?;
    Ok(())
}
