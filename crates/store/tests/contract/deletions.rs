//! Deleted things disappear at once for everybody, and their rows are deleted in small steps.

use confluence_protocol::{
    Change, Direction, FolderId, InviteCode, MarkRead, RoomId, RoomKind, RoomSort, ServerFrame, SetFolder,
    UserId,
};
use confluence_store::{NewInvite, Rotation};

use crate::world::{World, name};

/// Does all chores; returns the number of steps.
async fn finish(world: &World) -> usize {
    let mut steps = 0;
    while world.store.do_chore().await.unwrap() {
        steps += 1;
    }
    steps
}

fn code() -> InviteCode {
    "abcdefghijklmnopqrstuvwx".parse().unwrap()
}

async fn invite(world: &World, room_id: RoomId, created_by: UserId) {
    let created_at = world.now();
    let invite = NewInvite { code: code(), created_at, expires_at: None, max_uses: None, guest_until: None };
    world.store.create_invite(room_id, created_by, invite).await.unwrap();
}

pub async fn room16_a_deleted_room_disappears_before_its_rows_do(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let said = world.say(room, owner, "@person1 hello").await.message;
    world.store.save(owner, room, said.id, world.now()).await.unwrap();
    world.store.react(room, said.id, owner, &"👍".parse().unwrap()).await.unwrap();
    let folder =
        SetFolder { id: FolderId::new(world.now()), name: "Mine".parse().unwrap(), room_ids: vec![room] };
    world.store.set_folders(owner, vec![folder]).await.unwrap();
    invite(world, room, owner).await;
    world.store.delete_room(room, owner).await.unwrap();

    let (store, now) = (&world.store, world.now());
    assert_eq!(store.room(room, owner).await.unwrap(), None);
    assert_eq!(store.seat(room, owner).await.unwrap(), None);
    assert_eq!(name(store.message(room, said.id, owner).await), "Hidden");
    assert_eq!(name(store.changes(room, owner, 0, None).await), "Hidden");
    assert_eq!(name(store.page(room, owner, Direction::Newest, 10).await), "Hidden");
    assert_eq!(store.rooms_of(owner).await.unwrap(), []);
    assert!(store.directory(owner, None, RoomSort::Name, None, 10).await.unwrap().rooms.is_empty());
    assert!(store.saved(owner, None, 10).await.unwrap().messages.is_empty());
    assert!(store.folders(owner).await.unwrap()[0].room_ids.is_empty());
    assert!(store.heads(&[room]).await.unwrap().is_empty());
    assert!(store.heads_of(owner).await.unwrap().is_empty());
    assert!(store.heads_changed(None).await.unwrap().0.is_empty());
    assert!(store.rooms_of_users(&[owner, members[0]]).await.unwrap().is_empty());
    assert_eq!(name(store.invite_card(&code(), now).await), "InviteNotFound");
    assert_eq!(name(store.accept_invite(&code(), members[0], now).await), "InviteNotFound");
    assert_eq!(name(store.join(room, owner, now).await), "Hidden");
    assert_eq!(name(store.leave(room, members[0]).await), "Hidden");
    assert_eq!(name(store.delete_room(room, owner).await), "Hidden");
    assert_eq!(name(store.append(world.append(room, owner, "late")).await), "Hidden");
    assert_eq!(name(store.mark_read(room, owner, MarkRead { seq: 1, force: true }, now).await), "Hidden");
    assert_eq!(name(store.react(room, said.id, owner, &"👎".parse().unwrap()).await), "Hidden");
    assert_eq!(name(store.delete_message(room, said.id, owner, now).await), "Hidden");
    assert_eq!(name(store.ban(room, owner, members[0], None, now).await), "Hidden");

    assert_eq!(finish(world).await, 0, "its owner can still restore it");
    assert_eq!(world.count("messages").await, 1);
    world.store.let_rooms_go().await.unwrap();
    assert!(finish(world).await > 0);
    for table in [
        "messages",
        "members",
        "mentions",
        "mention_authors",
        "reactions",
        "saved",
        "invites",
        "folder_rooms",
        "chores",
    ] {
        assert_eq!(world.count(table).await, 0, "{table}");
    }
    assert_eq!(finish(world).await, 0);
}

pub async fn room16_deleting_a_large_room_takes_many_small_steps(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let other = world.room(owner).await;
    world.say(other, owner, "stays").await;
    world.fill(room, owner, 1_500).await;
    world.store.delete_room_for_good(room, owner).await.unwrap();
    let left = world.count("messages").await;
    assert_eq!(left, 1_501, "the request deletes no messages itself");
    // A restart continues the deletion: another store finds the remaining chores.
    let (again, _) = world.open_again().await;
    let mut before = left;
    while again.do_chore().await.unwrap() {
        let left = world.count("messages").await;
        assert!(before - left <= 200, "{} messages were deleted in one step", before - left);
        before = left;
    }
    assert_eq!(world.count("messages").await, 1);
    again.close().await;
}

pub async fn store15_the_log_stays_small_during_deletions(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let body = "x".repeat(4000);
    for _ in 0..5 {
        let sends = (0..400).map(|_| world.store.append(world.append(room, owner, &body)));
        for sent in futures_util::future::join_all(sends).await {
            sent.unwrap();
        }
    }
    let Some(before) = world.log_bytes() else { return };
    world.store.delete_room_for_good(room, owner).await.unwrap();
    while world.store.do_chore().await.unwrap() {}
    let after = world.log_bytes().unwrap();
    assert!(after < before + 2 * 1024 * 1024, "the log grew from {before} to {after} bytes");
}

