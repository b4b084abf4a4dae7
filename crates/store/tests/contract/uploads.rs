//! Files: quota, attaching, captions, avatars, chunks and the gallery.

use confluence_protocol::{
    FileKind, Nullable, PatchMe, PatchRoom, PatchUpload, RoomId, Timestamp, UploadId, UserId,
};
use confluence_store::{
    Append, Chunked, FinishedUpload, Holder, NewUpload, Portrait, Removed, StoreError, Upload,
};

use crate::world::{World, name};

fn new(world: &World, by: UserId, size: i64, quota: i64) -> NewUpload {
    let now = world.now();
    NewUpload { id: UploadId::new(now), user_id: by, name: "a.png".to_owned(), size, quota, now }
}

fn finished(id: UploadId, kind: FileKind) -> FinishedUpload {
    FinishedUpload {
        id,
        content_type: "image/png".to_owned(),
        size: 7,
        hash: [3; 32],
        width: Some(4),
        height: Some(2),
        thumbhash: None,
        duration_ms: None,
        thumbnails: 1,
        kind,
        metadata_kept: false,
    }
}

async fn uploaded(world: &World, by: UserId, kind: FileKind) -> Upload {
    let begun = new(world, by, 10, 1_000);
    let id = begun.id;
    world.store.begin_upload(begun).await.unwrap();
    world.store.finish_upload(finished(id, kind)).await.unwrap()
}

async fn posted(world: &World, room: RoomId, by: UserId, uploads: &[&Upload]) -> confluence_store::Appended {
    let mut message = world.message("");
    message.attachments = uploads.iter().map(|upload| upload.attachment.id).collect();
    world
        .store
        .append(Append { room_id: room, author: by, message, active: None, now: world.now() })
        .await
        .unwrap()
}

async fn removed(world: &World) -> Vec<UploadId> {
    let mut ids: Vec<UploadId> =
        world.store.removed_uploads(100).await.unwrap().into_iter().map(|file| file.id).collect();
    ids.sort_unstable();
    ids
}

fn sorted(mut ids: Vec<UploadId>) -> Vec<UploadId> {
    ids.sort_unstable();
    ids
}

pub async fn file1_announced_bytes_count_against_the_quota_until_removal(world: &World) {
    let (ana, store) = (world.person().await, &world.store);
    let first = new(world, ana, 60, 100);
    store.begin_upload(first.clone()).await.unwrap();
    assert_eq!(name(store.begin_upload(new(world, ana, 41, 100)).await), "LimitReached");
    assert_eq!(store.upload(first.id).await.unwrap(), None, "its bytes are not stored yet");
    // From now on its actual size counts.
    store.finish_upload(finished(first.id, FileKind::Image)).await.unwrap();
    store.begin_upload(new(world, ana, 93, 100)).await.unwrap();
    assert_eq!(name(store.finish_upload(finished(first.id, FileKind::Image)).await), "NotFound");
    store.drop_upload(first.id, ana, world.now()).await.unwrap();
    store.begin_upload(new(world, ana, 7, 100)).await.unwrap();
    assert_eq!(removed(world).await, [first.id]);
    store.forget_uploads(vec![first.id]).await.unwrap();
    assert_eq!(removed(world).await, []);
}

pub async fn file8_unattached_files_expire_and_attached_ones_stay(world: &World) {
    let (room, ana, _) = world.room_with(0).await;
    let (held, waits) =
        (uploaded(world, ana, FileKind::Image).await, uploaded(world, ana, FileKind::Image).await);
    let message = posted(world, room, ana, &[&held]).await.message;
    let later = Timestamp::from_millis(world.now().as_millis() + 1);
    assert_eq!(world.store.expire_uploads(later, later).await.unwrap(), 1);
    assert_eq!(removed(world).await, [waits.attachment.id]);
    let (files, next) = world.store.uploads_after(None, 1).await.unwrap();
    let (more, _) = world.store.uploads_after(next, 10).await.unwrap();
    let whole: Vec<UploadId> = files.iter().chain(&more).map(|file| file.attachment.id).collect();
    assert_eq!(whole, [held.attachment.id]);
    world.store.delete_message(room, message.id, ana, world.now()).await.unwrap();
    assert_eq!(removed(world).await, sorted(vec![held.attachment.id, waits.attachment.id]));
}

