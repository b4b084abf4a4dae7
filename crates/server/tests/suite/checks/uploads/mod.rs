//! SIGKILL at random points of uploads, again and again: whatever a message holds is there, whole, and what no
//! message holds is gone after the sweep.

mod uploader;

use std::{collections::HashMap, path::Path, time::Duration};

use confluence_protocol::{Attachment, Direction, MessageId, RoomId, RoomKind};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use reqwest::Method;
use tokio::{sync::watch, task::JoinSet};

use super::Violations;
use crate::support::{Backend, LONG, Person, Server, eventually, within};
use uploader::Posted;

/// What is done to the storage before it is looked at, for the negative control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tampering {
    None,
    /// An attached file loses its end, and one that nothing holds appears.
    ShortAndOrphaned,
}

/// People who upload at once.
const UPLOADERS: u64 = 4;
/// Pieces of 64 KiB that may pass between two kills: some kills meet the beginning of an upload, some its end.
const PIECES: u64 = 60;
/// When the sweep takes what waited, and what was half written.
const LATER: Duration = Duration::from_hours(49);

/// What the uploaders and the run tell one another.
#[derive(Clone)]
struct Course {
    room: RoomId,
    /// Whether uploaders go on.
    going: watch::Sender<bool>,
    /// Whether the server is there, as far as the run knows.
    up: watch::Sender<bool>,
    /// Pieces of bodies that were taken off.
    pieces: watch::Sender<u64>,
}

