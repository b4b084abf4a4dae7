//! Cost of a room's calls by the number of its members: a small room and a large one on the same server.
//!
//! The two rooms are called alternately, so that whatever else the machine does affects both alike. Everybody in
//! the small room is in the large one as well, and the history of both is the same.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use confluence_client::{Client, Dial, new_message_id};
use confluence_protocol::RoomKind;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    ground::Ground,
    messages::room,
    people::{Caller, Person},
    server::Server,
};

/// Members of the small room.
const SMALL: u64 = 100;
/// Measured calls of each kind to each room, and unmeasured calls before them.
const CALLS: usize = 100;
const WARM: usize = 5;
/// Messages of each room before anything is measured.
const MESSAGES: u64 = 200;
/// Entries of a page, as the web client requests them.
const PAGE: u64 = 50;

/// Compares a room of `most` members with one of 100; prints a row for each call.
pub async fn run(most: u64) -> anyhow::Result<()> {
    ensure!(most > SMALL, "the large room needs more than {SMALL} members");
    let server = Server::start().await?;
    let owner = server.person().await?;
    let [reader, visitor] = [Person::new(), Person::new()];
    let ground = Ground::of(&server);
    ground.add_people(&[reader.clone(), visitor.clone()]).await?;
    let token = owner.access_token().await.unwrap_or_default();
    let caller = Caller::new(&reqwest::Client::new(), &server.base, &token);
    let bench = Bench {
        reader: caller.with_identity(&reader)?,
        visitor: caller.with_identity(&visitor)?,
        visitor_id: visitor.user,
        owner: caller,
    };

    let mut rooms = Vec::new();
    for name in ["Small", "Large"] {
        let form = confluence_protocol::CreateRoom { kind: Some(RoomKind::Public), ..room(name)? };
        let id = owner.create_room(&form).await?.id.as_uuid();
        bench.reader.call(Method::POST, &format!("/rooms/{id}/join"), None).await?;
        rooms.push(id);
    }
    let mut places = Vec::new();
    for id in &rooms {
        places.push(bench.talk(*id).await?);
    }
    let begun = Instant::now();
    // The owner and the reader are members already.
    let crowd: Vec<_> = rooms.into_iter().zip([SMALL - 2, most - 2]).collect();
    ground.add_crowd(&crowd, MESSAGES).await?;
    println!("{most} members written in {:.1} s", begun.elapsed().as_secs_f64());
    for (place, members) in places.iter_mut().zip([SMALL, most]) {
        bench.look_up(place, members).await?;
    }
    let places: [Place; 2] = places.try_into().ok().context("not two rooms")?;

    // The sender is the only one who is connected.
    let dial = Dial { token: Some(bench.reader.token().to_owned()), ..Dial::default() };
    let mut socket = Client::new(&server.base)?.raw_socket(&dial).await?;
    socket.next().await;
    // Unread events would fill the socket's outbox.
    let reading = tokio::spawn(async move {
        while !matches!(socket.next().await, confluence_client::RawEvent::Closed(_)) {}
    });
    println!("| call | {SMALL} members: median (p95) ms | {most} members: median (p95) ms | ratio |");
    bench.reading(&places).await?;
    bench.writing(&places).await?;
    reading.abort();
    Ok(())
}

/// The people who call. The reader is a plain member of both rooms, the visitor of none.
struct Bench {
    owner: Caller,
    reader: Caller,
    visitor: Caller,
    visitor_id: Uuid,
}

/// A room to call.
struct Place {
    path: String,
    /// Version of the room 20 messages before the newest.
    version: u64,
    /// A message that half of the members have read.
    message: String,
    /// Cursor of a page in the middle of the members.
    cursor: String,
}

impl Bench {
    /// Sends the history of a room.
    async fn talk(&self, room: Uuid) -> anyhow::Result<Place> {
        let path = format!("/rooms/{room}");
        let mut message = String::new();
        for seq in 1..=MESSAGES {
            let (_, sent) =
                self.owner.call(Method::POST, &format!("{path}/messages"), Some(&words())).await?;
            if seq == MESSAGES / 2 {
                sent["id"].as_str().context("a message without an id")?.clone_into(&mut message);
            }
        }
        let (_, card) = self.owner.call(Method::GET, &path, None).await?;
        let version = card["version"].as_u64().context("a room without a version")?.saturating_sub(20);
        Ok(Place { path, version, message, cursor: String::new() })
    }

    /// Makes sure of the number of members, and finds the cursor of a page in the middle of them.
    async fn look_up(&self, place: &mut Place, members: u64) -> anyhow::Result<()> {
        let (_, card) = self.reader.call(Method::GET, &place.path, None).await?;
        ensure!(card["member_count"] == members, "not {members} members: {card}");
        let mut seen = 0;
        while seen < members / 2 {
            let path = match place.cursor.as_str() {
                "" => format!("{}/members?limit={PAGE}", place.path),
                cursor => format!("{}/members?limit=200&cursor={cursor}", place.path),
            };
            let (_, page) = self.reader.call(Method::GET, &path, None).await?;
            seen += page["members"].as_array().map_or(0, Vec::len) as u64;
            page["next_cursor"].as_str().context("too few members")?.clone_into(&mut place.cursor);
        }
        Ok(())
    }

