//! Settings of the server that administrators change while it runs.

use confluence_protocol::{
    AuditAction, NamedRoom, Nullable, PatchAdminSettings, RoomKind, SignUpPolicy, Timestamp,
};
use confluence_rights::{Administrator, Elevated, ServerProof};

use super::elevation::still;
use crate::{
    Store, StoreError,
    account::policy::Policy,
    audit::{self, Entry},
    engine::{db::Conn, error::Fault, queue::Mutation, tx::Tx},
};

/// What administrators have set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSettings {
    /// Who may sign up; `None` if the environment decides.
    pub sign_up: Option<SignUpPolicy>,
    /// Public rooms that every new account joins.
    pub default_rooms: Vec<NamedRoom>,
}

impl Store {
    /// The settings that administrators have made.
    pub async fn settings(&self, _by: Administrator) -> Result<StoredSettings, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn();
        let policy = Policy::load(conn).await?;
        Ok(shown(&policy, conn).await?)
    }

    /// Who may sign up, if an administrator has set it.
    pub async fn sign_up_policy(&self) -> Result<Option<SignUpPolicy>, StoreError> {
        let mut read = self.read().await?;
        Ok(Policy::load(&mut read.conn()).await?.sign_up)
    }

    /// Changes settings. `NotFound` if one of the rooms does not exist or is not public.
    pub async fn change_settings(
        &self,
        by: Elevated,
        patch: PatchAdminSettings,
        now: Timestamp,
    ) -> Result<StoredSettings, StoreError> {
        self.write(ChangeSettings { by, patch, now }).await
    }
}

async fn shown(policy: &Policy, conn: &mut Conn<'_>) -> Result<StoredSettings, sqlx::Error> {
    let named = |(id, name)| NamedRoom { id, name, kind: RoomKind::Public };
    let default_rooms = policy.joined(conn).await?.into_iter().map(named).collect();
    Ok(StoredSettings { sign_up: policy.sign_up, default_rooms })
}

struct ChangeSettings {
    by: Elevated,
    patch: PatchAdminSettings,
    now: Timestamp,
}

impl Mutation for ChangeSettings {
    type Output = StoredSettings;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<StoredSettings, Fault> {
        let by = still(tx, self.by, self.now).await?;
        let before = Policy::load(tx.conn()).await?;
        let mut after = before.clone();
        match self.patch.sign_up {
            Nullable::Absent => {}
            Nullable::Null => after.sign_up = None,
            Nullable::Value(sign_up) => after.sign_up = Some(sign_up),
        }
        if let Some(rooms) = &self.patch.default_room_ids {
            after.default_rooms.clone_from(rooms);
        }
        let settings = shown(&after, tx.conn()).await?;
        if after == before {
            return Ok(settings);
        }
        if self.patch.default_room_ids.is_some() && settings.default_rooms.len() < after.default_rooms.len() {
            return Err(StoreError::NotFound.into());
        }
        after.save(tx.conn()).await?;
        let detail = describe(&before, &after);
        let act = audit::server_act(Some(by.user_id()), AuditAction::SettingsChanged, self.now);
        audit::record(tx, Entry { detail: &detail, ..act }).await?;
        Ok(settings)
    }
}

/// The settings that changed, with their new values.
fn describe(before: &Policy, after: &Policy) -> String {
    let mut changes = Vec::new();
    if after.sign_up != before.sign_up {
        changes.push(match after.sign_up {
            Some(SignUpPolicy::Open) => "sign_up: open".to_owned(),
            Some(SignUpPolicy::Invite) => "sign_up: invite".to_owned(),
            Some(SignUpPolicy::Closed) => "sign_up: closed".to_owned(),
            None => "sign_up: default".to_owned(),
        });
    }
    if after.default_rooms != before.default_rooms {
        let ids: Vec<String> = after.default_rooms.iter().map(ToString::to_string).collect();
        changes.push(format!("default_room_ids: {}", ids.join(" ")));
    }
    changes.join(", ")
}