/// Kills the server this many times while four people upload and post.
pub async fn run(backend: Backend, kills: u64, tampering: Tampering) -> Violations {
    let seed = std::env::var("CONFLUENCE_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap());
    let mut found = under_fire(backend, kills, tampering, seed).await;
    if !found.is_empty() {
        found.push(format!("to try the same again: CONFLUENCE_SEED={seed}"));
    }
    found
}

async fn under_fire(backend: Backend, kills: u64, tampering: Tampering, seed: u64) -> Violations {
    let mut server = Server::start_on(backend, &[]).await;
    let owner = server.person("owner").await;
    let course = Course {
        room: owner.room("Files under fire", RoomKind::Private).await.id,
        going: watch::Sender::new(true),
        up: watch::Sender::new(true),
        pieces: watch::Sender::new(0),
    };
    let invite = owner.client.create_invite(course.room, confluence_protocol::CreateInvite::default()).await;
    let code = invite.unwrap().code;
    let mut uploading = JoinSet::new();
    for number in 0..UPLOADERS {
        let person = server.person(&format!("uploader{number}")).await;
        person.client.accept_invite(&code).await.unwrap();
        let url = server.url("/api/v1/uploads");
        uploading.spawn(uploader::upload_and_post(person, url, course.clone(), seed.wrapping_add(number)));
    }

    let mut rng = StdRng::seed_from_u64(seed.wrapping_mul(3));
    for _ in 0..kills {
        let mut pieces = course.pieces.subscribe();
        let goal = *pieces.borrow() + rng.random_range(1..PIECES);
        within(LONG, "bytes are on their way", pieces.wait_for(|pieces| *pieces >= goal)).await.unwrap();
        course.up.send_replace(false);
        server.kill().await;
        server.restart().await;
        course.up.send_replace(true);
    }
    course.going.send_replace(false);
    let logs = within(LONG, "the uploaders end", uploading.join_all()).await;
    let mut found = Violations::new();
    let mut posted: HashMap<MessageId, Posted> = HashMap::new();
    for log in logs {
        found.extend(log.complaints);
        posted.extend(log.posted.into_iter().map(|posted| (posted.message, posted)));
    }
    if (posted.len() as u64) < kills / 4 {
        found.push(format!("only {} posts were answered between {kills} kills", posted.len()));
    }

    let media = server.data().join("media");
    let attached = attachments(&owner, course.room).await;
    if tampering == Tampering::ShortAndOrphaned {
        tamper(&media, &attached);
    }
    for message in posted.values() {
        if !attached.contains_key(&message.message) {
            found.push(format!("{} was answered and its files are not in the room", message.message));
        }
    }
    for (message, attachment) in &attached {
        found.extend(whole(&server, &owner, *message, attachment).await);
    }
    found.extend(swept(&mut server, &media, attached.values()).await);
    found
}

/// Every file of the room, by its message.
async fn attachments(owner: &Person, room: RoomId) -> HashMap<MessageId, Attachment> {
    let (mut files, mut after) = (HashMap::new(), 0);
    loop {
        let page = owner.client.page(room, Direction::After(after), Some(200)).await.unwrap();
        for message in page.messages {
            after = message.seq;
            files.extend(message.attachments.into_iter().map(|attachment| (message.id, attachment)));
        }
        if !page.has_after {
            return files;
        }
    }
}

/// What of an attached file is missing, short or another's.
async fn whole(server: &Server, by: &Person, message: MessageId, file: &Attachment) -> Violations {
    let name = &file.name;
    let mut found = Violations::new();
    // A file that is shorter than its row says breaks off on the way.
    let request = server.http.get(server.url(&file.url)).header("authorization", by.bearer().await);
    let bytes = async { request.send().await?.error_for_status()?.bytes().await }.await;
    match bytes {
        Err(error) => found.push(format!("{name} of {message} cannot be read: {error}")),
        Ok(bytes) if i64::try_from(bytes.len()) != Ok(file.size) => {
            found.push(format!("{name} of {message} has {} bytes of {}", bytes.len(), file.size));
        }
        Ok(bytes) => {
            if uploader::content_of(name).is_some_and(|content| content != bytes) {
                found.push(format!("{name} of {message} has other bytes than were sent"));
            }
        }
    }
    if let Some(url) = &file.thumbnail_url {
        let answer = server.call_as(by, Method::GET, url).await.answer().await;
        if answer.status != 200 || answer.body.is_empty() {
            found.push(format!("the small picture of {name} of {message}: {}", answer.shown()));
        }
    }
    found
}

/// What the sweep of two days later leaves behind, or takes that it should not.
async fn swept(server: &mut Server, media: &Path, attached: impl Iterator<Item = &Attachment>) -> Violations {
    let held: HashMap<String, i64> = attached.map(|file| (file.id.to_string(), file.size)).collect();
    let running = server.later(LATER).await;
    running.sweep_files().await;
    // Drafts are swept by the server's own round, of which nothing tells.
    let look = async || {
        let orphans: Vec<String> =
            stored(media).into_keys().filter(|name| !held.contains_key(id_of(name))).collect();
        if orphans.is_empty() { Ok(()) } else { Err(orphans) }
    };
    let mut found = Violations::new();
    let last = std::cell::RefCell::new(Vec::new());
    let patience =
        eventually("the sweep ends", async || look().await.map_err(|orphans| last.replace(orphans)));
    if tokio::time::timeout(Duration::from_secs(8), patience).await.is_err() {
        found.extend(last.take().into_iter().map(|orphan| format!("{orphan} is left behind")));
    }
    let files = stored(media);
    for (id, size) in held {
        let file = files.iter().find(|(name, _)| name.ends_with(&id));
        if file.is_none_or(|(_, bytes)| i64::try_from(*bytes) != Ok(size)) {
            found.push(format!("{id} of {size} bytes is stored as {file:?}"));
        }
    }
    running.stop().await;
    found
}

/// The upload that a stored file belongs to.
fn id_of(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split(['.', '#']).next().unwrap_or(name)
}

/// Names and sizes below the folder, but for what tells whether it can be written.
fn stored(folder: &Path) -> HashMap<String, u64> {
    let mut files = HashMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() && name != "check" {
            files.extend(stored(&path).into_iter().map(|(below, size)| (format!("{name}/{below}"), size)));
        } else if path.is_file() {
            // It may be gone by now.
            files.extend(entry.metadata().ok().map(|metadata| (name, metadata.len())));
        }
    }
    files
}

fn tamper(media: &Path, attached: &HashMap<MessageId, Attachment>) {
    let file = attached.values().max_by_key(|file| file.size).unwrap();
    let name = stored(media).into_keys().find(|name| name.ends_with(&file.id.to_string())).unwrap();
    let bytes = std::fs::read(media.join(&name)).unwrap();
    std::fs::write(media.join(&name), &bytes[..bytes.len() - 1]).unwrap();
    std::fs::write(media.join("orphan"), "nobody's").unwrap();
}
