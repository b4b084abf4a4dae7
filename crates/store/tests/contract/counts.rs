//! Unread and mention counts compared with a recount, after random sequences of actions.

use confluence_protocol::{MarkRead, MessageId, UserId};
use proptest::{prelude::*, sample::Index, test_runner::TestRunner};

use crate::world::World;

#[derive(Clone, Debug)]
enum Step {
    Say { author: usize, words: usize },
    Edit { message: Index, words: usize },
    Delete { message: Index },
    Read { user: usize, seq: Index, force: bool },
    Block { user: usize, other: usize, on: bool },
}

const WORDS: [&str; 5] = ["hello", "@person0", "@person1 and @person2", "@room", "`@room @person0`"];

/// Whether the text at this index of [`WORDS`] mentions the user.
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
        2 => (any::<Index>(), 0..5_usize).prop_map(|(message, words)| Step::Edit { message, words }),
        1 => any::<Index>().prop_map(|message| Step::Delete { message }),
        2 => (0..3_usize, any::<Index>(), any::<bool>()).prop_map(|(user, seq, force)| Step::Read { user, seq, force }),
        1 => (0..3_usize, 1..3_usize, any::<bool>())
            .prop_map(|(user, next, on)| Step::Block { user, other: (user + next) % 3, on }),
    ]
}

struct Said {
    id: MessageId,
    author: usize,
    words: usize,
    deleted: bool,
}

/// Counts are exact up to this number.
const MOST: usize = 100;
/// Number of sequences of ordinary length. With a larger `CONFLUENCE_STEPS`, only one sequence is run.
const SEQUENCES: u32 = 12;
const ORDINARY: usize = 60;

#[test]
fn read2_counts_agree_with_a_recount() {
    run(async || Some(World::sqlite().await));
}

#[test]
fn read2_counts_agree_with_a_recount_on_postgres() {
    run(async || World::postgres("read2_counts_agree_with_a_recount").await);
}

fn run(world: impl AsyncFn() -> Option<World>) {
    let steps: usize =
        std::env::var("CONFLUENCE_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(ORDINARY);
    let (cases, shortest) = if steps > ORDINARY { (1, steps) } else { (SEQUENCES, steps / 2) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // The limit keeps the shrinking of a long failing sequence from taking hours.
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), shortest..=steps), |steps| {
            runtime.block_on(async {
                match world().await {
                    Some(world) => check(world, steps).await,
                    // `World::postgres` has printed that it is skipped.
                    None => Ok(()),
                }
            })
        })
        .unwrap();
}

async fn check(world: World, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let (room, owner, members) = world.room_with(2).await;
    let people: Vec<UserId> = [vec![owner], members].concat();
    let mut said: Vec<Said> = Vec::new();
    let mut marks = [0_usize; 3];
    let mut blocks = [[false; 3]; 3];
    for step in steps {
        match step {
            Step::Say { author, words } => {
                let id = world.say(room, people[author], WORDS[words]).await.message.id;
                let is_caught_up =
                    said[marks[author]..].iter().all(|said| said.author == author || said.deleted);
                said.push(Said { id, author, words, deleted: false });
                if is_caught_up {
                    marks[author] = said.len();
                }
            }
            Step::Edit { message, words } => {
                if let Some(message) = pick(&mut said, message).filter(|message| !message.deleted) {
                    let (by, body) = (people[message.author], WORDS[words].parse().unwrap());
                    world.store.edit_message(room, message.id, by, body, world.now()).await.unwrap();
                    message.words = words;
                }
            }
            Step::Delete { message } => {
                if let Some(message) = pick(&mut said, message) {
                    let by = people[message.author];
                    world.store.delete_message(room, message.id, by, world.now()).await.unwrap();
                    message.deleted = true;
                }
            }
            Step::Read { user, seq, force } => {
                let seq = seq.index(said.len() + 1);
                let mark = MarkRead { seq: i64::try_from(seq).unwrap(), force };
                world.store.mark_read(room, people[user], mark, world.now()).await.unwrap();
                marks[user] = if force { seq } else { marks[user].max(seq) };
            }
            Step::Block { user, other, on } => {
                let (by, target) = (people[user], people[other]);
                if on {
                    world.store.block(by, target, world.now()).await.unwrap();
                } else {
                    world.store.unblock(by, target).await.unwrap();
                }
                blocks[user][other] = on;
            }
        }
        for (user, id) in people.iter().enumerate() {
            let counts = |said: &&Said| said.author != user && !blocks[user][said.author] && !said.deleted;
            let after = said.iter().skip(marks[user]).filter(counts);
            let count = |number: usize| i64::try_from(number.min(MOST)).unwrap();
            let named = after.clone().filter(|said| names(said.words, user)).count();
            let expected = (i64::try_from(marks[user]).unwrap(), count(after.count()), count(named));
            let you = world.see(room, *id).await.you.unwrap();
            prop_assert_eq!((you.last_read_seq, you.unread, you.mentions), expected);
        }
    }
    world.end().await;
    Ok(())
}

fn pick(said: &mut [Said], place: Index) -> Option<&mut Said> {
    if said.is_empty() { None } else { Some(place.get_mut(said)) }
}
