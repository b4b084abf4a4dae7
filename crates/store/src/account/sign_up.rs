//! Sign-up: creating an account, its first session and the membership from an invite in one transaction.

use confluence_protocol::{
    DisplayName, InviteCode, Role, RoomId, SignUpPolicy, Timestamp, User, UserId, Username,
};

use crate::{
    NewSession, Store, StoreError,
    account::policy::Policy,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
        words::fold,
        writer,
    },
    person::users,
    room::{invites, members, seats},
};

statements! {
    ANY_USER = ("SELECT id FROM users LIMIT 1");
    // By a person or by a group of the server.
    TAKEN = (
        "SELECT id FROM users WHERE username = $1
         UNION ALL SELECT id FROM people_groups WHERE room_id IS NULL AND handle = $1"
    );
    INSERT = (
        "INSERT INTO users (id, username, display_name, display_name_folded, bio, password_hash, is_admin,
                            is_bot, read_receipts, created_at, guest_until, guest_leave_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, TRUE, $8, $9, $9)"
    );
}

/// An account to create, with its first session and an optional invite to accept.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Id of the new account.
    pub id: UserId,
    /// Handle, unique on the server.
    pub username: Username,
    /// Name that others see.
    pub display_name: DisplayName,
    /// Self-description shown in the profile.
    pub bio: String,
    /// Password hash as a PHC string.
    pub password_hash: String,
    /// Session that signs the new user in.
    pub session: NewSession,
    /// Invite to accept at once.
    pub invite: Option<InviteCode>,
    /// Who may sign up, unless an administrator has set it.
    pub entry: Entry,
    /// Creation time.
    pub now: Timestamp,
}

/// Who may sign up. The very first account is always allowed, and becomes administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Everybody.
    Open,
    /// Anyone with a valid invite.
    InviteOnly,
    /// Nobody.
    Closed,
}

impl From<SignUpPolicy> for Entry {
    fn from(policy: SignUpPolicy) -> Self {
        match policy {
            SignUpPolicy::Open => Self::Open,
            SignUpPolicy::Invite => Self::InviteOnly,
            SignUpPolicy::Closed => Self::Closed,
        }
    }
}

impl From<Entry> for SignUpPolicy {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Open => Self::Open,
            Entry::InviteOnly => Self::Invite,
            Entry::Closed => Self::Closed,
        }
    }
}

impl Store {
    /// Creates the account, its session and its memberships in the default rooms and, with an invite, in its room;
    /// returns the user and the invite's room. With an invite for guests it is in that room only.
    ///
    /// `UsernameTaken`, `SignUpClosed`, `InviteNotFound`, `InviteExpired`; then nothing is created.
    pub async fn sign_up(&self, account: NewAccount) -> Result<(User, Option<RoomId>), StoreError> {
        let room = match &account.invite {
            Some(code) => self.room_of_invite(code).await?,
            None => None,
        };
        let default_rooms = {
            let mut read = self.read().await?;
            Policy::load(&mut read.conn()).await?.default_rooms
        };
        self.write(SignUp { account, room, default_rooms }).await
    }

    /// Whether there is any account, including deleted ones.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        let mut read = self.read().await?;
        Ok(on_db!(&mut read.conn(), ANY_USER, [] => optional (uuid::Uuid,))?.is_some())
    }
}

struct SignUp {
    account: NewAccount,
    room: Option<RoomId>,
    default_rooms: Vec<RoomId>,
}

impl Mutation for SignUp {
    type Output = (User, Option<RoomId>);

    fn rooms(&self) -> Vec<RoomId> {
        self.room.into_iter().chain(self.default_rooms.iter().copied()).collect()
    }

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Self::Output, Fault> {
        let made = self.account.apply(tx).await?;
        if made.0.guest_until.is_some() {
            return Ok(made);
        }
        let policy = Policy { sign_up: None, default_rooms: self.default_rooms.clone() };
        for (room_id, _) in policy.joined(tx.conn()).await? {
            let seat = seats::seat_existing(tx, room_id, self.account.id).await?;
            // The invite may have led to the same room.
            if seat.role().is_none() {
                members::enter(tx, room_id, self.account.id, Role::Member, self.account.now).await?;
            }
        }
        Ok(made)
    }
}

impl NewAccount {
    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(User, Option<RoomId>), Fault> {
        let first = is_first(tx).await?;
        let entry = match Policy::load(tx.conn()).await?.sign_up {
            Some(sign_up) => sign_up.into(),
            None => self.entry,
        };
        let let_in = first
            || match entry {
                Entry::Open => true,
                Entry::InviteOnly => self.invite.is_some(),
                Entry::Closed => false,
            };
        if !let_in {
            return Err(StoreError::SignUpClosed.into());
        }
        if on_db!(tx.conn(), TAKEN, [self.username.as_str()] => optional (uuid::Uuid,))?.is_some() {
            return Err(StoreError::UsernameTaken.into());
        }
        let guest_until = match &self.invite {
            Some(code) => invites::makes_guests(tx, code).await?,
            None => None,
        };
        let inserted = on_db!(
            tx.conn(),
            INSERT,
            [
                self.id.as_uuid(),
                self.username.as_str(),
                self.display_name.as_str(),
                fold(&self.display_name),
                self.bio.as_str(),
                self.password_hash.as_str(),
                first,
                self.now.as_millis(),
                guest_until.map(Timestamp::as_millis),
            ] => count
        );
        match inserted {
            // Another node took the name after the check above.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(StoreError::UsernameTaken.into());
            }
            inserted => inserted?,
        };
        self.session.apply(tx).await?;
        let room = match &self.invite {
            Some(code) => Some(invites::accept(tx, code, self.id, self.now).await?),
            None => None,
        };
        Ok((users::load_existing(tx, self.id).await?.into(), room))
    }
}

/// Whether no account has been created yet. Concurrent first sign-ups wait here for each other.
async fn is_first(tx: &mut Tx<'_>) -> Result<bool, sqlx::Error> {
    let nobody = async |tx: &mut Tx<'_>| -> Result<bool, sqlx::Error> {
        Ok(on_db!(tx.conn(), ANY_USER, [] => optional (uuid::Uuid,))?.is_none())
    };
    if !nobody(tx).await? {
        return Ok(false);
    }
    writer::lock_server(tx.conn()).await?;
    nobody(tx).await
}
