//! Accounts: finding them, and changing profiles, settings and passwords.

use confluence_protocol::{
    Change, Me, Nullable, PatchMe, SearchText, SessionId, User, UserId, UserRef, Username, ZoneName,
};
use confluence_rights::{Member, Proof};
use uuid::Uuid;

use crate::{
    Portrait, Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::fold,
    },
    file::avatars,
    person::{
        row::{UserRefRow, UserRow, picture, user_columns},
        sessions,
    },
};

statements! {
    BY_ID = ("SELECT " user_columns!(dialect) " FROM users u WHERE u.id = $1");
    BY_NAME = ("SELECT " user_columns!(dialect) " FROM users u WHERE u.username = $1");
    PASSWORD = ("SELECT password_hash FROM users WHERE id = $1 AND deleted_at IS NULL");
    // However many accounts there are, this reads the first 500 by each of the two names and up to 1,000
    // members of the room, so that every member of a room of that size is found. Without a room it is given
    // the nil id, which has no members, and sorts by name only. The inner limit of 1,000 makes PostgreSQL
    // filter the names of these members instead of searching all accounts by name. A range of one room is
    // ordered by the primary key only; with `=` PostgreSQL may walk all members in the order of the other index.
    SEARCH = (
        "SELECT f.id AS user_id, f.username, f.display_name, f.avatar_id FROM (
            SELECT * FROM (
                SELECT id, username, display_name, avatar_id, guest_until FROM users
                WHERE username >= $1 AND username < $2 AND deleted_at IS NULL ORDER BY username LIMIT 500
            ) AS by_username UNION SELECT * FROM (
                SELECT id, username, display_name, avatar_id, guest_until FROM users
                WHERE display_name_folded >= $1 AND display_name_folded < $2 AND deleted_at IS NULL
                ORDER BY display_name_folded LIMIT 500
            ) AS by_display_name UNION
            SELECT id, username, display_name, avatar_id, guest_until FROM (
                SELECT u.id, u.username, u.display_name, u.avatar_id, u.guest_until, u.display_name_folded
                FROM (SELECT user_id FROM members WHERE room_id BETWEEN $3 AND $3
                      ORDER BY room_id, user_id LIMIT 1000) AS inside
                CROSS JOIN users u WHERE u.id = inside.user_id AND u.deleted_at IS NULL LIMIT 1000
            ) AS in_room
            WHERE (username >= $1 AND username < $2)
               OR (display_name_folded >= $1 AND display_name_folded < $2)
         ) AS f
         WHERE f.guest_until IS NULL OR (SELECT m.role FROM members m WHERE m.room_id = $3 AND m.user_id = f.id) IS NOT NULL
         ORDER BY CASE WHEN (SELECT m.role FROM members m WHERE m.room_id = $3 AND m.user_id = f.id) IS NULL
                       THEN 1 ELSE 0 END, f.username LIMIT $4"
    );
    UPDATE = (
        "UPDATE users SET display_name = $2, display_name_folded = $3, bio = $4, read_receipts = $5, avatar_id = $6,
                time_zone = $7, share_local_time = $8, quiet_hours = $9
         WHERE id = $1 AND deleted_at IS NULL"
    );
    LOCK = ("SELECT id FROM users WHERE id = $1" lock);
    DROP_PASSWORD_LINKS = ("DELETE FROM password_links WHERE user_id = $1");
    DROP_PENDING_EMAIL = ("DELETE FROM pending_emails WHERE user_id = $1");
    DROP_WAITING_MAILS = (
        "DELETE FROM mails WHERE (user_id = $1 AND kind = 'confirm')
            OR (kind = 'reset' AND email_folded = (SELECT email_folded FROM users WHERE id = $1))"
    );
    SET_PASSWORD = ("UPDATE users SET password_hash = $2 WHERE id = $1 AND deleted_at IS NULL");
}

/// An account with the hash that its password is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub user: User,
    /// Password hash as a PHC string.
    pub password_hash: String,
}

