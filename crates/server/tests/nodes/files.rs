//! Files over HTTP: upload, attachment, download and deletion.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::{Method, header};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::node::{Answer, Browser, Node};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A picture of noise, which compresses badly and so gives a large file.
fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let noise =
        |x: u32, y: u32| u8::try_from(x.wrapping_mul(2_654_435_761).wrapping_add(y * 97) >> 24).unwrap();
    let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([noise(x, y), noise(y, x), 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

async fn upload(by: &Browser, name: &str, bytes: Vec<u8>) -> Answer {
    let name = name.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"));
    let request = by.api(Method::POST, &format!("/uploads?name={name}")).body(bytes);
    Answer::of(request.header(header::CONTENT_TYPE, "image/png")).await
}

async fn uploaded(by: &Browser, name: &str, bytes: Vec<u8>) -> Value {
    upload(by, name, bytes).await.is(201).json()
}

async fn room(by: &Browser, kind: &str) -> String {
    let room = by.post("/rooms", &json!({ "name": "Files", "kind": kind })).await.is(201).json();
    room["id"].as_str().unwrap().to_owned()
}

fn message(uploads: &[&Value]) -> Value {
    let ids: Vec<&Value> = uploads.iter().map(|upload| &upload["id"]).collect();
    json!({ "id": uuid::Uuid::now_v7(), "body": "", "attachments": ids })
}

/// The response to a GET of a URL of this server.
async fn at(by: &Browser, url: &Value, headers: &[(&str, &str)]) -> reqwest::Response {
    let request = by.request(Method::GET, url.as_str().unwrap());
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

#[tokio::test]
async fn file8_attached_upload_is_readable_by_room_members_only() {
    let node = Node::start().await;
    let (ana, bo) = (node.signed_up("ana").await, node.signed_up("bo").await);
    let room = room(&ana, "public").await;
    let bytes = b"\0\x01 some bytes of no kind".repeat(100_000);
    let file = uploaded(&ana, "ä \u{202e}b/c.bin", bytes.clone()).await;
    assert_eq!(file["name"], "ä b_c.bin");
    assert_eq!(file["content_type"], "application/octet-stream");
    assert_eq!(file["size"], bytes.len());
    assert_eq!(file["url"], format!("/api/v1/media/{}/%C3%A4%20b_c.bin", file["id"].as_str().unwrap()));

    // Until it is posted, only its uploader can read it.
    assert_eq!(at(&ana, &file["url"], &[]).await.bytes().await.unwrap(), bytes);
    assert_eq!(at(&bo, &file["url"], &[]).await.status(), 404);

    let sent = message(&[&file]);
    let path = format!("/rooms/{room}/messages");
    let posted = ana.post(&path, &sent).await.is(201).json();
    assert_eq!(posted["attachments"], json!([file]));
    assert_eq!(ana.post(&path, &sent).await.is(200).json(), posted);
    assert_eq!(ana.get(&path).await.is(200).json()["messages"][0]["attachments"], json!([file]));
    let changes = ana.get(&format!("/rooms/{room}/changes?since=1")).await.is(200).json();
    assert_eq!(changes["messages"][0]["attachments"], json!([file]));

    // Before joining, as a member, and after leaving.
    assert_eq!(at(&bo, &file["url"], &[]).await.status(), 404);
    bo.poke(&format!("/rooms/{room}/join")).await.is(200);
    assert_eq!(at(&bo, &file["url"], &[]).await.bytes().await.unwrap(), bytes);
    bo.poke(&format!("/rooms/{room}/leave")).await.is(204);
    let refused = at(&bo, &file["url"], &[]).await;
    assert_eq!(refused.status(), 404);
    assert!(refused.text().await.unwrap().contains("upload_not_found"));
    assert_eq!(at(&node.browser(), &file["url"], &[]).await.status(), 401);
}

#[tokio::test]
async fn file8_upload_can_be_attached_once_and_only_by_its_uploader() {
    let node = Node::start().await;
    let (ana, bo) = (node.signed_up("ana").await, node.signed_up("bo").await);
    let room = room(&ana, "public").await;
    bo.poke(&format!("/rooms/{room}/join")).await.is(200);
    let path = format!("/rooms/{room}/messages");
    let file = uploaded(&ana, "a.txt", b"words".to_vec()).await;
    bo.post(&path, &message(&[&file])).await.is(404).refused("upload_not_found");
    ana.post(&path, &message(&[&json!({ "id": uuid::Uuid::now_v7() })]))
        .await
        .is(404)
        .refused("upload_not_found");
    ana.post(&path, &message(&[&file])).await.is(201);
    ana.post(&path, &message(&[&file])).await.is(409).refused("already_attached");
    let drop = format!("/uploads/{}", file["id"].as_str().unwrap());
    ana.send(Method::DELETE, &drop, &json!({})).await.is(409).refused("already_attached");

    // Of eleven concurrent attempts to attach the same file, one succeeds.
    let file = uploaded(&ana, "b.txt", b"words".to_vec()).await;
    let attempts = (0..11).map(|_| {
        let (ana, path, message) = (ana.clone(), path.clone(), message(&[&file]));
        tokio::spawn(async move { ana.post(&path, &message).await.status })
    });
    let mut made = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            201 => made += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn file8_unattached_upload_can_be_deleted_and_is_swept_after_a_day() {
    let node = Node::start().await;
    let (ana, bo) = (node.signed_up("ana").await, node.signed_up("bo").await);
    let room = room(&ana, "public").await;
    let [dropped, waits, held] = ["dropped", "waits", "held"].map(|name| format!("{name}.txt"));
    let (dropped, waits, held) = (
        uploaded(&ana, &dropped, b"1".to_vec()).await,
        uploaded(&ana, &waits, b"2".to_vec()).await,
        uploaded(&ana, &held, b"3".to_vec()).await,
    );
    ana.post(&format!("/rooms/{room}/messages"), &message(&[&held])).await.is(201);
    let path = format!("/uploads/{}", dropped["id"].as_str().unwrap());
    bo.send(Method::DELETE, &path, &json!({})).await.is(404).refused("upload_not_found");
    ana.send(Method::DELETE, &path, &json!({})).await.is(204);
    ana.send(Method::DELETE, &path, &json!({})).await.is(404);
    assert_eq!(at(&ana, &dropped["url"], &[]).await.status(), 404);

    node.clock.advance(DAY - 1);
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 2, "only the deleted upload is gone");
    node.clock.advance(2);
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 1, "the unattached upload is gone, the attached one stays");
    ana.poke("/auth/refresh").await;
    assert_eq!(at(&ana, &waits["url"], &[]).await.status(), 404);
    assert_eq!(at(&ana, &held["url"], &[]).await.text().await.unwrap(), "3");

    ana.send(Method::DELETE, &format!("/rooms/{room}"), &json!({})).await.is(204);
    assert_eq!(at(&ana, &held["url"], &[]).await.status(), 404);
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 1, "the room can still be restored");
    ana.post(&format!("/rooms/{room}/restore"), &json!({})).await.is(200);
    assert_eq!(at(&ana, &held["url"], &[]).await.text().await.unwrap(), "3");
    // Without its last member it is deleted for good.
    ana.post(&format!("/rooms/{room}/leave"), &json!({})).await.is(204);
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 0, "the room's files were deleted with it");
}

