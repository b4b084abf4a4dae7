//! FILE16: redirects to the cloud storage for files shown inline, off by default and only for permitted
//! readers.

use confluence_protocol::{ErrorCode, RoomKind};
use reqwest::Method;
use serde_json::{Value, json};

use super::files::picture;
use crate::support::{Person, Server};

async fn uploaded(server: &Server, by: &Person, name: &str, bytes: Vec<u8>) -> Value {
    let call = server.call_as(by, Method::POST, &format!("/api/v1/uploads?name={name}")).await;
    let answer = call.bytes("application/octet-stream", bytes).answer().await;
    assert_eq!(answer.status, 201, "{}", answer.shown());
    answer.json()
}

/// Validity in seconds that a signed URL states.
fn lifetime(url: &str) -> i64 {
    let value = |name: &str| {
        let query = url.split_once('?').unwrap().1;
        let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        found.map(|value| value.replace("%3A", ":"))
    };
    if let Some(seconds) = value("X-Amz-Expires") {
        return seconds.parse().unwrap();
    }
    let [from, to] = ["st", "se"].map(|name| value(name).unwrap());
    let millis = |text: String| -> i64 {
        let time: confluence_protocol::Timestamp =
            serde_json::from_value(json!(text.replace('Z', ".000Z"))).unwrap();
        time.as_millis()
    };
    (millis(to) - millis(from)) / 1000
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file16_inline_files_redirect_to_the_cloud_when_enabled() {
    for variable in ["CONFLUENCE_TEST_AZURITE", "CONFLUENCE_TEST_S3"] {
        let Ok(url) = std::env::var(variable) else {
            assert!(std::env::var_os("CONFLUENCE_REQUIRE_SERVICES").is_none(), "{variable} is not set");
            eprintln!("SKIPPED file16: {variable} is not set");
            continue;
        };
        let mut settings: Vec<(String, String)> = std::env::vars()
            .filter(|(name, _)| name.starts_with("AWS_") || name.starts_with("AZUR"))
            .collect();
        settings.push(("MEDIA_URL".to_owned(), format!("{url}/{}", uuid::Uuid::now_v7())));
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut server = Server::with(&settings).await;
        let [ana, bo] = server.people(["ana", "bo"]).await;
        let room = ana.room("Files", RoomKind::Private).await.id;
        let bytes = picture(900, 700);
        let shown = uploaded(&server, &ana, "shown.png", bytes).await;
        let page =
            uploaded(&server, &ana, "page.png", b"<!DOCTYPE html><script>alert(1)</script>".to_vec()).await;
        let message = json!({ "id": confluence_client::new_message_id(), "body": "", "attachments": [shown["id"], page["id"]] });
        let path = format!("/api/v1/rooms/{room}/messages");
        let posted = server.call_as(&ana, Method::POST, &path).await.json(&message).answer().await;
        assert_eq!(posted.status, 201, "{}", posted.shown());
        let (file, small) = (shown["url"].as_str().unwrap(), shown["thumbnail_url"].as_str().unwrap());
        let plain = server.call_as(&ana, Method::GET, file).await.answer().await;
        assert_eq!(plain.status, 200, "off by default");
        let policy =
            server.call(Method::GET, "/").answer().await.header("content-security-policy").to_owned();
        assert!(policy.contains("img-src 'self' blob: data:; media-src 'self' blob:;"), "{policy}");

        server.set("MEDIA_REDIRECT", "on");
        server.kill().await;
        server.restart().await;
        for (url, content_type) in [(file, "image/png"), (small, "image/webp")] {
            let sent = server.call_as(&ana, Method::GET, url).await.answer().await;
            assert_eq!(
                (sent.status, sent.header("cache-control")),
                (302, "private, max-age=30"),
                "{}",
                sent.shown()
            );
            let there = sent.header("location");
            assert!((1..=60).contains(&lifetime(there)), "{there}");
            // Anyone with the URL may read the file, or a range of it.
            let read = server.http.get(there).send().await.unwrap();
            assert_eq!(read.status(), 200);
            assert_eq!(read.headers()["content-type"], content_type);
            let whole = read.bytes().await.unwrap();
            if url == file {
                assert_eq!(whole, plain.body);
            }
            let part = server.http.get(there).header("range", "bytes=1-3").send().await.unwrap();
            assert_eq!((part.status().as_u16(), &part.bytes().await.unwrap()[..]), (206, &whole[1..4]));
            // The content security policy lets the page load from there.
            let origin: String = there.split('/').take(3).collect::<Vec<_>>().join("/");
            let policy =
                server.call(Method::GET, "/").answer().await.header("content-security-policy").to_owned();
            let expected = format!("img-src 'self' {origin} blob: data:; media-src 'self' {origin} blob:;");
            assert!(policy.contains(&expected), "{policy}");
            // Other users get no URL.
            server.call(Method::GET, url).answer().await.refused(ErrorCode::Unauthenticated);
            let other = server.call_as(&bo, Method::GET, url).await.answer().await;
            other.refused(ErrorCode::UploadNotFound);
            assert_eq!(other.header("location"), "");
        }
        let known = server.call_as(&ana, Method::GET, file).await;
        assert_eq!(known.header("if-none-match", plain.header("etag")).answer().await.status, 304);
        assert_eq!(server.call_as(&ana, Method::HEAD, file).await.answer().await.status, 200);

        // Active content is never redirected, and served as a download.
        let active = server.call_as(&ana, Method::GET, page["url"].as_str().unwrap()).await.answer().await;
        assert_eq!((active.status, active.header("content-type")), (200, "application/octet-stream"));
        assert!(active.header("content-disposition").starts_with("attachment;"));
        assert!(active.header("content-security-policy").contains("sandbox"));
    }
}
