//! Sending: order, idempotency, and who may post.

use std::{
    collections::BTreeSet,
    sync::Arc,
    task::{Context, Waker},
};

use confluence_protocol::{Change, Message, MessageId, PatchRoom, Posting, RoomId, RoomKind, ServerFrame};
use confluence_store::{Append, SendKeys, Store, StoreError};
use futures_util::future::join_all;

use crate::world::{World, name, versions};

/// The messages that were emitted as new in a room, in order.
fn created(changes: &[Change], room: RoomId) -> Vec<Message> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Room { frame: ServerFrame::MessageCreated { room_id, message, .. }, .. }
                if *room_id == room =>
            {
                Some(message.clone())
            }
            _ => None,
        })
        .collect()
}

pub async fn msg2_seq_and_version_are_dense(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let append = world.append(room, members[0], "  *hi*\n");
    let first = world.store.append(append.clone()).await.unwrap();
    assert!(first.fresh);
    let message = &first.message;
    assert_eq!((message.id, message.room_id, message.seq, message.version), (append.message.id, room, 1, 3));
    assert_eq!((message.body.as_str(), message.created_at), ("  *hi*\n", append.now));
    assert_eq!((message.author.id, message.author.username.as_str()), (members[0], "person1"));
    world.store.set_notify(room, owner, confluence_protocol::Notify::None).await.unwrap();
    let second = world.say(room, owner, "two").await.message;
    assert_eq!((second.seq, second.version), (2, 4));
    let seen = world.see(room, owner).await;
    assert_eq!((seen.last_seq, seen.version), (2, 4));
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), [1, 2, 3, 4]);
    assert_eq!(created(&told, room), [(*first.message).clone(), (*second).clone()]);
}

pub async fn msg4_fifty_concurrent_repeats_store_one_message(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let append = world.append(room, owner, "once");
    let answers = join_all((0..50).map(|_| world.store.append(append.clone()))).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().filter(|answer| answer.fresh).count(), 1);
    assert!(answers.iter().all(|answer| answer.message == answers[0].message));
    assert_eq!((answers[0].message.seq, world.see(room, owner).await.last_seq), (1, 1));
    let later = world.store.append(Append { now: world.now(), ..append }).await.unwrap();
    assert!(!later.fresh);
    assert_eq!(later.message, answers[0].message);
    assert_eq!(created(&world.all_told().await, room).len(), 1);
}

pub async fn msg14_a_repeat_is_recognised_after_a_key_rotation(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let append = world.append(room, owner, "before the rotation");
    let first = world.store.append(append.clone()).await.unwrap();
    for (keys, known) in [
        (SendKeys { current: [8; 32], previous: Some([7; 32]) }, true),
        // Without the key of the stored hash, a repeat cannot be recognised.
        (SendKeys { current: [8; 32], previous: None }, false),
    ] {
        let (store, _batches) = world.open_with(keys).await;
        match store.append(append.clone()).await {
            Ok(again) => assert!(known && !again.fresh && again.message == first.message),
            Err(error) => assert!(!known && matches!(error, StoreError::IdConflict)),
        }
        store.close().await;
    }
}

pub async fn msg5_different_content_under_the_same_id_is_a_conflict(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let original = world.say(room, owner, "original").await.message;
    let append = world.append(room, owner, "first");
    world.store.append(append.clone()).await.unwrap();
    let mut body = append.clone();
    body.message.body = "second".parse().unwrap();
    let mut reply = append.clone();
    reply.message.reply_to = Some(original.id);
    let author = Append { author: members[0], ..append.clone() };
    for other in [body, reply, author.clone()] {
        assert_eq!(name(world.store.append(other).await), "IdConflict");
    }
    // Access is checked first: a former member does not learn whether the id was used.
    world.store.leave(room, members[0]).await.unwrap();
    assert_eq!(name(world.store.append(author).await), "NotAMember");
    // Ids are unique only within their room.
    let elsewhere = world.room(owner).await;
    assert!(world.store.append(Append { room_id: elsewhere, ..append }).await.unwrap().fresh);
    // The same within one batch.
    let id = MessageId::new(world.now());
    let both = join_all(["this", "that"].map(|body| {
        let mut append = world.append(room, owner, body);
        append.message.id = id;
        world.store.append(append)
    }))
    .await;
    assert!(both[0].as_ref().unwrap().fresh);
    assert!(matches!(both[1], Err(StoreError::IdConflict)));
}

