//! Chunked uploads, limits on concurrent uploads, and the removal of deleted files' bytes.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::{Method, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::node::{Answer, Browser, Node, PASSWORD, storages};

const CHUNK: usize = 8 * 1024 * 1024;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Bytes of no known file type that differ by position.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 31 + at / 256 + 3) % 251).unwrap()).collect()
}

/// A picture of noise.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let image = RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, a, b, c] = state.to_be_bytes();
        image::Rgb([a, b, c])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn begin(by: &Browser, size: usize) -> Value {
    by.post("/uploads/resumable?name=large.bin", &json!({ "size": size })).await.is(201).json()
}

async fn chunk(by: &Browser, upload: &Value, from: usize, bytes: &[u8]) -> Answer {
    let path = format!("/uploads/{}/content?offset={from}", upload["id"].as_str().unwrap());
    Answer::of(by.api(Method::PUT, &path).body(bytes.to_vec())).await
}

async fn progress(by: &Browser, upload: &Value) -> Answer {
    by.get(&format!("/uploads/{}/progress", upload["id"].as_str().unwrap())).await
}

async fn token(by: &Browser, name: &str) -> String {
    let answer = by.post("/auth/token", &json!({ "username": name, "password": PASSWORD })).await.is(200);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// A request that has announced `announced` bytes and so far sent only `sent`.
async fn half_sent(node: &Node, token: &str, line: &str, announced: usize, sent: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(node.running.address).await.unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {announced}\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(sent).await.unwrap();
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file13_chunked_upload_resumes_after_a_broken_connection_on_every_storage() {
    for storage in storages("file13") {
        let node = Node::with(|settings| settings.media_url = storage).await;
        let (ana, bo) = (node.signed_up("ana").await, node.signed_up("bo").await);
        let whole = bytes(CHUNK * 2 + 1000);
        let upload = begin(&ana, whole.len()).await;
        assert_eq!((&upload["offset"], &upload["chunk_size"]), (&json!(0), &json!(CHUNK)));
        assert_eq!((&upload["name"], &upload["size"]), (&json!("large.bin"), &json!(whole.len())));
        // Other users can neither see an unfinished upload nor add to it.
        progress(&bo, &upload).await.is(404).refused("upload_not_found");
        chunk(&bo, &upload, 0, &whole[..CHUNK]).await.is(404).refused("upload_not_found");

        let first = chunk(&ana, &upload, 0, &whole[..CHUNK]).await.is(200).json();
        assert_eq!(first["offset"], CHUNK);
        // A repeated chunk, a wrong offset, a wrong length.
        chunk(&ana, &upload, 0, &whole[..CHUNK]).await.is(409).refused("id_conflict");
        chunk(&ana, &upload, CHUNK + 1, &whole[..CHUNK]).await.is(409).refused("id_conflict");
        chunk(&ana, &upload, CHUNK, &whole[..1000]).await.is(400).refused("malformed_request");

        // An interrupted chunk does not count.
        let line = format!("PUT /api/v1/uploads/{}/content?offset={CHUNK}", upload["id"].as_str().unwrap());
        let cut =
            half_sent(&node, &token(&ana, "ana").await, &line, CHUNK, &whole[CHUNK..CHUNK + 70_000]).await;
        drop(cut);
        assert_eq!(progress(&ana, &upload).await.is(200).json(), first);

        // The same chunk sent twice at once is stored once.
        let (one, other) = tokio::join!(
            chunk(&ana, &upload, CHUNK, &whole[CHUNK..CHUNK * 2]),
            chunk(&ana, &upload, CHUNK, &whole[CHUNK..CHUNK * 2]),
        );
        for answer in [one, other] {
            match answer.status {
                200 => assert_eq!(answer.json()["offset"], CHUNK * 2),
                // The storage failed one of the two writes before the other was recorded.
                503 => drop(answer.refused("unavailable")),
                // It arrived after the other was recorded.
                _ => drop(answer.is(409).refused("id_conflict")),
            }
        }
        assert_eq!(progress(&ana, &upload).await.json()["offset"], CHUNK * 2);
        let last = &whole[CHUNK * 2..];
        let (one, other) =
            tokio::join!(chunk(&ana, &upload, CHUNK * 2, last), chunk(&ana, &upload, CHUNK * 2, last),);
        let file = one.is(201).json();
        assert_eq!(other.is(201).json(), file);
        assert_eq!(chunk(&ana, &upload, CHUNK * 2, last).await.is(201).json(), file);
        assert_eq!((&file["id"], &file["size"]), (&upload["id"], &json!(whole.len())));
        chunk(&ana, &upload, 0, &whole[..CHUNK]).await.is(409).refused("id_conflict");
        let served = ana.request(Method::GET, file["url"].as_str().unwrap()).send().await.unwrap();
        assert!(served.bytes().await.unwrap() == whole, "every byte arrived");
        let room = ana.post("/rooms", &json!({ "name": "Files" })).await.is(201).json();
        let message = json!({ "id": uuid::Uuid::now_v7(), "body": "", "attachments": [file["id"]] });
        let path = format!("/rooms/{}/messages", room["id"].as_str().unwrap());
        ana.post(&path, &message).await.is(201);
        assert_eq!(node.stored().await, 1, "the chunks were deleted");

        // A chunked picture is examined like any other; a broken one is kept with its metadata.
        let picture = noise(2000, 1500);
        let upload = begin(&ana, picture.len()).await;
        chunk(&ana, &upload, 0, &picture[..CHUNK]).await.is(200);
        let shown = chunk(&ana, &upload, CHUNK, &picture[CHUNK..]).await.is(201).json();
        assert_eq!((&shown["width"], &shown["height"]), (&json!(2000), &json!(1500)));
        let stored = node.stored().await;
        assert_eq!(stored, 4, "the first file, the picture and its two thumbnails");
        let broken = [&picture[..100], &bytes(1000)].concat();
        let upload = begin(&ana, broken.len()).await;
        let kept = chunk(&ana, &upload, 0, &broken).await.is(201).json();
        assert_eq!((&kept["width"], &kept["metadata_kept"]), (&json!(null), &json!(true)));
        assert_eq!(node.stored().await, stored + 1);
        node.empty().await;
    }
}

#[tokio::test]
async fn file13_unfinished_uploads_are_limited_counted_and_swept() {
    let node = Node::with(|settings| {
        settings.limit_upload_megabytes = Some("20".to_owned());
        settings.limit_megabytes_per_user = Some("30".to_owned());
    })
    .await;
    let ana = node.signed_up("ana").await;
    let path = "/uploads/resumable?name=x";
    ana.post(path, &json!({ "size": 0 })).await.is(422).refused("validation_failed");
    ana.post(path, &json!({ "size": -1 })).await.is(422).refused("validation_failed");
    ana.post(path, &json!({ "size": 20 * 1024 * 1024 + 1 })).await.is(413).refused("too_large");
    let large = begin(&ana, 20 * 1024 * 1024).await;
    // The announced size counts, not the bytes received.
    ana.post(path, &json!({ "size": 11 * 1024 * 1024 })).await.is(422).refused("limit_reached");
    ana.send(Method::DELETE, &format!("/uploads/{}", large["id"].as_str().unwrap()), &json!({}))
        .await
        .is(204);
    progress(&ana, &large).await.is(404).refused("upload_not_found");
    let large = begin(&ana, 20 * 1024 * 1024).await;
    let whole = bytes(CHUNK);
    chunk(&ana, &large, 0, &whole).await.is(200);
    for _ in 1..20 {
        begin(&ana, 1).await;
    }
    let refused = ana.post(path, &json!({ "size": 1 })).await.is(422).refused("limit_reached");
    assert_eq!(refused.detail, "you have 20 unfinished uploads; finish or cancel one first");
    assert_eq!(large["expires_at"], "2027-01-16T08:00:00.000Z");
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 1);
    node.clock.advance(DAY + 1);
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 0, "the chunk was deleted with its upload");
    ana.poke("/auth/refresh").await.is(200);
    progress(&ana, &large).await.is(404);
    begin(&ana, 1).await;
}