#[tokio::test]
async fn file6_downloads_support_ranges_and_entity_tags() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let file = uploaded(&ana, "a.bin", bytes.clone()).await;
    let whole = at(&ana, &file["url"], &[]).await;
    let header = |response: &reqwest::Response, name: &str| {
        response.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(whole.status(), 200);
    assert_eq!(header(&whole, "accept-ranges"), "bytes");
    assert_eq!(header(&whole, "cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(header(&whole, "vary"), "cookie");
    assert_eq!(header(&whole, "x-content-type-options"), "nosniff");
    assert_eq!(
        header(&whole, "content-security-policy"),
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    );
    assert_eq!(
        header(&whole, "content-disposition"),
        "attachment; filename=\"a.bin\"; filename*=UTF-8''a.bin"
    );
    let tag = header(&whole, "etag");

    for (range, part, said) in [
        ("bytes=0-0", 0..1, "bytes 0-0/70000"),
        ("bytes=65530-65545", 65_530..65_546, "bytes 65530-65545/70000"),
        ("bytes=69990-", 69_990..70_000, "bytes 69990-69999/70000"),
        ("bytes=-10", 69_990..70_000, "bytes 69990-69999/70000"),
    ] {
        let answer = at(&ana, &file["url"], &[("range", range), ("if-range", &tag)]).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "content-range")), (206, said.to_owned()));
        assert_eq!(answer.bytes().await.unwrap(), bytes[part]);
    }
    let beyond = at(&ana, &file["url"], &[("range", "bytes=70000-")]).await;
    assert_eq!(
        (beyond.status().as_u16(), header(&beyond, "content-range")),
        (416, "bytes */70000".to_owned())
    );
    let other = at(&ana, &file["url"], &[("range", "bytes=0-1"), ("if-range", "\"other\"")]).await;
    assert_eq!((other.status().as_u16(), other.bytes().await.unwrap().len()), (200, bytes.len()));
    let known = at(&ana, &file["url"], &[("if-none-match", &tag)]).await;
    assert_eq!((known.status().as_u16(), header(&known, "etag")), (304, tag));
    assert_eq!(known.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn file3_picture_is_stripped_of_metadata_measured_and_given_thumbnails() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let plain = jpeg(1600, 800);
    let secret = b"Exif\0\0 47.3769N 8.5417E";
    let length = u16::try_from(secret.len() + 2).unwrap().to_be_bytes();
    let dirty = [&plain[..2], b"\xFF\xE1", &length, secret, &plain[2..]].concat();
    let file = uploaded(&ana, "at home.jpg", dirty).await;
    assert_eq!(
        (&file["content_type"], &file["width"], &file["height"]),
        (&json!("image/jpeg"), &json!(1600), &json!(800))
    );
    assert!(file["thumbhash"].as_str().unwrap().len() > 10);
    let shown = at(&ana, &file["url"], &[]).await;
    assert_eq!(shown.headers()["content-type"], "image/jpeg");
    assert!(
        shown.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("inline; filename=\"at home.jpg\"")
    );
    let served = shown.bytes().await.unwrap();
    assert!(!served.windows(8).any(|bytes| bytes == b"47.3769N"));
    assert_eq!(file["size"], served.len());
    for (query, width) in [("", 720), ("?size=large", 1600)] {
        let url = json!(format!("{}{query}", file["thumbnail_url"].as_str().unwrap()));
        let small = at(&ana, &url, &[]).await;
        assert_eq!(small.headers()["content-type"], "image/webp");
        let small =
            image::load_from_memory_with_format(&small.bytes().await.unwrap(), ImageFormat::WebP).unwrap();
        assert_eq!((small.width(), small.height()), (width, width / 2));
    }
    let other = json!(format!("{}?size=huge", file["thumbnail_url"].as_str().unwrap()));
    assert_eq!(at(&ana, &other, &[]).await.status(), 422);
}