pub async fn msg6_only_members_post(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let stranger = world.person().await;
    assert_eq!(name(world.store.append(world.append(room, stranger, "in")).await), "NotAMember");
    let nowhere = RoomId::new(world.now());
    assert_eq!(name(world.store.append(world.append(nowhere, owner, "in")).await), "Hidden");
    let leaver = world.store.prove(room, members[0]).await.unwrap();
    // The order of the queue decides: a message queued after its author left is refused, other messages are
    // not.
    let (left, late, fine) = tokio::join!(
        biased;
        Store::leave(&world.store, leaver),
        world.store.append(world.append(room, members[0], "late")),
        world.store.append(world.append(room, owner, "fine")),
    );
    left.unwrap();
    assert_eq!(name(late), "NotAMember");
    assert_eq!(fine.unwrap().message.seq, 1);
}

pub async fn msg15_a_refused_send_reveals_no_more_than_a_read(world: &World) {
    let (public, owner, members) = world.room_with(2).await;
    let private = world.new_room(owner, RoomKind::Private, "Secret");
    let private = world.store.create_room(private).await.unwrap().id;
    let outsider = world.person().await;
    world.store.leave(public, members[0]).await.unwrap();
    world.store.ban(public, owner, members[1], None, world.now()).await.unwrap();
    let nowhere = RoomId::new(world.now());
    for (room, author, refusal) in [
        (public, outsider, "NotAMember"),
        (public, members[0], "NotAMember"),
        (public, members[1], "Hidden"),
        (private, outsider, "Hidden"),
        (nowhere, outsider, "Hidden"),
    ] {
        let mut append = world.append(room, author, "may I?");
        assert_eq!(name(world.store.append(append.clone()).await), refusal);
        // Other errors of the message make no difference to a stranger.
        append.message.reply_to = Some(MessageId::new(world.now()));
        assert_eq!(name(world.store.append(append).await), refusal);
    }
}

pub async fn room11_posting_can_be_restricted_to_moderators(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
    world.store.update_room(room, owner, patch, None).await.unwrap();
    assert_eq!(name(world.store.append(world.append(room, members[0], "no")).await), "PostingRestricted");
    world.say(room, owner, "yes").await;
}

pub async fn msg8_quotes_are_resolved_when_read(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let original = world.say(room, owner, &format!("first\n\nline {}", "x".repeat(300))).await.message;
    let mut reply = world.append(room, members[0], "indeed");
    reply.message.reply_to = Some(original.id);
    let said = world.store.append(reply.clone()).await.unwrap().message;
    let quote = said.reply_to.clone().unwrap();
    assert_eq!((quote.id, quote.seq, quote.author.id, quote.deleted), (original.id, 1, owner, false));
    assert!(quote.excerpt.starts_with("first line xxx"));
    assert_eq!(quote.excerpt.chars().count(), 140);
    assert_eq!(world.store.message(room, said.id, owner).await.unwrap().as_ref(), Some(&*said));
    // When the author is renamed, the quote shows the new name.
    let patch =
        confluence_protocol::PatchMe { display_name: Some("Neu".parse().unwrap()), ..Default::default() };
    world.store.update_profile(owner, patch, None).await.unwrap();
    let read = world.store.message(room, said.id, owner).await.unwrap().unwrap();
    assert_eq!(read.reply_to.unwrap().author.display_name, "Neu");
    let repeated = world.store.append(reply.clone()).await.unwrap();
    assert_eq!(repeated.message.reply_to.clone().unwrap().author.display_name, "Neu");
    // A message of another room cannot be quoted.
    let other = world.room(owner).await;
    let elsewhere = world.say(other, owner, "elsewhere").await.message;
    let mut wrong = world.append(room, owner, "what?");
    wrong.message.reply_to = Some(elsewhere.id);
    assert_eq!(name(world.store.append(wrong).await), "ReplyNotFound");
    // A reply directly after its original, in the same batch.
    let first = world.append(room, owner, "one");
    let mut second = world.append(room, owner, "two");
    second.message.reply_to = Some(first.message.id);
    let (first, second) = tokio::join!(biased; world.store.append(first), world.store.append(second));
    assert_eq!(second.unwrap().message.reply_to.clone().unwrap().seq, first.unwrap().message.seq);
}

pub async fn msg9_sends_are_stored_in_the_order_of_arrival(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let mut sends: Vec<_> =
        (0..100).map(|n| Box::pin(world.store.append(world.append(room, owner, &format!("{n}"))))).collect();
    let mut context = Context::from_waker(Waker::noop());
    for send in &mut sends {
        assert!(send.as_mut().poll(&mut context).is_pending());
    }
    for (place, send) in sends.into_iter().enumerate() {
        assert_eq!(send.await.unwrap().message.seq, i64::try_from(place).unwrap() + 1);
    }
}

