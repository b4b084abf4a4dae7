//! OPS14, OPS15: starting, reading, refusing writes and recovering on a disk without free bytes or inodes.

use confluence_client::Client;
use confluence_protocol::{ErrorCode, RoomKind, TokenPair};
use reqwest::Method;

use crate::support::{Answer, Filled, PASSWORD, Person, Server, SmallDisk, eventually};

/// Log lines for the disk becoming full and having space again.
const BEGINS: &str = "the disk is full";
const ENDS: &str = "there is space on the disk again";

async fn upload(server: &Server, by: &Person) -> Answer {
    let call = server.call_as(by, Method::POST, "/api/v1/uploads?name=a.bin").await;
    call.bytes("application/octet-stream", vec![7; 100_000]).answer().await
}

async fn readiness(server: &Server) -> (u16, String, String) {
    let answer = server.call(Method::GET, "/readyz").answer().await;
    let checks = answer.json()["checks"].clone();
    let word = |name: &str| checks[name].as_str().unwrap_or_default().to_owned();
    (answer.status, word("server"), word("disk"))
}

/// Refreshing works although nothing can be written: a refresh token that cannot be replaced stays valid.
async fn reads_on(server: &Server, tokens: &mut TokenPair, when: &str) {
    // The little space that is left may be enough to replace a few.
    for _ in 0..100 {
        let form = serde_json::json!({ "refresh_token": tokens.refresh_token });
        let answer = server.call(Method::POST, "/api/v1/auth/token").json(&form).answer().await;
        assert_eq!(answer.status, 200, "{when}: {}", answer.shown());
        let next: TokenPair = serde_json::from_value(answer.json()).unwrap();
        let bearer = format!("Bearer {}", next.access_token);
        let rooms = server.call(Method::GET, "/api/v1/rooms").header("authorization", &bearer).answer().await;
        assert_eq!(rooms.status, 200, "{when}: {}", rooms.shown());
        if next.refresh_token == tokens.refresh_token {
            return;
        }
        *tokens = next;
    }
    panic!("{when}: every refresh token was replaced");
}

async fn a_full_disk(disk: SmallDisk, with: Filled) {
    let mut server = Server::on(&disk.data(), &[]).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let kept = ana.client.say(room, "before").await.unwrap();
    let file = upload(&server, &ana).await;
    assert_eq!(file.status, 201, "{}", file.shown());
    let reserve = disk.data().join("confluence.db.reserve/5");
    eventually("the reserve is allocated", async || if reserve.exists() { Ok(()) } else { Err("not yet") })
        .await;

    let reader = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    let mut reader = reader.tokens().await.unwrap();
    disk.fill(with);
    // While running, after a crash, and after a graceful stop, which removes SQLite's write-ahead log.
    for start in ["running", "killed", "stopped"] {
        match start {
            "killed" => server.kill().await,
            "stopped" => {
                server.signal("TERM").await;
                assert!(server.ended().await.success());
            }
            _ => {}
        }
        if start != "running" {
            disk.fill(with);
            server.restart().await;
        }
        upload(&server, &ana).await.refused(ErrorCode::StorageFull);
        if with == Filled::Bytes {
            let body = "語".repeat(10_000);
            let refusals = async || {
                let mut refused = 0;
                for _ in 0..40 {
                    refused += usize::from(ana.client.say(room, &body).await.is_err());
                }
                refused
            };
            assert!(refusals().await > 0, "{start}: no message was refused");
            reads_on(&server, &mut reader, start).await;
        }
        assert_eq!(ana.client.message(room, kept.id).await.unwrap(), kept, "{start}");
        let url = file.json()["url"].as_str().unwrap().to_owned();
        assert_eq!(server.call_as(&ana, Method::GET, &url).await.answer().await.status, 200, "{start}");
        assert_eq!(readiness(&server).await, (200, "ok".to_owned(), "full".to_owned()), "{start}");
        eventually(
            "the full disk is logged",
            async || if server.log().contains(BEGINS) { Ok(()) } else { Err("") },
        )
        .await;
        assert_eq!(server.log().matches(" ERROR ").count(), 1, "{start}: {}", server.log());
        server.forget_log();
    }

    disk.free();
    eventually("writes are accepted again", async || match upload(&server, &ana).await.status {
        201 => Ok(()),
        status => Err(status),
    })
    .await;
    ana.client.say(room, "after").await.unwrap();
    eventually("readiness reports space again", async || match readiness(&server).await {
        (200, _, disk) if disk == "ok" => Ok(()),
        other => Err(other),
    })
    .await;
    eventually("the recovery is logged", async || if server.log().contains(ENDS) { Ok(()) } else { Err("") })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ops14_ops15_server_on_a_full_disk_starts_serves_reads_and_recovers() {
    if let Some(disk) = SmallDisk::mount("ops14 bytes") {
        a_full_disk(disk, Filled::Bytes).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ops14_ops15_server_without_free_inodes_starts_serves_reads_and_recovers() {
    if let Some(disk) = SmallDisk::mount("ops14 inodes") {
        a_full_disk(disk, Filled::Inodes).await;
    }
}
