//! `confluence media check`: its findings and repairs.

use bytes::Bytes;
use confluence_media::{Key, Part};
use confluence_protocol::{Timestamp, UploadId};
use confluence_server::{Clock, Counts, Settings, check_media};
use reqwest::Method;
use serde_json::{Value, json};

use crate::node::{Answer, Browser, Node, storages};

const HOUR: i64 = 60 * 60 * 1000;

async fn uploaded(by: &Browser, name: &str, bytes: Vec<u8>) -> Value {
    let request = by.api(Method::POST, &format!("/uploads?name={name}")).body(bytes);
    Answer::of(request).await.is(201).json()
}

/// A picture large enough to get both thumbnails.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(1000, 900).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The sorted findings and the counts of a check run `later` hours from now.
async fn checked(node: &Node, media_url: Option<&String>, repair: bool, later: i64) -> (Vec<String>, Counts) {
    let settings = Settings {
        data_dir: Some(node.folder.path().display().to_string()),
        media_url: media_url.cloned(),
        ..Settings::default()
    };
    let mut findings = Vec::new();
    let now = Timestamp::from_millis(Clock::real().now().as_millis() + later * HOUR);
    let config = settings.into_config().unwrap();
    let counts =
        check_media(&config, repair, now, |finding| findings.push(finding.to_string())).await.unwrap();
    findings.sort();
    (findings, counts)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file15_check_finds_and_repairs_orphans_and_lost_files_on_every_storage() {
    for media_url in storages("file15") {
        let node = Node::with(|settings| settings.media_url.clone_from(&media_url)).await;
        let ana = node.signed_up("ana").await;
        let file = |name: &'static str| uploaded(&ana, name, b"some bytes".to_vec());
        let (sound, gone, short) = (file("sound").await, file("gone").await, file("short").await);
        let shown = uploaded(&ana, "shown.png", picture()).await;
        let begun =
            ana.post("/uploads/resumable?name=half", &json!({ "size": 9_000_000 })).await.is(201).json();
        let half = format!("/uploads/{}/content?offset=0", begun["id"].as_str().unwrap());
        Answer::of(ana.api(Method::PUT, &half).body(vec![1; 8 * 1024 * 1024])).await.is(200);
        let (findings, counts) = checked(&node, media_url.as_ref(), true, 48).await;
        assert_eq!(findings, [""; 0], "stored files and unfinished uploads are no findings");
        assert!(counts.is_sound());
        assert_eq!((counts.files, counts.objects), (4, 7));

        let key =
            |upload: &Value, part| Key { upload: upload["id"].as_str().unwrap().parse().unwrap(), part };
        let (storage, id) = (node.running.storage(), UploadId::new(Clock::real().now()));
        let (nobody, extra) = (Key { upload: id, part: Part::Original }, key(&sound, Part::Small));
        let late = key(&begun, Part::Chunk(2));
        for orphan in [nobody, extra, late] {
            storage.put(orphan, Bytes::from_static(b"left")).await.unwrap();
        }
        storage.delete(key(&gone, Part::Original)).await.unwrap();
        storage.put(key(&short, Part::Original), Bytes::from_static(b"some")).await.unwrap();
        storage.delete(key(&shown, Part::Large)).await.unwrap();

        let orphan = |key: Key, fate: &str| format!("no file has these bytes: {key} (4 bytes){fate}");
        let lost = |upload: &Value, part, known: &str| {
            let (name, id) = (upload["name"].as_str().unwrap(), upload["id"].as_str().unwrap());
            format!("a file without its bytes: \"{name}\" ({id}) needs {}{known}", key(upload, part))
        };
        let expected = |fate: &str, known: &str| {
            let mut lines = vec![
                lost(&gone, Part::Original, known),
                lost(&short, Part::Original, known),
                lost(&shown, Part::Large, known),
            ];
            if fate != "gone" {
                lines.extend([nobody, extra, late].map(|key| orphan(key, fate)));
            }
            lines.sort();
            lines
        };
        let (findings, counts) = checked(&node, media_url.as_ref(), false, 48).await;
        assert_eq!(findings, expected("", ""));
        assert_eq!((counts.orphans, counts.removed, counts.lost, counts.known), (3, 0, 3, 0));
        assert!(!counts.is_sound());
        // Young objects may belong to an upload that is still running.
        let (findings, counts) = checked(&node, media_url.as_ref(), true, 23).await;
        assert_eq!(findings, expected(", left: younger than a day", ""));
        assert!(!counts.is_sound());
        let (findings, counts) = checked(&node, media_url.as_ref(), true, 25).await;
        assert_eq!(findings, expected(", removed", ", known before"));
        assert!(counts.is_sound());
        let (findings, counts) = checked(&node, media_url.as_ref(), false, 25).await;
        assert_eq!(findings, expected("gone", ", known before"));
        assert_eq!((counts.orphans, counts.lost, counts.known), (0, 3, 3));
        let served = ana.request(Method::GET, gone["url"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(served.status(), 404);

        // The bytes come back, perhaps from a backup: the mark as lost is lifted.
        storage.put(key(&gone, Part::Original), Bytes::from_static(b"some bytes")).await.unwrap();
        checked(&node, media_url.as_ref(), true, 25).await;
        storage.delete(key(&gone, Part::Original)).await.unwrap();
        let (findings, counts) = checked(&node, media_url.as_ref(), false, 25).await;
        assert!(findings.contains(&lost(&gone, Part::Original, "")), "{findings:?}");
        assert!(!counts.is_sound());
        node.empty().await;
    }
}
