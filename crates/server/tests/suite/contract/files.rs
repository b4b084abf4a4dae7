//! FILE10–FILE13: captions, a room's gallery, avatars and resumable uploads.

use std::io::Cursor;

use confluence_client::new_message_id;
use confluence_protocol::{ErrorCode, RoomId, RoomKind, ServerFrame};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Backend, Person, Server, on_both, raw};

/// A PNG whose left half is red and whose right half is blue.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let half = |x: u32| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    let image = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| half(x)));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn ask(server: &Server, by: &Person, method: Method, path: &str, body: &Value) -> Answer {
    server.call_as(by, method, &format!("/api/v1{path}")).await.json(body).answer().await
}

async fn get(server: &Server, by: &Person, path: &str) -> Answer {
    server.call_as(by, Method::GET, path).await.answer().await
}

async fn uploaded(server: &Server, by: &Person, name: &str, bytes: Vec<u8>) -> Value {
    let call = server.call_as(by, Method::POST, &format!("/api/v1/uploads?name={name}")).await;
    let answer = call.bytes("application/octet-stream", bytes).answer().await;
    assert_eq!(answer.status, 201, "{}", answer.shown());
    answer.json()
}

async fn posted(server: &Server, by: &Person, room: RoomId, uploads: &[&Value]) -> Value {
    let ids: Vec<&Value> = uploads.iter().map(|upload| &upload["id"]).collect();
    let message = json!({ "id": new_message_id(), "body": "", "attachments": ids });
    let answer = ask(server, by, Method::POST, &format!("/rooms/{room}/messages"), &message).await;
    assert_eq!(answer.status, 201, "{}", answer.shown());
    answer.json()
}

on_both!(file10_sender_can_give_a_file_a_caption_and_alt_text);
async fn file10_sender_can_give_a_file_a_caption_and_alt_text(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, bo] = server.people(["ana", "bo"]).await;
    let room = ana.room("Files", RoomKind::Public).await.id;
    let file = uploaded(&server, &ana, "a.txt", b"words".to_vec()).await;
    assert_eq!((&file["caption"], &file["alt"]), (&json!(""), &json!("")));
    let path = format!("/uploads/{}", file["id"].as_str().unwrap());
    let said =
        ask(&server, &ana, Method::PATCH, &path, &json!({ "caption": "At the lake", "alt": "A lake" })).await;
    assert_eq!(said.status, 200, "{}", said.shown());
    // Absent fields stay; an empty string clears a field.
    let said = ask(&server, &ana, Method::PATCH, &path, &json!({ "alt": "" })).await.json();
    assert_eq!((&said["caption"], &said["alt"]), (&json!("At the lake"), &json!("")));
    let said = ask(&server, &ana, Method::PATCH, &path, &json!({ "alt": "Water" })).await.json();

    let refused = ask(&server, &ana, Method::PATCH, &path, &json!({ "caption": "x".repeat(501) })).await;
    refused.refused(ErrorCode::ValidationFailed);
    ask(&server, &ana, Method::PATCH, &path, &json!({ "alt": "x".repeat(1001) }))
        .await
        .refused(ErrorCode::ValidationFailed);
    ask(&server, &ana, Method::PATCH, &path, &json!({ "name": "b" }))
        .await
        .refused(ErrorCode::ValidationFailed);
    ask(&server, &bo, Method::PATCH, &path, &json!({ "alt": "mine" }))
        .await
        .refused(ErrorCode::UploadNotFound);

    let message = posted(&server, &ana, room, &[&file]).await;
    assert_eq!(message["attachments"], json!([said]));
    let page = get(&server, &ana, &format!("/api/v1/rooms/{room}/messages")).await.json();
    assert_eq!(page["messages"][0]["attachments"], json!([said]));
    ask(&server, &ana, Method::PATCH, &path, &json!({ "alt": "later" }))
        .await
        .refused(ErrorCode::AlreadyAttached);
}

