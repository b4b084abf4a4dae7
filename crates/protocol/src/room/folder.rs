//! Folders: how one person groups their rooms. Nobody else sees them, and a room knows nothing of them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldError, FolderId, FolderName, Limits, RoomId};

/// A folder of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Folder {
    /// Chosen by the client that made it; unique among one's own.
    pub id: FolderId,
    /// What it is called.
    pub name: String,
    /// The rooms in it, as they were put; only rooms that one is in.
    pub room_ids: Vec<RoomId>,
}

/// One's folders, in the order in which one keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Folders {
    /// All of them.
    pub folders: Vec<Folder>,
}

/// `PUT /me/folders`: what one's folders shall be from now on, all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetFolders {
    /// At most 50, with at most 1,000 rooms between them, each room in one folder.
    pub folders: Vec<SetFolder>,
}

/// One folder of [`SetFolders`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetFolder {
    /// Any UUID but the nil one; that of a folder that stays.
    pub id: FolderId,
    /// What it is to be called.
    pub name: FolderName,
    /// What is to be in it. A room that one is not in is left out.
    pub room_ids: Vec<RoomId>,
}

impl SetFolders {
    /// Checks what the types alone do not: how many there are, and that nothing stands twice.
    pub fn check(&self) -> Result<(), FieldError> {
        let error = |code: &str, detail: String| {
            Err(FieldError { field: "folders".to_owned(), code: code.to_owned(), detail })
        };
        if self.folders.len() > Limits::FOLDERS {
            return error("too_many", format!("there are at most {} folders", Limits::FOLDERS));
        }
        let rooms = || self.folders.iter().flat_map(|folder| &folder.room_ids);
        if rooms().count() > Limits::FOLDER_ROOMS {
            return error("too_many", format!("folders hold at most {} rooms", Limits::FOLDER_ROOMS));
        }
        let mut ids = HashSet::new();
        if !self.folders.iter().all(|folder| ids.insert(folder.id)) {
            return error("repeated", "each folder stands once".to_owned());
        }
        let mut places = HashSet::new();
        if !rooms().all(|room| places.insert(*room)) {
            return error("repeated", "each room stands in one folder".to_owned());
        }
        Ok(())
    }
}
