//! How much a bad job, a locked room, a slow batch or a dead connection costs the other jobs.

use std::time::Duration;

use confluence_protocol::{Change, MarkRead, MessageId, RoomId, ServerFrame, UserId};
use confluence_store::{Append, Batch, NewInvite, Store};
use futures_util::future::join_all;
use tokio::{
    sync::mpsc::Receiver,
    time::{Instant, timeout},
};

use crate::world::{World, name};

/// Longer than anything here takes unless it hangs.
const LONG: Duration = Duration::from_secs(30);

/// Counts the batches up to the one that contains the message.
async fn batches_until(batches: &mut Receiver<Batch>, last: MessageId) -> usize {
    let mut count = 0;
    loop {
        let batch = timeout(LONG, batches.recv()).await.unwrap().unwrap();
        count += 1;
        let told = |change: &Change| matches!(change, Change::Room { frame: ServerFrame::MessageCreated { message, .. }, .. } if message.id == last);
        if batch.changes.iter().any(told) {
            return count;
        }
    }
}

pub async fn store9_one_bad_job_costs_a_few_commits(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    world
        .sql(
            "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN new.body = 'poison'
             BEGIN SELECT RAISE(ABORT, 'poison'); END",
            "ALTER TABLE messages ADD CONSTRAINT poison CHECK (body <> 'poison')",
        )
        .await;
    let (store, mut batches) = world.open_again().await;
    let mut appends: Vec<Append> = (0..400).map(|n| world.append(room, owner, &format!("{n}"))).collect();
    appends[237] = world.append(room, owner, "poison");
    let last = world.append(room, owner, "last");
    let (answers, told) = tokio::join!(
        async {
            let answers = join_all(appends.iter().map(|append| store.append(append.clone()))).await;
            store.append(last.clone()).await.unwrap();
            answers
        },
        batches_until(&mut batches, last.message.id),
    );
    let refused = answers.iter().filter(|answer| answer.is_err()).count();
    assert_eq!((refused, name(answers[237].clone())), (1, "Internal".to_owned()));
    let mut seqs: Vec<i64> =
        answers.into_iter().filter_map(Result::ok).map(|answer| answer.message.seq).collect();
    seqs.sort_unstable();
    assert!(seqs.into_iter().eq(1..400), "the others are stored");
    assert!(told <= 24, "{told} commits for 400 messages");
    store.close().await;
}

pub async fn store10_a_slow_batch_is_cut_short(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let mut messages = Vec::new();
    for n in 0..16 {
        messages.push(world.say(room, owner, &format!("{n}")).await.message.id);
    }
    world
        .sql(
            "CREATE TRIGGER slow BEFORE UPDATE OF pinned_at ON messages BEGIN
                 SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                                       SELECT i FROM n);
             END",
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END';
             CREATE TRIGGER slow BEFORE UPDATE OF pinned_at ON messages FOR EACH ROW EXECUTE FUNCTION slow()",
        )
        .await;
    let (store, mut batches) = world.open_again().await;
    let last = world.append(room, owner, "last");
    let (pinned, told) = tokio::join!(
        async {
            let pins = messages.iter().map(|id| store.pin(room, owner, *id, world.now()));
            let pinned = join_all(pins).await;
            store.append(last.clone()).await.unwrap();
            pinned
        },
        batches_until(&mut batches, last.message.id),
    );
    assert!(pinned.iter().all(Result::is_ok));
    assert!(told >= 5, "16 slow jobs were committed in {told} batches");
    store.close().await;
}

pub async fn store11_a_room_locked_by_another_node_does_not_block_other_rooms(world: &World) {
    let (held, owner, _) = world.room_with(0).await;
    let other = world.room(owner).await;
    // Only PostgreSQL locks single rooms.
    let Some(holder) = world.hold(held).await else { return };
    let waiting: Vec<_> = (0..20).map(|n| world.append(held, owner, &format!("{n}"))).collect();
    let waiting = join_all(waiting.into_iter().map(|append| world.store.append(append)));
    tokio::pin!(waiting);
    for n in 0..20 {
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("the room is locked"),
            said = world.store.append(world.append(other, owner, &format!("{n}"))) => {
                assert_eq!(said.unwrap().message.seq, n + 1);
            }
        }
    }
    assert_eq!(world.store.oldest_job_age(), Duration::ZERO, "nothing waits for the database itself");
    drop(holder);
    let answers = timeout(LONG, waiting).await.unwrap();
    let seqs = answers.into_iter().map(|answer| answer.unwrap().message.seq);
    assert!(seqs.eq(1..=20), "the messages of the room keep their order");
}