pub async fn file10_caption_and_alt_text_are_part_of_the_attachment(world: &World) {
    let (room, ana, members) = world.room_with(1).await;
    let file = uploaded(world, ana, FileKind::Image).await;
    let id = file.attachment.id;
    let say = |caption: &str, alt: Option<&str>| PatchUpload {
        caption: Some(caption.parse().unwrap()),
        alt: alt.map(|alt| alt.parse().unwrap()),
    };
    let said = world.store.describe_upload(id, ana, say("Here", Some("A lake"))).await.unwrap();
    let said_again = world.store.describe_upload(id, ana, say("There", None)).await.unwrap();
    assert_eq!((said.attachment.caption.as_str(), said.attachment.alt.as_str()), ("Here", "A lake"));
    assert_eq!(
        (said_again.attachment.caption.as_str(), said_again.attachment.alt.as_str()),
        ("There", "A lake")
    );
    assert_eq!(name(world.store.describe_upload(id, members[0], say("x", None)).await), "UploadNotFound");
    let message = posted(world, room, ana, &[&file]).await.message;
    assert_eq!(message.attachments, std::slice::from_ref(&said_again.attachment));
    let read = world.store.message(room, message.id, ana).await.unwrap().unwrap();
    assert_eq!(read.attachments, [said_again.attachment]);
    assert_eq!(name(world.store.describe_upload(id, ana, say("x", None)).await), "AlreadyAttached");
}

pub async fn file11_the_gallery_is_paged_newest_first(world: &World) {
    let (room, ana, _) = world.room_with(0).await;
    let mut kinds = [FileKind::Image, FileKind::File].into_iter().cycle();
    let mut expected = Vec::new();
    for _ in 0..5 {
        let (first, second) = (
            uploaded(world, ana, kinds.next().unwrap()).await,
            uploaded(world, ana, kinds.next().unwrap()).await,
        );
        posted(world, room, ana, &[&first, &second]).await;
        expected.extend([first.attachment.id, second.attachment.id]);
    }
    expected.reverse();
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = world.store.room_files(room, ana, None, cursor.as_deref(), 3).await.unwrap();
        seen.extend(page.files.iter().map(|file| file.attachment.id));
        let Some(next) = page.next_cursor else { break };
        cursor = Some(next);
    }
    assert_eq!(seen, expected);
    let images = world.store.room_files(room, ana, Some(FileKind::Image), None, 50).await.unwrap();
    assert_eq!((images.files.len(), images.next_cursor), (5, None));
    assert_eq!((images.files[0].seq, images.files[4].seq), (5, 1));
    assert!(
        world.store.room_files(room, ana, Some(FileKind::Audio), None, 50).await.unwrap().files.is_empty()
    );
    let garbage = world.store.room_files(room, ana, None, Some("none"), 50).await;
    assert!(matches!(garbage, Err(StoreError::InvalidCursor)));
}

pub async fn file12_an_avatar_uses_up_its_upload_and_replaces_the_old_one(world: &World) {
    let (room, ana, members) = world.room_with(1).await;
    let store = &world.store;
    let pair = async |by: UserId| {
        let (source, made) =
            (uploaded(world, by, FileKind::Image).await, uploaded(world, by, FileKind::Image).await);
        Portrait { source: source.attachment.id, made: made.attachment.id }
    };
    let me = |portrait: Portrait| PatchMe {
        avatar_upload_id: Nullable::Value(portrait.source),
        ..PatchMe::default()
    };
    let first = pair(ana).await;
    assert_eq!(name(store.update_profile(members[0], me(first), Some(first)).await), "UploadNotFound");
    assert_eq!(name(store.update_profile(ana, me(first), None).await), "UploadNotFound");
    let shown = store.update_profile(ana, me(first), Some(first)).await.unwrap().user.avatar_url.unwrap();
    assert!(shown.ends_with(&first.made.to_string()));
    assert_eq!(world.say(room, ana, "hello").await.message.author.avatar_url, Some(shown));
    let worn = store.upload(first.made).await.unwrap().unwrap();
    assert_eq!((worn.holder, worn.room_id), (Some(Holder::Avatar), None));
    assert_eq!(name(store.waiting_upload(first.source, ana).await), "AlreadyAttached");
    assert_eq!(name(store.waiting_upload(first.made, ana).await), "AlreadyAttached");
    assert_eq!(removed(world).await, [first.source]);

    let second = pair(ana).await;
    assert_eq!(store.waiting_upload(second.source, ana).await.unwrap().attachment.id, second.source);
    store.update_profile(ana, me(second), Some(second)).await.unwrap();
    assert_eq!(removed(world).await, sorted(vec![first.source, first.made, second.source]));
    let none = PatchMe { avatar_upload_id: Nullable::Null, ..PatchMe::default() };
    assert_eq!(store.update_profile(ana, none.clone(), None).await.unwrap().user.avatar_url, None);
    store.update_profile(ana, none, None).await.unwrap();
    let gone = sorted(vec![first.source, first.made, second.source, second.made]);
    assert_eq!(removed(world).await, gone);
    store.forget_uploads(gone).await.unwrap();

    let third = pair(ana).await;
    let patch = PatchRoom { avatar_upload_id: Nullable::Value(third.source), ..PatchRoom::default() };
    let before = world.see(room, ana).await.version;
    let changed = store.update_room(room, ana, patch, Some(third)).await.unwrap();
    assert_eq!(changed.version, before + 1);
    assert_eq!(store.upload(third.made).await.unwrap().unwrap().room_id, Some(room));
    store.delete_room_for_good(room, ana).await.unwrap();
    while store.do_chore().await.unwrap() {}
    assert_eq!(removed(world).await, sorted(vec![third.source, third.made]));
}

