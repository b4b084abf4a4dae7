//! Repeated SIGKILLs at random points of uploads: every file attached to a message must be complete, and all
//! others must be gone after the sweep.

mod uploader;

use std::{collections::HashMap, path::Path, time::Duration};

use confluence_protocol::{Attachment, Direction, MessageId, RoomId, RoomKind};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use reqwest::Method;
use tokio::{sync::watch, task::JoinSet};

use super::Violations;
use crate::support::{Backend, LONG, Person, Server, eventually, within};
use uploader::Posted;

/// Damage to the storage before the check, for the negative control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tampering {
    None,
    /// An attached file is truncated, and a file that nothing refers to appears.
    ShortAndOrphaned,
}

/// People who upload at once.
const UPLOADERS: u64 = 4;
/// Most pieces of 64 KiB between two kills: some kills hit the beginning of an upload, some its end.
const PIECES: u64 = 60;
/// Age at which the sweep deletes unattached and unfinished files.
const LATER: Duration = Duration::from_hours(49);

/// State that the uploaders and the run share.
#[derive(Clone)]
struct Course {
    room: RoomId,
    /// Whether uploaders continue.
    going: watch::Sender<bool>,
    /// Whether the server is up, as far as the run knows.
    up: watch::Sender<bool>,
    /// Pieces of request bodies handed to the connection.
    pieces: watch::Sender<u64>,
}

/// Kills the server this many times while four people upload and post.
pub async fn run(backend: Backend, kills: u64, tampering: Tampering) -> Violations {
    let seed = std::env::var("CONFLUENCE_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().unwrap());
    let mut found = under_fire(backend, kills, tampering, seed).await;
    if !found.is_empty() {
        found.push(format!("to repeat this run: CONFLUENCE_SEED={seed}"));
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
        within(LONG, "the uploads proceed", pieces.wait_for(|pieces| *pieces >= goal)).await.unwrap();
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
        found.push(format!("only {} posts were acked between {kills} kills", posted.len()));
    }

    let media = server.data().join("media");
    let attached = attachments(&owner, course.room).await;
    if tampering == Tampering::ShortAndOrphaned {
        tamper(&media, &attached);
    }
    for message in posted.values() {
        if !attached.contains_key(&message.message) {
            found.push(format!("{} was acked but its files are not in the room", message.message));
        }
    }
    for (message, attachment) in &attached {
        found.extend(whole(&server, &owner, *message, attachment).await);
    }
    found.extend(swept(&mut server, &media, attached.values()).await);
    found
}

/// Every file of the room by message.
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

/// Reports an attached file that is missing, short or has the wrong content.
async fn whole(server: &Server, by: &Person, message: MessageId, file: &Attachment) -> Violations {
    let name = &file.name;
    let mut found = Violations::new();
    // If a file is shorter than its row says, the response breaks off.
    let request = server.http.get(server.url(&file.url)).header("authorization", by.bearer().await);
    let bytes = async { request.send().await?.error_for_status()?.bytes().await }.await;
    match bytes {
        Err(error) => found.push(format!("{name} of {message} cannot be read: {error}")),
        Ok(bytes) if i64::try_from(bytes.len()) != Ok(file.size) => {
            found.push(format!("{name} of {message} has {} bytes of {}", bytes.len(), file.size));
        }
        Ok(bytes) => {
            if uploader::content_of(name).is_some_and(|content| content != bytes) {
                found.push(format!("{name} of {message} differs from what was sent"));
            }
        }
    }
    if let Some(url) = &file.thumbnail_url {
        let answer = server.call_as(by, Method::GET, url).await.answer().await;
        if answer.status != 200 || answer.body.is_empty() {
            found.push(format!("the thumbnail of {name} of {message}: {}", answer.shown()));
        }
    }
    found
}

/// Reports files that the sweep two days later leaves behind, and attached files that it damages.
async fn swept(server: &mut Server, media: &Path, attached: impl Iterator<Item = &Attachment>) -> Violations {
    let held: HashMap<String, i64> = attached.map(|file| (file.id.to_string(), file.size)).collect();
    let running = server.later(LATER).await;
    running.sweep_files().await;
    // The server sweeps drafts in the background, without an event.
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

/// The id of the upload that a stored file belongs to.
fn id_of(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split(['.', '#']).next().unwrap_or(name)
}

/// Names and sizes of the files below the folder, except those of the write check.
fn stored(folder: &Path) -> HashMap<String, u64> {
    let mut files = HashMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() && name != "check" {
            files.extend(stored(&path).into_iter().map(|(below, size)| (format!("{name}/{below}"), size)));
        } else if path.is_file() {
            // It may have been deleted meanwhile.
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
