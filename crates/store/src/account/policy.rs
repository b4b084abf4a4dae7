//! Who may sign up, and which rooms new accounts join, as far as administrators have set it.

use confluence_protocol::{RoomId, SignUpPolicy};
use uuid::Uuid;

use crate::engine::{
    db::{Conn, on_db, statements},
    lists::Ids,
};

statements! {
    GET = ("SELECT key, value FROM meta WHERE key IN ('sign_up', 'default_rooms')");
    PUT = (
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    );
    DROP = ("DELETE FROM meta WHERE key = $1");
    PUBLIC = (
        "SELECT r.id, r.name FROM rooms r WHERE r.id IN " ids(1) " AND r.kind = 'public' AND r.deleted_at IS NULL"
    );
}

/// What administrators have set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Who may sign up; `None` if the environment decides.
    pub sign_up: Option<SignUpPolicy>,
    /// Rooms that every new account joins, as they were chosen: some may be deleted or private by now.
    pub default_rooms: Vec<RoomId>,
}

impl Policy {
    pub(crate) async fn load(conn: &mut Conn<'_>) -> Result<Self, sqlx::Error> {
        let unreadable = |error: serde_json::Error| sqlx::Error::Decode(error.into());
        let mut policy = Self::default();
        for (key, value) in on_db!(conn, GET, [] => all (String, String))? {
            if key == "sign_up" {
                policy.sign_up = Some(serde_json::from_str(&value).map_err(unreadable)?);
            } else {
                policy.default_rooms = serde_json::from_str(&value).map_err(unreadable)?;
            }
        }
        Ok(policy)
    }

    pub(crate) async fn save(&self, conn: &mut Conn<'_>) -> Result<(), sqlx::Error> {
        let unwritable = |error: serde_json::Error| sqlx::Error::Encode(error.into());
        match self.sign_up {
            Some(sign_up) => {
                let value = serde_json::to_string(&sign_up).map_err(unwritable)?;
                on_db!(conn, PUT, ["sign_up", value.as_str()] => count)?;
            }
            None => {
                on_db!(conn, DROP, ["sign_up"] => count)?;
            }
        }
        let value = serde_json::to_string(&self.default_rooms).map_err(unwritable)?;
        on_db!(conn, PUT, ["default_rooms", value.as_str()] => count)?;
        Ok(())
    }

    /// Those of the default rooms that are there and public, with their names, in the order in which they were chosen.
    pub(crate) async fn joined(&self, conn: &mut Conn<'_>) -> Result<Vec<(RoomId, String)>, sqlx::Error> {
        if self.default_rooms.is_empty() {
            return Ok(Vec::new());
        }
        let list = || self.default_rooms.iter().copied().map(RoomId::as_uuid).collect::<Ids>();
        let public = on_db!(conn, PUBLIC, [list()] => all (Uuid, String))?;
        let name = |id: &RoomId| {
            public.iter().find(|(public, _)| *public == id.as_uuid()).map(|(_, name)| name.clone())
        };
        Ok(self.default_rooms.iter().filter_map(|id| Some((*id, name(id)?))).collect())
    }
}
