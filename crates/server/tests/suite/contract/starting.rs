//! OPS: starts that the server refuses, each with its reason in one line.

use std::{
    path::Path,
    process::{Output, Stdio},
};

use confluence_client::Dial;
use confluence_protocol::RoomKind;
use reqwest::Method;
use sqlx::{Connection, SqliteConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
};

use crate::support::{LONG, SOON, Server, eventually, within};

/// The single line of a program that failed, without its prefix.
fn refusal(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "the program succeeded: {said}");
    let [line] = said.trim_end().lines().collect::<Vec<_>>()[..] else { panic!("not one line:\n{said}") };
    line.strip_prefix("confluence: ").unwrap_or_else(|| panic!("{line}")).to_owned()
}

/// Starts a server that is expected to end.
async fn start(data: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_confluence"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).arg("--data-dir").arg(data);
    command.env_clear().env("LOG", "off").envs(settings.iter().copied()).stdin(Stdio::null());
    within(LONG, "the program ends", command.kill_on_drop(true).output()).await.unwrap()
}

async fn sqlite(data: &Path) -> SqliteConnection {
    let file = data.join("confluence.db");
    SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap()
}

#[tokio::test]
async fn ops10_second_server_is_refused_and_names_the_process_that_holds_the_folder() {
    let mut server = Server::start().await;
    let line = refusal(&start(server.data(), &[], &[]).await);
    assert!(line.contains(&server.data().display().to_string()), "{line}");
    assert!(line.contains(&format!("(process {} since 20", server.process())), "{line}");
    // A symbolic link leads to the same folder.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("other name");
    std::os::unix::fs::symlink(server.data(), &other).unwrap();
    let line = refusal(&start(&other, &[], &[]).await);
    assert!(line.contains("is in use by another server"), "{line}");
    // The first server is unaffected, and a killed one leaves no lock behind.
    server.person("ana").await;
    server.kill().await;
    server.restart().await;
}

#[tokio::test]
async fn ops10_database_in_another_folder_is_locked_too() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("the one.db").display());
    let mut server = Server::with(&[("DATABASE_URL", &url)]).await;
    server.kill().await;
    server.restart().await;
    let other = tempfile::tempdir().unwrap();
    let line = refusal(&start(other.path(), &[("DATABASE_URL", &url)], &[]).await);
    assert!(line.contains("the one.db is in use by another server"), "{line}");
}

#[tokio::test]
async fn ops11_new_server_takes_over_the_folder_of_a_stopping_one() {
    let mut old = Server::start().await;
    let ana = old.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    old.signal("TERM").await;
    let new = Server::on(old.data(), &[]).await;
    assert!(old.ended().await.success());
    let path = format!("/api/v1/rooms/{room}");
    assert_eq!(new.call_as(&ana, Method::GET, &path).await.answer().await.status, 200);
}

#[tokio::test]
async fn ops12_every_refusal_is_one_line_that_names_the_file_or_the_address() {
    let folder = tempfile::tempdir().unwrap();
    let data = |name: &str| {
        let data = folder.path().join(name);
        std::fs::create_dir(&data).unwrap();
        data
    };
    let file = folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let line = refusal(&start(&file, &[], &[]).await);
    assert!(line.starts_with(&format!("DATA_DIR: {} ", file.display())), "{line}");

    let damaged = data("schädigung here");
    std::fs::write(damaged.join("confluence.db"), "no database ".repeat(1000)).unwrap();
    let line = refusal(&start(&damaged, &[], &[]).await);
    let named = format!("the database {} is damaged", damaged.join("confluence.db").display());
    assert!(line.starts_with(&named), "{line}");

    let taken = data("taken");
    std::fs::create_dir(taken.join("confluence.db")).unwrap();
    let line = refusal(&start(&taken, &[("JWT_SECRET", "a secret of the tests, long enough")], &[]).await);
    assert!(line.starts_with(&format!("the database {} ", taken.join("confluence.db").display())), "{line}");
    assert!(!line.contains("DATABASE_URL"), "{line}");

    let media = data("media");
    std::fs::write(media.join("media"), "").unwrap();
    let line = refusal(&start(&media, &[], &[]).await);
    assert!(line.contains(&media.join("media").display().to_string()), "{line}");
    assert!(!line.contains("MEDIA_URL"), "{line}");

    let far = data("far");
    let address = "postgres://me:hunter2@127.0.0.1:1/chat?sslmode=disable";
    let settings = [("DATABASE_URL", address), ("JWT_SECRET", "a secret of the tests, long enough")];
    let line = refusal(&start(&far, &settings, &[]).await);
    assert!(line.starts_with("DATABASE_URL: the database 127.0.0.1:1/chat cannot be opened: "), "{line}");
    assert!(!line.contains("hunter2") && line.matches("refused").count() == 1, "{line}");
}

#[tokio::test]
async fn ops12_schema_of_a_newer_version_is_reported_as_such() {
    let mut server = Server::start().await;
    server.kill().await;
    let mut database = sqlite(server.data()).await;
    sqlx::raw_sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (4711, 'later', 1, x'00', 0)",
    )
    .execute(&mut database)
    .await
    .unwrap();
    database.close().await.unwrap();
    for output in [start(server.data(), &[], &[]).await, server.run(&["media", "check"]).await] {
        let line = refusal(&output);
        assert!(line.contains("was made by a newer version of Confluence"), "{line}");
        assert!(line.contains("version 4711") && line.contains(env!("CARGO_PKG_VERSION")), "{line}");
    }
}

