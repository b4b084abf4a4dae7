//! Pictures of people and rooms: each a file of its own, made of an upload that is used up by it.
//!
//! Refuses to make pictures (that is `media`) and to know who may change whose (that is `access`).

use confluence_protocol::{RoomId, UploadId, UserId};
use uuid::Uuid;

use crate::{
    StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        writer::Tx,
    },
    file::uploads,
};

statements! {
    // The bytes that it was made of go; the row says for as long that it was used.
    USE_UP = ("UPDATE uploads SET held_by = 'used', removed_at = " now " WHERE id = $1");
    WEAR = ("UPDATE uploads SET held_by = 'avatar', room_id = $2 WHERE id = $1");
    TAKE_OFF = ("UPDATE uploads SET removed_at = " now " WHERE id = $1 AND removed_at IS NULL");
}

/// A small picture whose bytes are stored, and the upload that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// The upload.
    pub source: UploadId,
    /// The picture.
    pub made: UploadId,
}

/// Makes a picture that of a room, or without one of a person, in place of the `old` one. `UploadNotFound`,
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

/// Marks a picture for removal.
pub(crate) async fn take_off(tx: &mut Tx<'_>, old: Option<Uuid>) -> Result<(), sqlx::Error> {
    if let Some(old) = old {
        on_db!(tx.conn(), TAKE_OFF, [old] => count)?;
    }
    Ok(())
}