#[tokio::test]
async fn file1_refused_and_interrupted_uploads_leave_nothing_behind() {
    let node = Node::with(|settings| {
        settings.limit_upload_megabytes = Some("1".to_owned());
        settings.limit_megabytes_per_user = Some("2".to_owned());
    })
    .await;
    let ana = node.signed_up("ana").await;
    let megabyte = vec![7; 1024 * 1024];
    let large = upload(&ana, "a.bin", vec![7; 1024 * 1024 + 1]).await.is(413);
    assert_eq!(large.refused("too_large").detail, "the file is larger than the limit of 1 MB");
    // An empty body, for which some clients send no Content-Length.
    assert!(matches!(upload(&ana, "a.bin", vec![]).await.status, 400 | 422));
    let first = uploaded(&ana, "a.bin", megabyte.clone()).await;
    uploaded(&ana, "b.bin", megabyte.clone()).await;
    upload(&ana, "c.bin", vec![7]).await.is(422).refused("limit_reached");
    ana.send(Method::DELETE, &format!("/uploads/{}", first["id"].as_str().unwrap()), &json!({}))
        .await
        .is(204);
    uploaded(&ana, "c.bin", vec![7; 1000]).await;

    // An interrupted body: only half of the announced megabyte is sent.
    let bo = node.signed_up("bo").await;
    let token = bo
        .post("/auth/token", &json!({ "username": "bo", "password": crate::node::PASSWORD }))
        .await
        .is(200)
        .json();
    let mut socket = tokio::net::TcpStream::connect(node.running.address).await.unwrap();
    let head = format!(
        "POST /api/v1/uploads?name=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\nAuthorization: Bearer {}\r\n\r\n",
        token["access_token"].as_str().unwrap()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(&megabyte[..500_000]).await.unwrap();
    socket.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest).await;
    drop(socket);
    // The quota is released once the server notices the broken connection.
    while upload(&bo, "whole.bin", megabyte.clone()).await.status != 201 {
        tokio::task::yield_now().await;
    }
    uploaded(&bo, "another.bin", megabyte.clone()).await;
    node.running.sweep_files().await;
    assert_eq!(node.stored_files(), 4);
}