#[tokio::test]
async fn ops13_a_lost_database_is_not_taken_for_a_new_server() {
    for secret in ["", "a secret of the tests, long enough"] {
        let mut server = Server::with(&[("JWT_SECRET", secret)]).await;
        let ana = server.person("ana").await;
        let call = server.call_as(&ana, Method::POST, "/api/v1/uploads?name=a.bin").await;
        assert_eq!(call.bytes("application/octet-stream", vec![7; 100]).answer().await.status, 201);
        server.kill().await;
        let lost = tempfile::tempdir().unwrap();
        let files = ["confluence.db", "confluence.db-wal", "confluence.db-shm"];
        for name in files {
            std::fs::copy(server.data().join(name), lost.path().join(name)).unwrap();
            std::fs::remove_file(server.data().join(name)).unwrap();
        }
        // A refused start changes nothing: the next one is refused as well.
        for _ in 0..2 {
            let line = refusal(&server.run(&["serve"]).await);
            assert!(line.contains("confluence.db is not there, but a server has run in"), "{line}");
            assert!(line.contains("--new-database"), "{line}");
            assert!(!server.data().join("confluence.db").exists());
        }
        for command in [["media", "check"].as_slice(), &["media", "check", "--repair"]] {
            let line = refusal(&server.run(command).await);
            assert!(line.starts_with("there is no database of Confluence at "), "{line}");
        }
        // An empty database file is refused too.
        std::fs::write(server.data().join("confluence.db"), "").unwrap();
        let line = refusal(&server.run(&["serve"]).await);
        assert!(
            line.contains("confluence.db is empty, but there are files of an earlier server in "),
            "{line}"
        );
        for name in files {
            std::fs::copy(lost.path().join(name), server.data().join(name)).unwrap();
        }
        server.restart().await;
        assert_eq!(ana.client.me().await.unwrap().user.id, ana.user.id);
    }
}

#[tokio::test]
async fn ops13_operator_can_start_over_with_a_new_database() {
    let mut server = Server::start().await;
    server.person("ana").await;
    server.kill().await;
    for name in ["confluence.db", "confluence.db-wal", "confluence.db-shm"] {
        std::fs::remove_file(server.data().join(name)).unwrap();
    }
    server.restart_with(&["--new-database"]).await;
    // The name is free again.
    server.person("ana").await;
    server.kill().await;
    server.restart().await;
}

#[tokio::test]
async fn ops13_interrupted_first_start_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    // A server killed at any moment of its first start does not prevent the next start.
    for wait in [0, 1, 2, 4, 8, 16, 32, 64] {
        let data = folder.path().join(wait.to_string());
        for _ in 0..2 {
            let mut command = Command::new(env!("CARGO_BIN_EXE_confluence"));
            command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&data).env_clear();
            let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = silent.kill_on_drop(true).spawn().unwrap();
            let _ = tokio::time::timeout(std::time::Duration::from_millis(wait), child.wait()).await;
            child.kill().await.unwrap();
        }
        Server::on(&data, &[("JWT_SECRET", "")]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ops16_without_free_descriptors_reads_work_and_new_connections_wait() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let kept = ana.client.say(room, "before").await.unwrap();
    let path = format!("/api/v1/rooms/{room}/messages/{}", kept.id);
    let mut open = Kept::to(server.base(), &ana.bearer().await).await;
    assert_eq!(open.ask(&path, "").await, "200");

    let used = std::fs::read_dir(format!("/proc/{}/fd", server.process())).unwrap().count();
    let limit = format!("--nofile={0}:{0}", used + 8);
    let limited = Command::new("prlimit").args([&format!("--pid={}", server.process()), &limit]).status();
    assert!(limited.await.unwrap().success());
    let address = server.base().trim_start_matches("http://");
    let mut idle = Vec::new();
    for _ in 0..20 {
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    let waits = async || server.log().contains("no connection can be taken").then_some(()).ok_or("not yet");
    eventually("connections wait", waits).await;

    assert_eq!(open.ask(&path, "").await, "200");
    let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                   sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    let answer = open.ask("/api/v1/ws", upgrade).await;
    assert!(["101", "503"].contains(&answer.as_str()), "{answer}");
    drop(idle);
    eventually("connections are accepted again", async || {
        ana.client.raw_socket(&Dial::default()).await.map(drop)
    })
    .await;
    assert_eq!(server.log().matches("no connection can be taken").count(), 1, "{}", server.log());
}

/// A keep-alive connection.
struct Kept {
    stream: TcpStream,
    bearer: String,
}

impl Kept {
    async fn to(base: &str, bearer: &str) -> Self {
        let stream = TcpStream::connect(base.trim_start_matches("http://")).await.unwrap();
        Self { stream, bearer: bearer.to_owned() }
    }

    /// Sends a GET; gives the status and discards the rest.
    async fn ask(&mut self, path: &str, headers: &str) -> String {
        let Self { stream, bearer } = self;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {bearer}\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = vec![0; 64 * 1024];
        let length = within(SOON, "an answer", stream.read(&mut answer)).await.unwrap();
        let text = String::from_utf8_lossy(&answer[..length]).into_owned();
        text.split(' ').nth(1).unwrap_or_default().to_owned()
    }
}