#[tokio::test]
async fn file14_concurrent_uploads_are_limited_per_user_and_in_total() {
    for (each, all, status, code) in [("1", "0", 429, "rate_limited"), ("0", "1", 503, "unavailable")] {
        let node = Node::with(|settings| {
            settings.limit_uploads_per_user = Some(each.to_owned());
            settings.limit_uploads = Some(all.to_owned());
        })
        .await;
        let (ana, bo) = (node.signed_up("ana").await, node.signed_up("bo").await);
        let upload = |by: &Browser| Answer::of(by.api(Method::POST, "/uploads?name=a").body(vec![7; 100]));
        let line = "POST /api/v1/uploads?name=x";
        let token = token(&ana, "ana").await;
        // The server may read either request first: try again until the slow one holds the slot.
        let (mut slow, refused) = loop {
            let slow = half_sent(&node, &token, line, 1000, &[1; 500]).await;
            let answer = upload(&ana).await;
            if answer.status != 201 {
                break (slow, answer.is(status));
            }
        };
        refused.refused(code);
        assert!(refused.header(header::RETRY_AFTER.as_str()).parse::<u32>().unwrap() > 0);
        let resumable = begin(&ana, 100).await;
        chunk(&ana, &resumable, 0, &[7; 100]).await.is(status).refused(code);
        // The per-user limit does not affect other users.
        assert_eq!(upload(&bo).await.status, if all == "0" { 201 } else { status });
        slow.write_all(&[1; 500]).await.unwrap();
        let mut answer = [0; 12];
        slow.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 201");
        chunk(&ana, &resumable, 0, &[7; 100]).await.is(201);
    }
}