impl Store {
    /// An account, even a deleted one.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let mut read = self.read().await?;
        Ok(load(&mut read.conn(), id).await?.map(User::from))
    }

    /// An account as its owner sees it; `None` for a deleted one.
    pub async fn me(&self, id: UserId) -> Result<Option<Me>, StoreError> {
        let mut read = self.read().await?;
        Ok(load(&mut read.conn(), id).await?.map(UserRow::into_me).filter(|me| !me.user.deleted))
    }

    /// The credentials of the account with this username.
    pub async fn credentials(&self, username: &Username) -> Result<Option<Credentials>, StoreError> {
        let mut read = self.read().await?;
        let conn = &mut read.conn();
        let row = on_db!(conn, BY_NAME, [username.as_str()] => optional UserRow)?;
        Ok(with_password(conn, row).await?)
    }

    /// The credentials of an account; `None` for a deleted one.
    pub async fn credentials_of(&self, id: UserId) -> Result<Option<Credentials>, StoreError> {
        let mut read = self.read().await?;
        let conn = &mut read.conn();
        let row = load(conn, id).await?;
        Ok(with_password(conn, row).await?)
    }

    /// Users whose username or display name begins with `query`, or all users; members of `room` come first;
    /// `limit` is 1–200. Everybody can find everybody, but guests only in their room. Results are incomplete if more than 500 users match or
    /// the room has more than 1,000 members.
    pub async fn search_users(
        &self,
        query: Option<&SearchText>,
        room: Option<Member>,
        limit: u32,
    ) -> Result<Vec<UserRef>, StoreError> {
        let from = fold(query.map_or("", SearchText::as_str));
        // The highest code point: everything that begins with the query sorts before it.
        let to = format!("{from}\u{10FFFF}");
        let room = room.map_or(Uuid::nil(), |member| member.room_id().as_uuid());
        let limit = i64::from(limit.clamp(1, confluence_protocol::Limits::PAGE_MAX));
        let mut read = self.read_large().await?;
        let rows = on_db!(
            &mut read.conn(),
            SEARCH,
            [from.as_str(), to.as_str(), room, limit] => all UserRefRow
        )?;
        Ok(rows.into_iter().map(UserRef::from).collect())
    }

    /// Changes a user's profile and settings. If the patch names an upload, `portrait` must be the picture
    /// made from it. `NotFound`, `UploadNotFound`, `AlreadyAttached`.
    pub async fn update_profile(
        &self,
        id: UserId,
        patch: PatchMe,
        portrait: Option<Portrait>,
    ) -> Result<Me, StoreError> {
        self.write(UpdateProfile { id, patch, portrait }).await
    }

    /// Sets a password and revokes every session except `keep`. `NotFound`.
    pub async fn set_password(
        &self,
        id: UserId,
        hash: String,
        keep: Option<SessionId>,
    ) -> Result<(), StoreError> {
        self.write(SetPassword { id, hash, keep }).await
    }
}

/// Loads an account, even a deleted one.
pub(crate) async fn load(conn: &mut Conn<'_>, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    on_db!(conn, BY_ID, [id.as_uuid()] => optional UserRow)
}

/// Locks an account until the end of the transaction.
pub(crate) async fn lock(tx: &mut Tx<'_>, id: UserId) -> Result<(), sqlx::Error> {
    on_db!(tx.conn(), LOCK, [id.as_uuid()] => all (Uuid,)).map(drop)
}

/// Loads an account that must exist, else `NotFound`.
pub(crate) async fn load_existing(tx: &mut Tx<'_>, id: UserId) -> Result<UserRow, Fault> {
    load(tx.conn(), id).await?.ok_or(Fault::Domain(StoreError::NotFound))
}

/// Sets a password, revokes every session except `keep`, and ends what the old password allowed: links that set
/// another one or confirm an e-mail address, and the elevation of the session that is kept. `NotFound`.
pub(crate) async fn put_password(
    tx: &mut Tx<'_>,
    id: UserId,
    hash: &str,
    keep: Option<SessionId>,
) -> Result<(), Fault> {
    if on_db!(tx.conn(), SET_PASSWORD, [id.as_uuid(), hash] => count)? == 0 {
        return Err(StoreError::NotFound.into());
    }
    drop_links(tx, id).await?;
    if let Some(keep) = keep {
        sessions::lower(tx, keep).await?;
    }
    sessions::revoke_all(tx, id, keep).await
}