pub async fn store15_a_failing_step_does_not_block_others(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    world.fill(room, owner, 300).await;
    world.store.delete_room_for_good(room, owner).await.unwrap();
    // "broken" sorts before "room".
    world
        .sql(
            "INSERT INTO chores (kind, room_id, id) VALUES ('broken', zeroblob(16), zeroblob(16))",
            "INSERT INTO chores (kind, room_id, id) VALUES ('broken', gen_random_uuid(), gen_random_uuid())",
        )
        .await;
    let failed = loop {
        match world.store.do_chore().await {
            Ok(more) => assert!(more, "the failure is not returned"),
            failed => break failed,
        }
    };
    assert_eq!(name(failed), "Internal");
    assert_eq!((world.count("messages").await, world.count("rooms").await), (0, 0));
}

pub async fn room17_an_account_in_many_rooms_disappears_at_once(world: &World) {
    let admin = world.person().await;
    let gone = world.person().await;
    let mut rooms = Vec::new();
    for _ in 0..45 {
        let room = world.room(gone).await;
        world.store.join(room, admin, world.now()).await.unwrap();
        rooms.push(room);
    }
    world.store.delete_account(gone, world.now()).await.unwrap();
    assert!(world.store.user(gone).await.unwrap().unwrap().deleted);
    let late = world.append(rooms[44], gone, "late");
    assert_eq!(name(world.store.append(late).await), "Hidden");
    finish(world).await;
    for room in rooms {
        let seen = world.see(room, admin).await;
        assert_eq!((seen.member_count, seen.you.unwrap().role), (1, confluence_protocol::Role::Owner));
    }
    assert_eq!(world.count("chores").await, 0);
}

pub async fn room18_a_message_with_many_reactions_is_deleted_in_small_steps(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let said = world.say(room, owner, "everybody reacts").await.message;
    world.react_many(room, said.id, 450).await;
    world.store.delete_message(room, said.id, owner, world.now()).await.unwrap();
    let left = world.count("reactions").await;
    assert_eq!(left, 250);
    let tombstone = world.store.message(room, said.id, owner).await.unwrap().unwrap();
    assert_eq!((tombstone.body.as_str(), tombstone.reactions.len()), ("", 0));
    finish(world).await;
    assert_eq!(world.count("reactions").await, 0);
    let told = world.all_told().await;
    let deleted =
        |change: &&Change| matches!(change, Change::Room { frame: ServerFrame::MessageDeleted { .. }, .. });
    assert_eq!(told.iter().filter(deleted).count(), 1);
}

pub async fn a_direct_room_can_be_recreated_while_the_old_one_is_deleted(world: &World) {
    let [admin, one, two] = [world.person().await, world.person().await, world.person().await];
    let (room, _) = world.store.direct(one, vec![two], world.now()).await.unwrap();
    assert_eq!(room.kind, RoomKind::Direct);
    world.store.delete_account(one, world.now()).await.unwrap();
    world.store.delete_account(two, world.now()).await.unwrap();
    assert_eq!(world.store.seat(room.id, two).await.unwrap(), None);
    finish(world).await;
    assert_eq!(world.store.seat(room.id, admin).await.unwrap(), None);
    assert_eq!(world.count("direct_rooms").await, 0);
}

pub async fn store13_sessions_are_deleted_a_month_after_their_end(world: &World) {
    let user = world.person().await;
    let [expired, revoked, live] =
        [world.session_for(user), world.session_for(user), world.session_for(user)];
    for session in [&expired, &revoked, &live] {
        world.store.create_session(session.clone()).await.unwrap();
    }
    world.store.end_session(revoked.id).await.unwrap();
    let month = 30 * 24 * 3600;
    let rotate = |hash, now, until| world.store.rotate(hash, [9; 32], now, until);
    // This session is refreshed.
    let (then, until) = (live.now.plus_seconds(60), live.now.plus_seconds(2 * month));
    assert!(matches!(rotate(live.refresh_hash, then, until).await.unwrap(), Rotation::Rotated(_)));

    let soon = expired.expires_at.plus_seconds(month - 10);
    while world.store.forget_sessions(soon).await.unwrap() {}
    assert!(world.store.session(expired.id).await.unwrap().is_some());
    // Reuse of a token is detected for as long as its session exists.
    let late = expired.expires_at.plus_seconds(month + 10);
    while world.store.forget_sessions(late).await.unwrap() {}
    assert_eq!(world.store.session(expired.id).await.unwrap(), None);
    assert!(world.store.session(live.id).await.unwrap().is_some());
    assert_eq!(rotate(live.refresh_hash, late, until).await.unwrap(), Rotation::Reused);
    // Far in the future, because revocation uses the database's own clock.
    let far = confluence_protocol::Timestamp::from_millis(i64::MAX / 2);
    while world.store.forget_sessions(far).await.unwrap() {}
    assert_eq!((world.count("sessions").await, world.count("refresh_tokens").await), (0, 0));
}

#[tokio::test]
async fn store14_deleted_text_is_not_left_in_the_file() {
    let world = World::sqlite().await;
    let (room, owner, _) = world.room_with(0).await;
    world.fill(room, owner, 50).await;
    let said = world.say(room, owner, &"first wording ".repeat(40)).await.message;
    let edited = "second wording ".repeat(40).parse().unwrap();
    world.store.edit_message(room, said.id, owner, edited, world.now()).await.unwrap();
    world.say(room, owner, "this one stays").await;
    world.fill(room, owner, 50).await;
    world.store.delete_message(room, said.id, owner, world.now()).await.unwrap();
    finish(&world).await;
    let file = world.file().await;
    let holds = |text: &str| file.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("this one stays"));
    assert!(!holds("first wording") && !holds("second wording"));
}