async fn picture(by: &Browser, width: u32) -> Value {
    let request = by.api(Method::POST, "/uploads?name=a.png").body(noise(width, 900));
    Answer::of(request).await.is(201).json()
}

#[tokio::test]
async fn file8_deleting_a_message_room_or_account_deletes_its_files_and_thumbnails() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let room = ana.post("/rooms", &json!({ "name": "Files" })).await.is(201).json();
    let room = format!("/rooms/{}", room["id"].as_str().unwrap());
    let file = picture(&ana, 1000).await;
    let id = uuid::Uuid::now_v7();
    let message = json!({ "id": id, "body": "", "attachments": [file["id"]] });
    ana.post(&format!("{room}/messages"), &message).await.is(201);
    assert_eq!(node.stored().await, 3);
    ana.send(Method::DELETE, &format!("{room}/messages/{id}"), &json!({})).await.is(204);
    assert_eq!(node.stored().await, 0, "deleted with its message");

    let put = |file: &Value| json!({ "avatar_upload_id": file["id"] });
    ana.send(Method::PATCH, "/me", &put(&picture(&ana, 1000).await)).await.is(200);
    assert_eq!(node.stored().await, 1, "only the small square is kept");
    ana.send(Method::PATCH, "/me", &put(&picture(&ana, 900).await)).await.is(200);
    assert_eq!(node.stored().await, 1, "the new avatar replaced the old one");

    let message =
        json!({ "id": uuid::Uuid::now_v7(), "body": "", "attachments": [picture(&ana, 1000).await["id"]] });
    ana.post(&format!("{room}/messages"), &message).await.is(201);
    ana.send(Method::PATCH, &room, &put(&picture(&ana, 900).await)).await.is(200);
    assert_eq!(node.stored().await, 5);
    // Without its last member a room cannot be restored.
    ana.post(&format!("{room}/leave"), &json!({})).await.is(204);
    assert_eq!(node.stored().await, 1, "the room's picture and its messages' files were deleted with it");
    ana.send(Method::DELETE, "/me", &json!({ "password": PASSWORD })).await.is(204);
    assert_eq!(node.stored().await, 0, "the account's picture was deleted with it");
}