pub async fn store11_accepting_an_invite_waits_for_its_locked_room_in_order(world: &World) {
    let (held, owner, _) = world.room_with(0).await;
    let invite = NewInvite {
        code: "held-room".parse().unwrap(),
        created_at: world.now(),
        expires_at: None,
        max_uses: None,
        guest_until: None,
    };
    let code = world.store.create_invite(held, owner, invite).await.unwrap().code;
    let (guest, other) = (world.person().await, world.room(owner).await);
    let before = world.see(held, owner).await.version;
    let Some(holder) = world.hold(held).await else { return };
    let mut account = world.account("newcomer");
    account.invite = Some(code.clone());
    let entering = async {
        let accept = world.store.accept_invite(&code, guest, world.now());
        tokio::join!(accept, world.store.sign_up(account))
    };
    let sending = world.store.append(world.append(held, owner, "behind them"));
    tokio::pin!(entering, sending);
    // Messages to the other room are behind them in the queue: once those are committed, these jobs have been
    // put aside.
    for n in 0..20 {
        let said = world.store.append(world.append(other, owner, &format!("{n}")));
        if n < 10 {
            tokio::select! { biased; _ = &mut entering => panic!("the room is locked"), said = said => drop(said.unwrap()) }
        } else {
            tokio::select! { biased; _ = &mut sending => panic!("the room is locked"), said = said => drop(said.unwrap()) }
        }
    }
    drop(holder);
    let ((entered, signed_up), sent) =
        timeout(LONG, async { tokio::join!(entering, sending) }).await.unwrap();
    assert!(entered.is_ok() && signed_up.is_ok());
    assert_eq!(sent.unwrap().message.version, before + 3, "order within the room is kept");
}

pub async fn store12_a_dead_connection_is_replaced(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let Some((proxy, store, batches)) = world.open_through_a_proxy().await else { return };
    drop(batches);
    send(world, &store, room, owner, 1).await;
    proxy.freeze();
    let dead = Instant::now();
    let (ages, ()) = tokio::join!(oldest(&store), send(world, &store, room, owner, 10));
    assert!(ages >= Duration::from_secs(1), "readiness would not notice: {ages:?}");
    assert!(dead.elapsed() < LONG);
    assert_eq!(store.oldest_job_age(), Duration::ZERO);
    // Dead connections of the read pool are replaced, too.
    let seat = async { while store.seat(room, owner).await.is_err() {} };
    timeout(LONG, seat).await.unwrap();
    store.close().await;
}

pub async fn store12_a_commit_of_unknown_outcome_is_resolved_by_message_ids(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let Some((proxy, store, batches)) = world.open_through_a_proxy().await else { return };
    drop(batches);
    send(world, &store, room, owner, 1).await;
    proxy.swallow_the_next_commit();
    send(world, &store, room, owner, 10).await;
    assert!(proxy.swallowed());
    assert_eq!(world.see(room, owner).await.last_seq, 11, "nothing is stored twice");
    store.close().await;
}

pub async fn store12_a_commit_of_unknown_outcome_is_emitted_after_a_room_lock(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    let Some((proxy, store, mut batches)) = world.open_through_a_proxy().await else { return };
    proxy.swallow_the_next_commit();
    let append = world.append(room, owner, "unknown");
    let last = append.message.id;
    let hold = async {
        while !proxy.swallowed() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // The message is stored, but the writer does not know that, and will find the room locked.
        let holder = world.hold(room).await;
        oldest(&store).await;
        assert_eq!(store.oldest_job_age(), Duration::ZERO, "the job was put aside");
        drop(holder);
    };
    let (sent, (), _) = tokio::join!(store.append(append), hold, batches_until(&mut batches, last));
    assert!(!sent.unwrap().fresh);
    store.close().await;
}

pub async fn store9_a_batch_that_fails_slowly_is_given_up(world: &World) {
    let (room, owner, _) = world.room_with(0).await;
    // Only on PostgreSQL do statements time out.
    let Some(holder) = world.hold(room).await else { return };
    drop(holder);
    world
        .sql(
            "",
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN PERFORM pg_sleep(10); RETURN NEW; END';
             CREATE TRIGGER slow BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION slow()",
        )
        .await;
    let sends = (0..64).map(|n| world.store.append(world.append(room, owner, &format!("{n}"))));
    for answer in timeout(LONG, join_all(sends)).await.unwrap() {
        assert_eq!(name(answer), "Unavailable");
    }
}

pub async fn store11_a_membership_locked_by_another_node_blocks_only_marks(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    world.say(room, owner, "hello").await;
    let (store, mut batches) = world.open_again().await;
    let Some(holder) = world.hold_member(room, members[0]).await else { return store.close().await };
    let mark = store.move_mark(room, members[0], MarkRead { seq: 1, force: false }, world.now());
    tokio::pin!(mark);
    let appends: Vec<Append> = (0..200).map(|n| world.append(room, owner, &format!("{n}"))).collect();
    let last = world.append(room, owner, "last");
    let sends = async {
        for sent in join_all(appends.into_iter().map(|append| store.append(append))).await {
            sent.unwrap();
        }
        store.append(last.clone()).await.unwrap();
    };
    let told = tokio::select! {
        biased;
        _ = &mut mark => panic!("the membership is locked"),
        ((), told) = async { tokio::join!(sends, batches_until(&mut batches, last.message.id)) } => told,
    };
    assert!(told <= 4, "{told} commits for 201 messages");
    drop(holder);
    timeout(LONG, mark).await.unwrap().unwrap();
    store.close().await;
}

/// Sends `count` messages at once, and checks that they are stored.
async fn send(world: &World, store: &Store, room: RoomId, author: UserId, count: usize) {
    let sends = (0..count).map(|n| store.append(world.append(room, author, &format!("{n}"))));
    for answer in timeout(LONG, join_all(sends)).await.unwrap() {
        answer.unwrap();
    }
}

/// The greatest age of a job, observed until it drops.
async fn oldest(store: &Store) -> Duration {
    let mut oldest = Duration::ZERO;
    loop {
        let age = store.oldest_job_age();
        if age < oldest {
            return oldest;
        }
        oldest = age;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
