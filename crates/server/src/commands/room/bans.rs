//! Bans: moderators keep people out of a room, for a time or for good.

use confluence_protocol::{Ban, Bans, SetBan, Timestamp, UserId};
use confluence_rights::Moderator;
use confluence_store::Store;

use crate::{
    commands::{
        gone::{person_gone, room_gone},
        page::PageQuery,
        until::check_end,
    },
    error::ApiError,
};

/// Bans somebody, member or not, and ends their membership. Banning again changes the reason and the end.
pub async fn ban(
    store: &Store,
    by: Moderator,
    target: UserId,
    form: SetBan,
    now: Timestamp,
) -> Result<Ban, ApiError> {
    check_end(form.until, now)?;
    store.ban(by, target, form, now).await.map_err(person_gone)
}

/// Lifts a ban, if there is one. The person has to join again.
pub async fn unban(store: &Store, by: Moderator, target: UserId, now: Timestamp) -> Result<(), ApiError> {
    store.unban(by, target, now).await.map_err(room_gone)
}

/// A page of the room's bans that have not ended, newest first.
pub async fn list_bans(store: &Store, by: Moderator, form: PageQuery) -> Result<Bans, ApiError> {
    let PageQuery { cursor, limit } = form;
    store.bans(by, cursor.as_deref(), limit.rows()).await.map_err(room_gone)
}
