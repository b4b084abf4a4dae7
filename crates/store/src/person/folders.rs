//! Folders, in which users group their rooms. A change replaces all of a user's folders.

use confluence_protocol::{Change, Folder, FolderId, RoomId, SetFolder, UserId};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{Conn, on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
};

statements! {
    // The join on members leaves out rooms whose membership ended on another node while they were put into a
    // folder.
    READ = (
        "SELECT f.id, f.name, r.id FROM folders f
         LEFT JOIN folder_rooms p ON p.user_id = f.user_id AND p.folder_id = f.id
         LEFT JOIN members m ON m.room_id = p.room_id AND m.user_id = p.user_id
         LEFT JOIN rooms r ON r.id = m.room_id AND r.deleted_at IS NULL
         WHERE f.user_id = $1 ORDER BY f.place, p.place"
    );
    // Locked, so that two devices change the folders one after the other, even on different nodes.
    OWNER = ("SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL" lock);
    // The database deletes their `folder_rooms` with them.
    CLEAR = ("DELETE FROM folders WHERE user_id = $1");
    PUT = ("INSERT INTO folders (user_id, id, name, place) VALUES ($1, $2, $3, $4)");
    PUT_ROOM = (
        "INSERT INTO folder_rooms (user_id, room_id, folder_id, place)
         SELECT user_id, room_id, $3, $4 FROM members WHERE user_id = $1 AND room_id = $2"
    );
}

impl Store {
    /// The user's folders. Rooms that the user has left are not in them.
    pub async fn folders(&self, user_id: UserId) -> Result<Vec<Folder>, StoreError> {
        let mut read = self.read_large().await?;
        Ok(load(&mut read.conn(), user_id).await?)
    }

    /// Replaces the user's folders, leaving out rooms that the user is not in, and returns the result. Every
    /// folder id and room id may appear only once ([`confluence_protocol::SetFolders::check`]). `NotFound`
    /// for a deleted account.
    pub async fn set_folders(
        &self,
        user_id: UserId,
        folders: Vec<SetFolder>,
    ) -> Result<Vec<Folder>, StoreError> {
        self.write(SetFolders { user_id, folders }).await
    }
}

async fn load(conn: &mut Conn<'_>, user_id: UserId) -> Result<Vec<Folder>, sqlx::Error> {
    let rows = on_db!(conn, READ, [user_id.as_uuid()] => all (Uuid, String, Option<Uuid>))?;
    let mut folders: Vec<Folder> = Vec::new();
    for (id, name, room) in rows {
        let id = FolderId::from_uuid(id);
        let room = room.map(RoomId::from_uuid);
        match folders.last_mut() {
            Some(folder) if folder.id == id => folder.room_ids.extend(room),
            _ => folders.push(Folder { id, name, room_ids: room.into_iter().collect() }),
        }
    }
    Ok(folders)
}

struct SetFolders {
    user_id: UserId,
    folders: Vec<SetFolder>,
}

impl Mutation for SetFolders {
    type Output = Vec<Folder>;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Vec<Folder>, Fault> {
        let user = self.user_id.as_uuid();
        on_db!(tx.conn(), OWNER, [user] => optional (Uuid,))?.ok_or(StoreError::NotFound)?;
        let before = load(tx.conn(), self.user_id).await?;
        on_db!(tx.conn(), CLEAR, [user] => count)?;
        for (place, folder) in (0_i64..).zip(&self.folders) {
            let id = folder.id.as_uuid();
            on_db!(tx.conn(), PUT, [user, id, folder.name.as_str(), place] => count)?;
            for (place, room) in (0_i64..).zip(&folder.room_ids) {
                on_db!(tx.conn(), PUT_ROOM, [user, room.as_uuid(), id, place] => count)?;
            }
        }
        let folders = load(tx.conn(), self.user_id).await?;
        if folders != before {
            tx.emit(Change::Folders { user_id: self.user_id, folders: folders.clone() });
        }
        Ok(folders)
    }
}