/// Ends the links that set the account's password.
pub(crate) async fn drop_password_links(tx: &mut Tx<'_>, id: UserId) -> Result<(), Fault> {
    on_db!(tx.conn(), DROP_PASSWORD_LINKS, [id.as_uuid()] => count)?;
    Ok(())
}

/// Ends every link of the account: those that set its password, and the one that confirms an e-mail address; also those
/// in mails that wait, which would be made when these are sent.
pub(crate) async fn drop_links(tx: &mut Tx<'_>, id: UserId) -> Result<(), Fault> {
    on_db!(tx.conn(), DROP_PENDING_EMAIL, [id.as_uuid()] => count)?;
    on_db!(tx.conn(), DROP_WAITING_MAILS, [id.as_uuid()] => count)?;
    drop_password_links(tx, id).await
}

async fn with_password(
    conn: &mut Conn<'_>,
    row: Option<UserRow>,
) -> Result<Option<Credentials>, sqlx::Error> {
    let Some(row) = row else { return Ok(None) };
    let user = User::from(row);
    let password = on_db!(conn, PASSWORD, [user.id.as_uuid()] => optional (Option<String>,))?;
    Ok(password.and_then(|(hash,)| hash).map(|password_hash| Credentials { user, password_hash }))
}

struct UpdateProfile {
    id: UserId,
    patch: PatchMe,
    portrait: Option<Portrait>,
}

impl Mutation for UpdateProfile {
    type Output = Me;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Me, Fault> {
        // Everybody is told the whole account, with the picture and the status that were set at the same moment on
        // another node. Of two pictures, the second change must see the first and remove it.
        lock(tx, self.id).await?;
        let row = load_existing(tx, self.id).await?;
        let mut avatar = row.avatar_id;
        let before = row.into_me();
        if before.user.deleted {
            return Err(StoreError::NotFound.into());
        }
        let mut after = before.clone();
        if let Some(name) = &self.patch.display_name {
            after.user.display_name = name.to_string();
        }
        if let Some(bio) = &self.patch.bio {
            after.user.bio = bio.to_string();
        }
        if let Some(settings) = &self.patch.settings {
            after.settings = settings.applied_to(&before.settings);
        }
        match self.patch.avatar_upload_id {
            Nullable::Absent => {}
            Nullable::Null => {
                avatars::take_off(tx, avatar.take()).await?;
            }
            Nullable::Value(_) => {
                let portrait = self.portrait.ok_or(StoreError::UploadNotFound)?;
                avatar = Some(avatars::put_on(tx, self.id, portrait, None, avatar).await?);
            }
        }
        after.user.avatar_url = avatar.map(picture);
        if after == before {
            return Ok(before);
        }
        on_db!(
            tx.conn(),
            UPDATE,
            [
                self.id.as_uuid(),
                after.user.display_name.as_str(),
                fold(&after.user.display_name),
                after.user.bio.as_str(),
                after.settings.read_receipts,
                avatar,
                after.settings.time_zone.as_ref().map(ZoneName::as_str),
                after.settings.share_local_time,
                // Days and times always encode.
                serde_json::to_string(&after.settings.quiet_hours).unwrap_or_default(),
            ] => count
        )?;
        if after.settings != before.settings {
            let Me { presence, ref settings, .. } = after;
            tx.emit(Change::Me { user_id: self.id, presence, settings: settings.clone() });
        }
        if after.user != before.user {
            tx.emit(Change::User { user: after.user.clone() });
        }
        Ok(after)
    }
}

struct SetPassword {
    id: UserId,
    hash: String,
    keep: Option<SessionId>,
}

impl Mutation for SetPassword {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        put_password(tx, self.id, &self.hash, self.keep).await
    }
}
