//! Sending compared with the simplest correct model: one list and one map of ids per room.

use std::collections::HashMap;

use confluence_protocol::{Direction, MessageId};
use confluence_rights::Refusal;
use confluence_store::{Append, StoreError};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::world::World;

/// A send, described by small numbers that often collide.
#[derive(Clone, Debug)]
struct Send {
    room: usize,
    author: usize,
    id: u8,
    body: u8,
    reply_to: Option<u8>,
}

fn send() -> impl Strategy<Value = Send> {
    (0..2_usize, 0..3_usize, 0..12_u8, 0..2_u8, prop::option::weighted(0.3, 0..12_u8))
        .prop_map(|(room, author, id, body, reply_to)| Send { room, author, id, body, reply_to })
}

/// Outcome of a send: its `seq`, or the reason for the refusal.
#[derive(Debug, PartialEq)]
enum Outcome {
    Fresh(i64),
    Repeat(i64),
    NotAMember,
    IdConflict,
    ReplyNotFound,
}

/// `seq`, author, body and original of the first send under an id.
type Sent = (i64, usize, u8, Option<u8>);

#[derive(Default)]
struct Model {
    rooms: [Vec<u8>; 2],
    sent: HashMap<(usize, u8), Sent>,
}

impl Model {
    fn send(&mut self, send: &Send) -> Outcome {
        // The third user is a member of the first room only.
        if send.room == 1 && send.author == 2 {
            return Outcome::NotAMember;
        }
        let said = (send.author, send.body, send.reply_to);
        if let Some((seq, author, body, reply_to)) = self.sent.get(&(send.room, send.id)) {
            return if (*author, *body, *reply_to) == said {
                Outcome::Repeat(*seq)
            } else {
                Outcome::IdConflict
            };
        }
        if send.reply_to.is_some_and(|original| !self.sent.contains_key(&(send.room, original))) {
            return Outcome::ReplyNotFound;
        }
        self.rooms[send.room].push(send.id);
        let seq = i64::try_from(self.rooms[send.room].len()).unwrap();
        self.sent.insert((send.room, send.id), (seq, said.0, said.1, said.2));
        Outcome::Fresh(seq)
    }
}

#[test]
fn msg2_msg4_msg5_sends_agree_with_a_simple_model() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    // The sends of a burst run concurrently, bursts one after the other, which produces batches of every
    // size.
    let bursts = prop::collection::vec(prop::collection::vec(send(), 1..20), 1..6);
    TestRunner::new(config).run(&bursts, |bursts| runtime.block_on(check(bursts))).unwrap();
}

async fn check(bursts: Vec<Vec<Send>>) -> Result<(), TestCaseError> {
    let world = World::sqlite().await;
    let people = [world.person().await, world.person().await, world.person().await];
    let rooms = [world.room(people[0]).await, world.room(people[0]).await];
    for (room, person) in [(rooms[0], people[1]), (rooms[1], people[1]), (rooms[0], people[2])] {
        world.store.join(room, person, world.now()).await.unwrap();
    }
    let ids: Vec<MessageId> = (0..12).map(|_| MessageId::new(world.now())).collect();
    let mut model = Model::default();
    for burst in bursts {
        let expected: Vec<Outcome> = burst.iter().map(|send| model.send(send)).collect();
        let sends = burst.iter().map(|send| {
            let mut message = world.message(&format!("body {}", send.body));
            message.id = ids[usize::from(send.id)];
            message.reply_to = send.reply_to.map(|id| ids[usize::from(id)]);
            world.store.append(Append {
                room_id: rooms[send.room],
                author: people[send.author],
                message,
                active: None,
                now: world.now(),
            })
        });
        let outcomes: Vec<Outcome> = futures_util::future::join_all(sends)
            .await
            .into_iter()
            .map(|answer| match answer {
                Ok(answer) if answer.fresh => Outcome::Fresh(answer.message.seq),
                Ok(answer) => Outcome::Repeat(answer.message.seq),
                Err(StoreError::Refused(Refusal::NotAMember)) => Outcome::NotAMember,
                Err(StoreError::IdConflict) => Outcome::IdConflict,
                Err(StoreError::ReplyNotFound) => Outcome::ReplyNotFound,
                Err(other) => panic!("{other}"),
            })
            .collect();
        prop_assert_eq!(outcomes, expected);
    }
    for (room, sent) in rooms.iter().zip(&model.rooms) {
        let page = world.store.page(*room, people[0], Direction::Newest, 200).await.unwrap();
        let stored: Vec<MessageId> = page.messages.iter().map(|message| message.id).collect();
        let expected: Vec<MessageId> = sent.iter().map(|id| ids[usize::from(*id)]).collect();
        prop_assert_eq!(stored, expected);
        prop_assert!(
            page.messages
                .iter()
                .map(|message| message.seq)
                .eq(1..=i64::try_from(page.messages.len()).unwrap())
        );
    }
    world.end().await;
    Ok(())
}
