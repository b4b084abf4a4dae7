//! Folders, in which users group their rooms.

use confluence_protocol::{Change, Folder, FolderId, RoomId, SetFolder, UserId};
use confluence_store::StoreError;

use crate::world::World;

fn folder(world: &World, name: &str, room_ids: Vec<RoomId>) -> SetFolder {
    SetFolder { id: FolderId::new(world.now()), name: name.parse().unwrap(), room_ids }
}

fn kept(folder: &SetFolder, room_ids: Vec<RoomId>) -> Folder {
    Folder { id: folder.id, name: folder.name.to_string(), room_ids }
}

/// The folder changes emitted so far.
async fn told(world: &World) -> Vec<(UserId, Vec<Folder>)> {
    let changes = world.all_told().await;
    changes
        .into_iter()
        .filter_map(|change| match change {
            Change::Folders { user_id, folders } => Some((user_id, folders)),
            _ => None,
        })
        .collect()
}

pub async fn room15_folders_are_replaced_as_a_whole_and_keep_their_order(world: &World) {
    let me = world.person().await;
    let (first, second, third) = (world.room(me).await, world.room(me).await, world.room(me).await);
    assert_eq!(world.store.folders(me).await.unwrap(), []);
    let mut folders = vec![
        folder(world, "Work", vec![third, first]),
        folder(world, "Empty", vec![]),
        folder(world, "Trips", vec![second]),
    ];
    let expected =
        [kept(&folders[0], vec![third, first]), kept(&folders[1], vec![]), kept(&folders[2], vec![second])];
    assert_eq!(world.store.set_folders(me, folders.clone()).await.unwrap(), expected);
    assert_eq!(world.store.folders(me).await.unwrap(), expected);
    world.store.set_folders(me, folders.clone()).await.unwrap();
    assert_eq!(told(world).await, [(me, expected.to_vec())], "unchanged folders are not emitted");
    // Reordered, renamed, and one removed.
    folders.swap(0, 2);
    folders.remove(1);
    folders[0].name = "Travel".parse().unwrap();
    folders[0].room_ids.push(third);
    folders[1].room_ids = vec![first];
    let expected = [kept(&folders[0], vec![second, third]), kept(&folders[1], vec![first])];
    assert_eq!(world.store.set_folders(me, folders).await.unwrap(), expected);
    let told = told(world).await;
    assert_eq!((told.len(), &told[1]), (2, &(me, expected.to_vec())));
    let other = world.person().await;
    assert_eq!(world.store.folders(other).await.unwrap(), [], "nobody else has these folders");
}

pub async fn room15_leaving_a_room_takes_it_out_of_its_folder(world: &World) {
    let (shared, owner, members) = world.room_with(1).await;
    let me = members[0];
    let (own, strange) = (world.room(me).await, world.room(owner).await);
    let folders = vec![folder(world, "All", vec![strange, shared, own])];
    let kept = |rooms: Vec<RoomId>| vec![kept(&folders[0], rooms)];
    let set = world.store.set_folders(me, folders.clone()).await.unwrap();
    assert_eq!(set, kept(vec![shared, own]), "a room without membership is left out");
    world.store.leave(shared, me).await.unwrap();
    assert_eq!(world.store.folders(me).await.unwrap(), kept(vec![own]));
    world.store.join(shared, me, world.now()).await.unwrap();
    assert_eq!(world.store.folders(me).await.unwrap(), kept(vec![own]), "rejoining does not restore it");
    world.store.delete_room(own, me).await.unwrap();
    assert_eq!(world.store.folders(me).await.unwrap(), kept(vec![]));
    world.store.set_folders(owner, vec![]).await.unwrap();
    world.store.delete_account(me, world.now()).await.unwrap();
    assert!(matches!(world.store.set_folders(me, folders).await, Err(StoreError::NotFound)));
}