    /// Measures what a member reads.
    async fn reading(&self, places: &[Place; 2]) -> anyhow::Result<()> {
        let get = async |path: String| Ok(self.reader.call(Method::GET, &path, None).await?.0);
        compare("`GET /rooms/{id}`", places, async |place| get(place.path.clone()).await).await?;
        let newest = async |place: &Place| get(format!("{}/messages?limit={PAGE}", place.path)).await;
        compare("`GET messages`", places, newest).await?;
        let marks = async |place: &Place| get(format!("{}/marks", place.path)).await;
        compare("`GET marks`", places, marks).await?;
        let changes =
            async |place: &Place| get(format!("{}/changes?since={}", place.path, place.version)).await;
        compare("`GET changes`, 20 messages", places, changes).await?;
        let first = async |place: &Place| get(format!("{}/members?limit={PAGE}", place.path)).await;
        compare("`GET members`, first page", places, first).await?;
        let later = async |place: &Place| {
            get(format!("{}/members?limit={PAGE}&cursor={}", place.path, place.cursor)).await
        };
        compare("`GET members`, page in the middle", places, later).await?;
        let search = async |place: &Place| {
            let room = place.path.trim_start_matches("/rooms/");
            get(format!("/users?query=a&room_id={room}&limit=20")).await
        };
        compare("`GET /users?query=a&room_id=`", places, search).await?;
        let receipts = async |place: &Place| {
            get(format!("{}/messages/{}/receipts?limit={PAGE}", place.path, place.message)).await
        };
        compare("`GET receipts`, half have read", places, receipts).await
    }

    /// Measures what changes a room or a membership.
    async fn writing(&self, places: &[Place; 2]) -> anyhow::Result<()> {
        let marks = std::cell::Cell::new(0);
        let mark = async |place: &Place| {
            // Each call moves the mark: two calls, one to each room, have the same position.
            let seq = MESSAGES - marks.replace(marks.get() + 1) / 2 % 2;
            let body = json!({ "seq": seq, "force": true });
            Ok(self.reader.call(Method::PUT, &format!("{}/read", place.path), Some(&body)).await?.0)
        };
        compare("`PUT read`", places, mark).await?;
        let send = async |by: &Caller, place: &Place, body: &Value| {
            Ok(by.call(Method::POST, &format!("{}/messages", place.path), Some(body)).await?.0)
        };
        compare("`POST messages`", places, async |place| send(&self.reader, place, &words()).await).await?;
        let call = async |place: &Place| {
            send(&self.owner, place, &json!({ "id": new_message_id(), "body": "@room, tea?" })).await
        };
        compare("`POST messages`, `@room` by the owner", places, call).await?;

        let step = async |place: &Place, step: &str| {
            Ok(self.visitor.call(Method::POST, &format!("{}/{step}", place.path), None).await?.0)
        };
        let join = async |place: &Place| {
            let took = step(place, "join").await?;
            step(place, "leave").await?;
            Ok(took)
        };
        compare("`POST join`", places, join).await?;
        let leave = async |place: &Place| {
            step(place, "join").await?;
            step(place, "leave").await
        };
        compare("`POST leave`", places, leave).await?;
        let remove = async |place: &Place| {
            step(place, "join").await?;
            let path = format!("{}/members/{}", place.path, self.visitor_id);
            Ok(self.owner.call(Method::DELETE, &path, None).await?.0)
        };
        compare("`DELETE members/{user_id}`", places, remove).await
    }
}

/// A message of the ordinary length, with a new id.
fn words() -> Value {
    json!({ "id": new_message_id(), "body": "a message of the ordinary length, which is a line or two of text" })
}

/// Measures a call in both rooms and prints its row.
async fn compare(
    call: &str,
    places: &[Place; 2],
    sample: impl AsyncFn(&Place) -> anyhow::Result<Duration>,
) -> anyhow::Result<()> {
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for turn in 0..WARM + CALLS {
        let [first, second] = places;
        // Each room is called first half of the time.
        let (at_small, at_large) = if turn % 2 == 0 {
            let at_small = sample(first).await?;
            (at_small, sample(second).await?)
        } else {
            let at_large = sample(second).await?;
            (sample(first).await?, at_large)
        };
        if turn >= WARM {
            small.push(at_small);
            large.push(at_large);
        }
    }
    let (small, large) = (spread(&mut small), spread(&mut large));
    let ratio = large.0 / small.0;
    println!("| {call} | {:.2} ({:.2}) | {:.2} ({:.2}) | {ratio:.2} |", small.0, small.1, large.0, large.1);
    Ok(())
}

/// Median and 95th percentile, in milliseconds.
fn spread(times: &mut [Duration]) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: usize| {
        let last = times.len().saturating_sub(1);
        times.get((times.len() * share / 100).min(last)).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    (at(50), at(95))
}
