//! Folders: how one person groups their rooms. Nobody else sees them, and a room knows nothing of them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldError, FolderId, FolderName, Limits, RoomId};

/// A folder of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Folder {
    /// Id chosen by the client that created it; unique among the caller's folders.
    pub id: FolderId,
    /// Name of the folder.
    pub name: String,
    /// Rooms in the folder, in the caller's order; only rooms that the caller is in.
    pub room_ids: Vec<RoomId>,
}

/// Folders of the caller, in the caller's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Folders {
    /// All folders.
    pub folders: Vec<Folder>,
}

/// Body of `PUT /me/folders`: the complete list that replaces the caller's folders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetFolders {
    /// At most 50 folders with at most 1,000 rooms in total, each room in one folder only.
    pub folders: Vec<SetFolder>,
}

/// One folder of [`SetFolders`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetFolder {
    /// Id of the folder to keep, or any new UUID except the nil one.
    pub id: FolderId,
    /// Name of the folder.
    pub name: FolderName,
    /// Rooms to put in it. Rooms that the caller is not in are left out.
    pub room_ids: Vec<RoomId>,
}

impl SetFolders {
    /// Checks what the types alone cannot: the limits, and that no folder or room is repeated.
    pub fn check(&self) -> Result<(), FieldError> {
        let error = |code: &str, detail: String| {
            Err(FieldError { field: "folders".to_owned(), code: code.to_owned(), detail })
        };
        if self.folders.len() > Limits::FOLDERS {
            return error("too_many", format!("you can have at most {} folders", Limits::FOLDERS));
        }
        let rooms = || self.folders.iter().flat_map(|folder| &folder.room_ids);
        if rooms().count() > Limits::FOLDER_ROOMS {
            return error(
                "too_many",
                format!("folders can hold at most {} rooms in total", Limits::FOLDER_ROOMS),
            );
        }
        let mut ids = HashSet::new();
        if !self.folders.iter().all(|folder| ids.insert(folder.id)) {
            return error("repeated", "each folder can appear only once".to_owned());
        }
        let mut places = HashSet::new();
        if !rooms().all(|room| places.insert(*room)) {
            return error("repeated", "each room can be in only one folder".to_owned());
        }
        Ok(())
    }
}
