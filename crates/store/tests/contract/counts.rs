//! Unread and mention counts compared with a recount, after any sequence of what people do.

use confluence_protocol::{MarkRead, MessageId, UserId};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::world::World;

#[derive(Clone, Debug)]
enum Step {
    Say { author: usize, words: usize },
    Edit { message: usize, words: usize },
    Delete { message: usize },
    Read { user: usize, seq: usize, force: bool },
}

const WORDS: [&str; 5] = ["hello", "@person0", "@person1 and @person2", "@room", "`@room @person0`"];

/// Whom each of the words names: people, and whether everybody.
fn names(words: usize, user: usize) -> bool {
    match words {
        1 => user == 0,
        2 => user == 1 || user == 2,
        3 => true,
        _ => false,
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize, 0..5_usize).prop_map(|(author, words)| Step::Say { author, words }),
        2 => (0..60_usize, 0..5_usize).prop_map(|(message, words)| Step::Edit { message, words }),
        1 => (0..60_usize).prop_map(|message| Step::Delete { message }),
        2 => (0..3_usize, 0..60_usize, any::<bool>()).prop_map(|(user, seq, force)| Step::Read { user, seq, force }),
    ]
}

struct Said {
    id: MessageId,
    author: usize,
    words: usize,
    deleted: bool,
}

#[test]
fn read2_counts_agree_with_a_recount() {
    let steps: usize =
        std::env::var("CONFLUENCE_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(60);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), steps / 2..=steps), |steps| runtime.block_on(check(steps)))
        .unwrap();
}

async fn check(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let world = World::sqlite().await;
    let (room, owner, members) = world.room_with(2).await;
    let people: Vec<UserId> = [vec![owner], members].concat();
    let mut said: Vec<Said> = Vec::new();
    let mut marks = [0_usize; 3];
    for step in steps {
        match step {
            Step::Say { author, words } => {
                let id = world.say(room, people[author], WORDS[words]).await.message.id;
                said.push(Said { id, author, words, deleted: false });
            }
            Step::Edit { message, words } => {
                if let Some(message) = said.get_mut(message).filter(|message| !message.deleted) {
                    let (by, body) = (people[message.author], WORDS[words].parse().unwrap());
                    world.store.edit_message(room, message.id, by, body, world.now()).await.unwrap();
                    message.words = words;
                }
            }
            Step::Delete { message } => {
                if let Some(message) = said.get_mut(message) {
                    let by = people[message.author];
                    world.store.delete_message(room, message.id, by, false, world.now()).await.unwrap();
                    message.deleted = true;
                }
            }
            Step::Read { user, seq, force } => {
                let mark = MarkRead { seq: i64::try_from(seq).unwrap(), force };
                world.store.mark_read(room, people[user], mark, world.now()).await.unwrap();
                let seq = seq.min(said.len());
                marks[user] = if force { seq } else { marks[user].max(seq) };
            }
        }
        for (user, id) in people.iter().enumerate() {
            let after = said.iter().skip(marks[user]).filter(|said| said.author != user && !said.deleted);
            let expected = (
                i64::try_from(after.clone().count()).unwrap(),
                i64::try_from(after.filter(|said| names(said.words, user)).count()).unwrap(),
            );
            let you = world.see(room, *id).await.you.unwrap();
            prop_assert_eq!((you.unread, you.mentions), expected);
        }
    }
    world.end().await;
    Ok(())
}