pub async fn file13_chunks_are_counted_once_and_in_order(world: &World) {
    let (ana, bo) = (world.person().await, world.person().await);
    let store = &world.store;
    let begun = new(world, ana, 25, 100);
    let id = begun.id;
    let Chunked { size, received, chunk_bytes, whole, .. } =
        store.begin_chunked(begun, 10, 2).await.unwrap().unwrap();
    assert_eq!((size, received, chunk_bytes, whole), (25, 0, 10, None));
    assert_eq!(name(store.begin_chunked(new(world, ana, 76, 100), 10, 2).await), "LimitReached");
    store.begin_chunked(new(world, ana, 5, 100), 10, 2).await.unwrap().unwrap();
    assert!(store.begin_chunked(new(world, ana, 5, 100), 10, 2).await.unwrap().is_none(), "two are pending");
    assert_eq!(store.advance_chunked(id, ana, 0, 10).await.unwrap().received, 10);
    assert_eq!(store.advance_chunked(id, ana, 0, 10).await.unwrap().received, 10, "a repeat");
    assert_eq!(store.advance_chunked(id, ana, 20, 25).await.unwrap().received, 10, "out of order");
    assert_eq!(name(store.advance_chunked(id, bo, 10, 20).await), "UploadNotFound");
    assert!(store.chunked(id, bo).await.unwrap().is_none());
    store.advance_chunked(id, ana, 10, 20).await.unwrap();
    store.advance_chunked(id, ana, 20, 25).await.unwrap();
    let [state] = store.upload_states(&[id]).await.unwrap().try_into().unwrap();
    assert_eq!((state.whole, state.removed, state.chunks), (false, false, 3));
    store.forget_chunks(id).await.unwrap();
    assert!(store.left_over_chunks(10).await.unwrap().is_empty(), "it is not assembled yet");
    store.finish_upload(finished(id, FileKind::File)).await.unwrap();
    let found = store.chunked(id, ana).await.unwrap().unwrap();
    assert_eq!((found.size, found.whole.unwrap().attachment.size), (25, 7));
    assert_eq!(store.left_over_chunks(10).await.unwrap(), [Removed { id, chunks: 3 }]);
    store.forget_chunks(id).await.unwrap();
    assert!(store.left_over_chunks(10).await.unwrap().is_empty());
    assert_eq!(store.upload_states(&[id]).await.unwrap()[0].chunks, 0);
    store.drop_upload(id, ana, world.now()).await.unwrap();
    assert!(store.chunked(id, ana).await.unwrap().is_none());
}

pub async fn file15_lost_files_are_marked_and_unmarked(world: &World) {
    let ana = world.person().await;
    let id = uploaded(world, ana, FileKind::Image).await.attachment.id;
    let at = world.now();
    world.store.mark_missing(vec![id], Some(at)).await.unwrap();
    assert_eq!(world.store.upload(id).await.unwrap().unwrap().missing_at, Some(at));
    world.store.mark_missing(vec![id], None).await.unwrap();
    assert_eq!(world.store.upload(id).await.unwrap().unwrap().missing_at, None);
    assert_eq!(world.store.upload_states(&[UploadId::new(at)]).await.unwrap(), []);
}