on_both!(file11_gallery_lists_the_files_of_messages_newest_first);
async fn file11_gallery_lists_the_files_of_messages_newest_first(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, bo] = server.people(["ana", "bo"]).await;
    let room = ana.room("Files", RoomKind::Public).await.id;
    let path = format!("/api/v1/rooms/{room}/files");
    get(&server, &bo, &path).await.refused(ErrorCode::NotAMember);
    bo.client.join(room).await.unwrap();
    assert_eq!(get(&server, &bo, &path).await.json(), json!({ "files": [], "next_cursor": null }));

    let first = uploaded(&server, &ana, "first.png", picture(8, 8)).await;
    let note = uploaded(&server, &ana, "note.txt", b"words".to_vec()).await;
    let second = uploaded(&server, &bo, "second.png", picture(9, 9)).await;
    uploaded(&server, &ana, "waits.png", picture(7, 7)).await;
    let older = posted(&server, &ana, room, &[&first, &note]).await;
    let newer = posted(&server, &bo, room, &[&second]).await;
    let names = |page: &Value| -> Vec<String> {
        let files = page["files"].as_array().unwrap();
        files.iter().map(|file| file["attachment"]["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = get(&server, &bo, &path).await.json();
    assert_eq!(names(&all), ["second.png", "note.txt", "first.png"]);
    assert_eq!(
        all["files"][0],
        json!({
            "attachment": second, "message_id": newer["id"], "seq": 2, "author": newer["author"],
            "created_at": newer["created_at"],
        })
    );
    // Pages have neither gaps nor repeats.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = get(&server, &bo, &format!("{path}?limit=1{cursor}")).await.json();
        seen.extend(names(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["second.png", "note.txt", "first.png"]);
    assert_eq!(
        names(&get(&server, &bo, &format!("{path}?kind=image")).await.json()),
        ["second.png", "first.png"]
    );
    assert_eq!(names(&get(&server, &bo, &format!("{path}?kind=file")).await.json()), ["note.txt"]);
    assert_eq!(names(&get(&server, &bo, &format!("{path}?kind=video")).await.json()), [""; 0]);
    get(&server, &bo, &format!("{path}?kind=secret")).await.refused(ErrorCode::ValidationFailed);

    ana.client.delete_message(room, older["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
    assert_eq!(names(&get(&server, &bo, &path).await.json()), ["second.png"]);
    bo.client.leave(room).await.unwrap();
    get(&server, &bo, &path).await.refused(ErrorCode::NotAMember);
}

on_both!(file12_user_can_set_an_avatar_that_signed_in_users_see);
async fn file12_user_can_set_an_avatar_that_signed_in_users_see(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, bo] = server.people(["ana", "bo"]).await;
    let room = ana.room("Files", RoomKind::Public).await.id;
    bo.client.join(room).await.unwrap();
    let mut socket = bo.raw().await;
    let said = ana.client.say(room, "hello").await.unwrap();

    let source = uploaded(&server, &ana, "me.png", picture(300, 200)).await;
    let put = |id: Value| json!({ "avatar_upload_id": id });
    // Somebody else's upload and an upload that is not a picture.
    ask(&server, &bo, Method::PATCH, "/me", &put(source["id"].clone()))
        .await
        .refused(ErrorCode::UploadNotFound);
    let note = uploaded(&server, &ana, "note.txt", b"words".to_vec()).await;
    let refused = ask(&server, &ana, Method::PATCH, "/me", &put(note["id"].clone())).await;
    assert_eq!(refused.refused(ErrorCode::ValidationFailed).errors[0].field, "avatar_upload_id");

    let me = ask(&server, &ana, Method::PATCH, "/me", &put(source["id"].clone())).await;
    assert_eq!(me.status, 200, "{}", me.shown());
    let url = me.json()["avatar_url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("/api/v1/avatars/"), "{url}");
    let told = raw::until(&mut socket, "the new picture", |frame| match frame {
        ServerFrame::UserUpdated { user } => user.avatar_url,
        _ => None,
    });
    assert_eq!(told.await, url);

    // Everywhere the user appears.
    let page = get(&server, &bo, &format!("/api/v1/rooms/{room}/messages")).await.json();
    assert_eq!(page["messages"][0]["author"]["avatar_url"], url);
    let reply = json!({ "id": new_message_id(), "body": "hi", "reply_to": said.id });
    let reply = ask(&server, &bo, Method::POST, &format!("/rooms/{room}/messages"), &reply).await.json();
    assert_eq!(reply["reply_to"]["author"]["avatar_url"], url);
    let members = get(&server, &bo, &format!("/api/v1/rooms/{room}/members")).await.json();
    assert_eq!(members["members"][0]["user"]["avatar_url"], url);
    assert_eq!(get(&server, &bo, "/api/v1/users?query=ana").await.json()["users"][0]["avatar_url"], url);
    let more = ana.client.say(room, "more").await.unwrap();
    assert_eq!(more.author.avatar_url.as_deref(), Some(url.as_str()));

    // A square cut from the middle.
    server.call(Method::GET, &url).answer().await.refused(ErrorCode::Unauthenticated);
    let shown = get(&server, &bo, &url).await;
    assert_eq!(shown.header("content-type"), "image/webp");
    assert_eq!(shown.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(shown.header("vary"), "cookie");
    let image = image::load_from_memory_with_format(&shown.body, ImageFormat::WebP).unwrap().to_rgb8();
    assert_eq!(image.dimensions(), (256, 256));
    assert!(image.get_pixel(5, 128)[0] > 180 && image.get_pixel(250, 128)[2] > 180);
    let call = server.call_as(&bo, Method::GET, &url).await;
    assert_eq!(call.header("if-none-match", shown.header("etag")).answer().await.status, 304);

    // The upload is used up: it can no longer be attached, deleted or read.
    ask(&server, &ana, Method::PATCH, "/me", &put(source["id"].clone()))
        .await
        .refused(ErrorCode::AlreadyAttached);
    let made = url.rsplit('/').next().unwrap();
    let drop = server.call_as(&ana, Method::DELETE, &format!("/api/v1/uploads/{made}")).await;
    drop.answer().await.refused(ErrorCode::AlreadyAttached);
    get(&server, &ana, &format!("/api/v1/media/{made}/avatar.webp")).await.refused(ErrorCode::UploadNotFound);
    get(&server, &ana, source["url"].as_str().unwrap()).await.refused(ErrorCode::UploadNotFound);

    // A new avatar replaces it, and then it is removed.
    let source = uploaded(&server, &ana, "new.png", picture(64, 64)).await;
    let next = ask(&server, &ana, Method::PATCH, "/me", &put(source["id"].clone())).await.json();
    assert_ne!(next["avatar_url"], url);
    get(&server, &bo, &url).await.refused(ErrorCode::UploadNotFound);
    let taken_off = ask(&server, &ana, Method::PATCH, "/me", &put(Value::Null)).await.json();
    assert_eq!(taken_off["avatar_url"], Value::Null);
    get(&server, &bo, next["avatar_url"].as_str().unwrap()).await.refused(ErrorCode::UploadNotFound);
}

on_both!(file12_room_avatar_is_visible_to_everyone_who_may_see_the_room_card);
async fn file12_room_avatar_is_visible_to_everyone_who_may_see_the_room_card(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, bo, out] = server.people(["ana", "bo", "out"]).await;
    let room = ana.room("Files", RoomKind::Public).await.id;
    bo.client.join(room).await.unwrap();
    let mut socket = bo.raw().await;
    let path = format!("/rooms/{room}");
    let source = uploaded(&server, &bo, "room.png", picture(64, 64)).await;
    let put = json!({ "avatar_upload_id": source["id"] });
    ask(&server, &bo, Method::PATCH, &path, &put).await.refused(ErrorCode::Forbidden);
    ask(&server, &ana, Method::PATCH, &path, &put).await.refused(ErrorCode::UploadNotFound);
    let source = uploaded(&server, &ana, "room.png", picture(64, 64)).await;
    let put = json!({ "avatar_upload_id": source["id"] });
    let changed = ask(&server, &ana, Method::PATCH, &path, &put).await.json();
    let url = changed["avatar_url"].as_str().unwrap().to_owned();
    let told = raw::until(&mut socket, "the new picture", |frame| match frame {
        ServerFrame::RoomUpdated { room, version, .. } => Some((room.avatar_url, version)),
        _ => None,
    });
    assert_eq!(told.await, (Some(url.clone()), changed["version"].as_i64().unwrap()));
    assert_eq!(get(&server, &out, "/api/v1/rooms/directory").await.json()["rooms"][0]["avatar_url"], url);
    assert_eq!(get(&server, &out, &url).await.status, 200);

    // Everyone who has an invite sees it.
    let invite = ask(&server, &ana, Method::POST, &format!("{path}/invites"), &json!({})).await.json();
    let code = invite["code"].as_str().unwrap();
    let card = server.call(Method::GET, &format!("/api/v1/invites/{code}")).answer().await.json();
    assert_eq!(card["room"]["avatar_url"], format!("/api/v1/invites/{code}/avatar"));
    let shown = server.call(Method::GET, card["room"]["avatar_url"].as_str().unwrap()).answer().await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/webp"));
    assert_eq!(shown.header("cache-control"), "private, no-cache");
    server.call(Method::GET, "/api/v1/invites/none/avatar").answer().await.refused(ErrorCode::InviteNotFound);

    // The avatar of a private room is for its members only.
    ask(&server, &ana, Method::PATCH, &path, &json!({ "kind": "private" })).await;
    get(&server, &out, &url).await.refused(ErrorCode::UploadNotFound);
    assert_eq!(get(&server, &bo, &url).await.status, 200);
    bo.client.leave(room).await.unwrap();
    get(&server, &bo, &url).await.refused(ErrorCode::UploadNotFound);
    let none = ask(&server, &ana, Method::PATCH, &path, &json!({ "avatar_upload_id": null })).await.json();
    assert_eq!(
        (&none["avatar_url"], none["version"].as_i64()),
        (&Value::Null, changed["version"].as_i64().map(|v| v + 3))
    );
    server
        .call(Method::GET, &format!("/api/v1/invites/{code}/avatar"))
        .answer()
        .await
        .refused(ErrorCode::UploadNotFound);
}

on_both!(file13_chunked_upload_resumes_after_the_server_was_killed);
async fn file13_chunked_upload_resumes_after_the_server_was_killed(backend: Backend) {
    const CHUNK: usize = 8 * 1024 * 1024;
    let mut server = Server::start_on(backend, &[]).await;
    let [ana, bo] = server.people(["ana", "bo"]).await;
    let whole = [vec![1; CHUNK], b"the rest".to_vec()].concat();
    let size = json!({ "size": whole.len() });
    let begun = ask(&server, &ana, Method::POST, "/uploads/resumable?name=a.bin", &size).await;
    assert_eq!(begun.status, 201, "{}", begun.shown());
    let upload = begun.json();
    let path = format!("/api/v1/uploads/{}", upload["id"].as_str().unwrap());
    let put = async |server: &Server, by: &Person, from: usize, bytes: &[u8]| {
        let call = server.call_as(by, Method::PUT, &format!("{path}/content?offset={from}")).await;
        call.bytes("application/octet-stream", bytes.to_vec()).answer().await
    };
    let first = put(&server, &ana, 0, &whole[..CHUNK]).await;
    assert_eq!((first.status, &first.json()["offset"]), (200, &json!(CHUNK)));
    let message = json!({ "id": new_message_id(), "body": "", "attachments": [upload["id"]] });
    let room = ana.room("Files", RoomKind::Public).await.id;
    let messages = format!("/rooms/{room}/messages");
    // An unfinished upload cannot be attached.
    ask(&server, &ana, Method::POST, &messages, &message).await.refused(ErrorCode::UploadNotFound);

    server.kill().await;
    server.restart().await;
    assert_eq!(get(&server, &ana, &format!("{path}/progress")).await.json(), first.json());
    get(&server, &bo, &format!("{path}/progress")).await.refused(ErrorCode::UploadNotFound);
    put(&server, &ana, 0, &whole[..CHUNK]).await.refused(ErrorCode::IdConflict);
    put(&server, &bo, CHUNK, &whole[CHUNK..]).await.refused(ErrorCode::UploadNotFound);
    let last = put(&server, &ana, CHUNK, &whole[CHUNK..]).await;
    assert_eq!(last.status, 201, "{}", last.shown());
    assert_eq!(put(&server, &ana, CHUNK, &whole[CHUNK..]).await.json(), last.json());
    assert_eq!(get(&server, &ana, last.json()["url"].as_str().unwrap()).await.body, whole);
    assert_eq!(ask(&server, &ana, Method::POST, &messages, &message).await.status, 201);
}