pub async fn msg11_twenty_senders_share_one_order(world: &World) {
    let (room, owner, members) = world.room_with(19).await;
    let joined = world.see(room, owner).await.version;
    let world = &world;
    join_all(members.iter().chain([&owner]).map(|sender| async move {
        let sends = (0..50).map(|n| world.store.append(world.append(room, *sender, &format!("{n}"))));
        for answer in join_all(sends).await {
            assert!(answer.unwrap().fresh);
        }
    }))
    .await;
    let seen = world.see(room, owner).await;
    assert_eq!((seen.last_seq, seen.version), (1000, joined + 1000));
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), (1..=joined + 1000).collect::<Vec<_>>());
    let created = created(&told, room);
    assert!(created.iter().map(|message| message.seq).eq(1..=1000));
    assert_eq!(created.iter().map(|message| message.id).collect::<BTreeSet<_>>().len(), 1000);
    let page = world.store.page(room, owner, confluence_protocol::Direction::After(0), 200).await.unwrap();
    assert_eq!(page.messages, created[..200]);
}

pub async fn store4_a_poisoned_job_does_not_affect_others(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    world
        .sql(
            "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN new.body = 'poison'
             BEGIN SELECT RAISE(ABORT, 'poison'); END",
            "ALTER TABLE messages ADD CONSTRAINT poison CHECK (body <> 'poison')",
        )
        .await;
    let bodies = ["one", "poison", "two", "three"];
    let sends = bodies.map(|body| world.store.append(world.append(room, owner, body)));
    let (_, refused, answers) = tokio::join!(
        biased;
        world.store.mark_read(room, owner, confluence_protocol::MarkRead { seq: 0, force: true }, world.now()),
        world.store.leave(room, owner),
        join_all(sends),
    );
    assert_eq!(name(refused), "LastOwner");
    let seqs: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().ok().map(|answer| answer.message.seq)).collect();
    assert_eq!(seqs, [Some(1), None, Some(2), Some(3)]);
    assert!(matches!(answers[1], Err(StoreError::Internal(_))));
    let told = world.all_told().await;
    assert_eq!(versions(&told, room), (1..=world.see(room, members[0]).await.version).collect::<Vec<_>>());
}

pub async fn msg1_a_lost_connection_neither_loses_nor_duplicates_messages(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let mut acknowledged = BTreeSet::new();
    for round in 0..3 {
        let appends: Vec<_> = (0..60).map(|n| world.append(room, owner, &format!("{round}.{n}"))).collect();
        let sends = join_all(appends.iter().map(|append| world.store.append(append.clone())));
        let cut = world.sql(
            "SELECT 1",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        let (answers, ()) = tokio::join!(sends, cut);
        for (append, answer) in appends.into_iter().zip(answers) {
            // The connection is restored while the send is still being retried.
            let message = answer.unwrap().message;
            assert!(acknowledged.insert((message.seq, message.id)));
            let again = world.store.append(append).await.unwrap();
            assert_eq!((again.fresh, again.message), (false, message));
        }
    }
    let page = world.store.page(room, owner, confluence_protocol::Direction::After(0), 200).await.unwrap();
    let stored: Vec<_> = page.messages.iter().map(|message| (message.seq, message.id)).collect();
    assert_eq!(stored, acknowledged.into_iter().collect::<Vec<_>>());
    assert!(stored.iter().map(|(seq, _)| *seq).eq(1..=180));
}

pub async fn store6_a_caller_that_hangs_up_cancels_nothing(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let append = world.append(room, owner, "still");
    {
        let mut send = Box::pin(world.store.append(append.clone()));
        // One poll puts it into the queue; then the caller goes away.
        let mut context = Context::from_waker(Waker::noop());
        assert!(send.as_mut().poll(&mut context).is_pending());
    }
    let told = world
        .told(|changes| created(changes, room).into_iter().find(|message| message.id == append.message.id))
        .await;
    let stored = world.store.message(room, told.id, owner).await.unwrap();
    assert_eq!(stored, Some(told));
}

pub async fn a_closed_store_refuses_writes_and_keeps_what_it_acknowledged(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let (store, mut batches) = world.open_again().await;
    let drain = tokio::spawn(async move { while batches.recv().await.is_some() {} });
    let appends: Vec<_> = (0..100).map(|n| world.append(room, owner, &format!("{n}"))).collect();
    let store = Arc::new(store);
    let sends: Vec<_> = appends
        .iter()
        .cloned()
        .map(|append| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.append(append).await })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    drain.await.unwrap();
    let mut acknowledged = Vec::new();
    for send in sends {
        match send.await.unwrap() {
            Ok(answer) => acknowledged.push(answer.message),
            Err(refused) => assert!(matches!(refused, StoreError::Unavailable)),
        }
    }
    assert_eq!(name(store.append(appends[0].clone()).await), "Unavailable");
    assert_eq!(name(store.ping().await), "Unavailable");
    for message in acknowledged {
        let stored = world.store.message(room, message.id, owner).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&*message));
    }
}