#[tokio::test]
async fn file20_bombs_and_broken_pictures_are_offered_as_downloads_only() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let bomb = b"GIF89a\xFF\xFF\xFF\xFF\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B";
    for (name, bytes, metadata_kept) in [
        ("bomb.gif", bomb.to_vec(), false),
        // A file that cannot be parsed cannot be stripped of its metadata.
        ("cut.jpg", jpeg(64, 64)[..40].to_vec(), true),
        ("script.gif", b"GIF89a=1;/*<script>*/".to_vec(), true),
    ] {
        let file = uploaded(&ana, name, bytes.clone()).await;
        assert_eq!(file["content_type"], "application/octet-stream", "{name}");
        assert_eq!((&file["width"], &file["metadata_kept"]), (&json!(null), &json!(metadata_kept)), "{name}");
        let served = at(&ana, &file["url"], &[]).await;
        assert!(disposition(&served).starts_with("attachment;"), "{name}");
        assert_eq!(served.bytes().await.unwrap(), bytes, "{name}");
    }
}

/// The `Content-Disposition` of a response.
fn disposition(answer: &reqwest::Response) -> &str {
    answer.headers()["content-disposition"].to_str().unwrap()
}

/// An MP4 box.
fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, content].concat()
}

#[tokio::test]
async fn file19_video_loses_its_location_and_keeps_its_duration() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let mvhd = [&[0; 12][..], &1000_u32.to_be_bytes(), &2500_u32.to_be_bytes(), &[0; 80]].concat();
    let place = boxed(b"\xA9xyz", b"\0\x12\x15\xC7+47.3769+008.5417/");
    let moov = [boxed(b"mvhd", &mvhd), boxed(b"udta", &place)].concat();
    let data = boxed(b"mdat", &vec![7; 200_000]);
    let sent = [boxed(b"ftyp", b"isom\0\0\0\0isom"), data, boxed(b"moov", &moov)].concat();
    let file = uploaded(&ana, "film.mp4", sent.clone()).await;
    assert_eq!((&file["content_type"], &file["duration"]), (&json!("video/mp4"), &json!(2.5)));
    assert_eq!((&file["size"], &file["metadata_kept"]), (&json!(sent.len()), &json!(false)));
    let served = at(&ana, &file["url"], &[]).await.bytes().await.unwrap();
    assert_eq!(served.len(), sent.len());
    assert!(!served.windows(7).any(|bytes| bytes == b"47.3769"));
    assert_eq!(served[..200_000], sent[..200_000]);
}

