//! OPS: start, shutdown, health, secrets and logs.

use std::{process::Stdio, time::Duration};

use confluence_protocol::RoomKind;
use reqwest::Method;
use tokio::process::Command;

use crate::support::{Server, raw};

/// OPS5 demands 300 ms in production; a debug build beside other tests may take longer.
const START_IN_TESTS: Duration = Duration::from_millis(1500);

#[tokio::test]
async fn ops4_health_and_readiness() {
    let server = Server::start().await;
    assert_eq!(server.call(Method::GET, "/healthz").answer().await.status, 200);
    let ready = server.call(Method::GET, "/readyz").answer().await;
    assert_eq!(ready.status, 200);
    let checks = &ready.json()["checks"];
    assert!(
        checks["database"].is_string() || checks["database"].is_boolean() || checks["database"].is_object(),
        "{checks}"
    );
}

#[tokio::test]
async fn ops5_server_on_an_existing_database_is_ready_quickly() {
    let mut server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ana.client.say(room, "hello").await.unwrap();
    server.kill().await;
    server.restart().await;
    assert_eq!(server.call(Method::GET, "/readyz").answer().await.status, 200);
    println!("ready in {:?}", server.started_in);
    assert!(server.started_in < START_IN_TESTS, "{:?}", server.started_in);
}

#[tokio::test]
async fn ops6_sock11_graceful_shutdown_closes_sockets_and_loses_nothing() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::start().await;
        let ana = server.person("ana").await;
        let room = ana.room("Lobby", RoomKind::Public).await.id;
        let mut socket = ana.raw().await;
        let mut acked = Vec::new();
        let client = ana.client.clone();
        let sending = tokio::spawn(async move {
            while let Ok(message) = client.say(room, "until the end").await {
                acked.push(message);
            }
            acked
        });
        raw::frame(&mut socket).await;
        server.signal(signal).await;
        assert_eq!(raw::close_code(&mut socket).await, Some(1001));
        let status = server.ended().await;
        assert!(status.success(), "{status}");
        let acked = sending.await.unwrap();
        server.restart().await;
        for message in &acked {
            assert_eq!(ana.client.message(room, message.id).await.unwrap(), *message);
        }
    }
}

#[tokio::test]
async fn ops2_invalid_setting_stops_the_start_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in
        [("LISTEN", "nowhere"), ("SIGN_UP", "maybe"), ("JWT_SECRET", "short"), ("DATABASE_URL", "mysql://x")]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_confluence"))
            .arg("serve")
            .env_clear()
            .env("DATA_DIR", folder.path())
            .env(name, value)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        assert!(!output.status.success(), "{name}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        assert!(said.contains(name), "{said}");
    }
}

#[tokio::test]
async fn ops3_secret_is_generated_once_and_readable_only_by_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let mut server = Server::with(&[("JWT_SECRET", "")]).await;
    let ana = server.person("ana").await;
    let secret = std::fs::read_dir(server.data())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains("secret")))
        .expect("a secret file");
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&secret).unwrap();
    server.kill().await;
    server.restart().await;
    assert_eq!(std::fs::read(&secret).unwrap(), before);
    assert_eq!(ana.client.me().await.unwrap().user.id, ana.user.id, "tokens stay valid after a restart");
}

#[tokio::test]
async fn auth25_failed_sign_in_logs_one_line_with_the_address() {
    let server = Server::with(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let ana = server.person("ana").await;
    let fail = async |name: &str, address: &str| {
        let body = serde_json::json!({ "username": name, "password": "wrong horse" });
        let call = server.call(Method::POST, "/api/v1/auth/sign-in").header("x-forwarded-for", address);
        assert_eq!(call.json(&body).answer().await.status, 401);
    };
    fail("ana", "203.0.113.7").await;
    fail("my password typed as a name", "2001:db8::7").await;
    let log = server.log();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("a sign-in failed")).collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("203.0.113.7") && lines[0].contains(&ana.user.id.to_string()), "{log}");
    assert!(lines[1].contains("2001:db8::7") && lines[1].contains("unknown name"), "{log}");
    assert!(!log.contains("my password") && !log.contains("wrong horse"), "{log}");
}

#[tokio::test]
async fn ops8_logs_hold_no_bodies_tokens_or_passwords() {
    let server = Server::with(&[("RUST_LOG", "trace")]).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    ana.client.say(room, "a sentence nobody logs").await.unwrap();
    raw::frame(&mut socket).await;
    let token = ana.client.access_token().await.unwrap();
    let refresh = ana.client.tokens().await.unwrap().refresh_token;
    let log = server.log();
    for secret in ["a sentence nobody logs", crate::support::PASSWORD, token.as_str(), refresh.as_str()] {
        assert!(!log.contains(secret), "the log contains {secret}");
    }
}
