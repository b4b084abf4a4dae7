//! Avatars of users and rooms. Each is a file of its own, made from an upload that is then used up.
//!
//! Does not create pictures (see `media` in the server), and does not check who may change whose.

use confluence_protocol::{RoomId, UploadId, UserId};
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        tx::Tx,
    },
    file::uploads,
};

statements! {
    // The bytes of the upload are removed; until then its row records that it was used.
    USE_UP = ("UPDATE uploads SET held_by = 'used', removed_at = " now " WHERE id = $1");
    WEAR = ("UPDATE uploads SET held_by = 'avatar', room_id = $2 WHERE id = $1");
    TAKE_OFF = ("UPDATE uploads SET removed_at = " now " WHERE id = $1 AND removed_at IS NULL");
}

/// A small picture whose bytes are stored, and the upload that it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// Upload that the picture was made from.
    pub source: UploadId,
    /// The small picture.
    pub made: UploadId,
}

/// Replaces the `old` avatar of `room`, or of a user if `room` is `None`. `UploadNotFound`,
/// `AlreadyAttached`.
pub(crate) async fn put_on(
    tx: &mut Tx<'_>,
    by: UserId,
    portrait: Portrait,
    room: Option<RoomId>,
    old: Option<Uuid>,
) -> Result<Uuid, Fault> {
    let Portrait { source, made } = portrait;
    let rows = uploads::locked(tx, [source, made]).await?;
    for id in [source, made] {
        rows.get(&id).ok_or(StoreError::UploadNotFound)?.attachable(by)?;
    }
    take_off(tx, old).await?;
    on_db!(tx.conn(), USE_UP, [source.as_uuid()] => count)?;
    on_db!(tx.conn(), WEAR, [made.as_uuid(), room.map(RoomId::as_uuid)] => count)?;
    Ok(made.as_uuid())
}

/// Marks an avatar for removal.
pub(crate) async fn take_off(tx: &mut Tx<'_>, old: Option<Uuid>) -> Result<(), sqlx::Error> {
    if let Some(old) = old {
        on_db!(tx.conn(), TAKE_OFF, [old] => count)?;
    }
    Ok(())
}