#[tokio::test]
async fn file19_uploaded_document_is_marked_as_keeping_its_metadata() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let pdf = uploaded(&ana, "letter.pdf", b"%PDF-1.7\n1 0 obj<</Author(Ana)>>endobj".to_vec()).await;
    assert_eq!((&pdf["content_type"], &pdf["metadata_kept"]), (&json!("application/pdf"), &json!(true)));
    // The sender may post it all the same; the room sees the mark too.
    let room = ana.post("/rooms", &json!({ "name": "Letters" })).await.is(201).json();
    let path = format!("/rooms/{}/messages", room["id"].as_str().unwrap());
    let message = ana.post(&path, &message(&[&pdf])).await.is(201).json();
    assert_eq!(message["attachments"][0]["metadata_kept"], true);
    let words = uploaded(&ana, "words.txt", b"plain words".to_vec()).await;
    assert_eq!(words["metadata_kept"], false);
}

#[tokio::test]
async fn file20_avif_is_shown_as_a_picture_and_heic_as_a_download() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    for (brand, content_type, shown) in
        [(b"avif", "image/avif", json!(640)), (b"heic", "image/heic", json!(null))]
    {
        let ispe = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 2, 128, 0, 0, 1, 224]);
        let properties = [boxed(b"ipco", &ispe), boxed(b"ipma", b"\0\0\0\0\0\0\0\x01\0\x01\x01\x81")];
        let parts = [
            boxed(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            boxed(b"pitm", b"\0\0\0\0\0\x01"),
            boxed(b"iprp", &properties.concat()),
        ];
        let meta = boxed(b"meta", &[&[0; 4][..], &parts.concat()].concat());
        let ftyp = boxed(b"ftyp", &[&brand[..], b"\0\0\0\0mif1", &brand[..]].concat());
        let file = uploaded(&ana, "photo", [ftyp, meta, boxed(b"mdat", b"pixels")].concat()).await;
        assert_eq!((&file["content_type"], &file["width"]), (&json!(content_type), &shown));
        let expected = if shown.is_null() { "attachment;" } else { "inline;" };
        let served = at(&ana, &file["url"], &[]).await;
        assert!(disposition(&served).starts_with(expected), "{content_type}");
    }
}

#[tokio::test]
async fn file7_active_content_is_downloaded_as_octet_stream() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    for (name, bytes, found) in [
        (
            "a.svg",
            &b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"[..],
            "image/svg+xml",
        ),
        ("a.png", b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "text/xml"),
        ("a.pdf", b"%PDF-1.7\n/JS", "application/pdf"),
        ("a.js", b"alert(document.cookie)", "text/plain"),
    ] {
        let file = uploaded(&ana, name, bytes.to_vec()).await;
        assert_eq!(file["content_type"], found);
        let answer = at(&ana, &file["url"], &[]).await;
        assert_eq!(answer.headers()["content-type"], "application/octet-stream", "{name}");
        assert!(
            answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment;"),
            "{name}"
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn file9_storage_failure_is_reported_and_text_messages_still_work() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let room = room(&ana, "public").await;
    // A file in place of the folder makes every write fail.
    let folder = node.folder.path().join("media");
    std::fs::rename(&folder, node.folder.path().join("away")).unwrap();
    std::fs::write(&folder, "").unwrap();
    let refused = upload(&ana, "a.bin", vec![0; 10]).await.is(503);
    assert!(!refused.header("retry-after").is_empty());
    let ready = Answer::of(ana.request(Method::GET, "/readyz")).await.is(200);
    assert_eq!(ready.json()["checks"]["storage"], "failed");
    let text = json!({ "id": uuid::Uuid::now_v7(), "body": "still here" });
    ana.post(&format!("/rooms/{room}/messages"), &text).await.is(201);
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(node.folder.path().join("away"), &folder).unwrap();
    uploaded(&ana, "a.bin", vec![0; 10]).await;
    Answer::of(ana.request(Method::GET, "/readyz")).await.is(200);
}
