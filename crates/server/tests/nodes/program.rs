//! The program itself: `media check`, invalid settings and password resets.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use confluence_server::Clock;
use serde_json::json;

use crate::node::{BEGIN, Node, account};

fn confluence(arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_confluence"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn file15_check_command_prints_its_findings_and_sets_the_exit_code() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let Node { running, folder, .. } = node;
    running.stop().await;
    tokio::task::spawn_blocking(move || check_program(&folder)).await.unwrap();
}

fn check_program(folder: &tempfile::TempDir) {
    let data = folder.path().display().to_string();
    let check = |more: &[&str]| {
        confluence(&[&["media", "check", "--data-dir", &data], more].concat(), &[("LOG", "error")], "")
    };
    let stdout = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let sound = check(&[]);
    assert!(sound.status.success(), "{}", stderr(&sound));
    assert_eq!(
        stdout(&sound),
        "0 files and 0 objects: 0 objects without a file (0 removed), 0 missing (0 known before)\n"
    );
    let name = "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1";
    let path = std::path::Path::new(&data).join("media").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "left").unwrap();
    let found = check(&[]);
    assert_eq!(found.status.code(), Some(1));
    assert_eq!(
        stdout(&found),
        format!(
            "no file has these bytes: {name} (4 bytes)\n\
             0 files and 1 objects: 1 objects without a file (0 removed), 0 missing (0 known before)\n"
        )
    );
    assert_eq!(check(&["--repair"]).status.code(), Some(1), "it is young");
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    let repaired = check(&["--repair"]);
    assert!(repaired.status.success(), "{}", stderr(&repaired));
    assert!(stdout(&repaired).starts_with(&format!("no file has these bytes: {name} (4 bytes), removed\n")));
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn ops13_a_repair_with_an_empty_database_removes_nothing() {
    let Node { running, folder, .. } = Node::start().await;
    running.stop().await;
    let path = folder.path().join("media/a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "left").unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    let data = folder.path().display().to_string();
    let arguments = ["media", "check", "--repair", "--data-dir", &data];
    let output = tokio::task::block_in_place(|| confluence(&arguments, &[("LOG", "error")], ""));
    assert!(!output.status.success());
    assert!(
        stderr(&output).contains("has no accounts") && stderr(&output).ends_with("nothing was removed\n"),
        "{}",
        stderr(&output)
    );
    assert!(path.exists());
}

#[test]
fn ops2_invalid_setting_stops_the_start_with_one_line() {
    let one_line = |arguments: &[&str], environment: &[(&str, &str)], expected: &str| {
        let output = confluence(arguments, environment, "");
        assert!(!output.status.success());
        assert_eq!(stderr(&output), format!("confluence: {expected}\n"));
        assert!(output.stdout.is_empty());
    };
    let allowed = "is not allowed; a whole number from 0 (no limit) to 1000000";
    one_line(&[], &[("LIMIT_MESSAGE_BURST", "many")], &format!("LIMIT_MESSAGE_BURST: many {allowed}"));
    one_line(
        &["serve", "--limit-message-burst=-1x"],
        &[("LIMIT_MESSAGE_BURST", "many")],
        &format!("LIMIT_MESSAGE_BURST: -1x {allowed}"),
    );
    one_line(&["serve"], &[("MEDIA_REDIRECT", "yes")], "MEDIA_REDIRECT: yes is not allowed; on or off");
    one_line(
        &["serve"],
        &[("JWT_SECRET", "short")],
        "JWT_SECRET: a value of 5 bytes is not allowed; it has at least 32 bytes",
    );
    one_line(
        &["serve", "--config", "none.toml"],
        &[],
        "the settings file: none.toml is not allowed; a file that can be read (No such file or directory (os error 2))",
    );
    one_line(
        &[],
        &[("LOG", "=[")],
        "LOG: =[ is not allowed; a filter such as info or confluence_server=debug",
    );
}

#[test]
fn ops2_port_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = confluence(&["--listen", &address], &[], "");
    assert!(!output.status.success());
    assert!(
        stderr(&output).starts_with(&format!("confluence: LISTEN: {address} cannot be listened on")),
        "{}",
        stderr(&output)
    );
}

#[tokio::test]
async fn operator_can_reset_a_forgotten_password() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let data = node.folder.path().display().to_string();
    let set = |name: &'static str, password: &'static str| {
        let data = data.clone();
        tokio::task::spawn_blocking(move || {
            confluence(&["user", "set-password", name, "--data-dir", &data], &[], password)
        })
    };
    let nobody = set("ben", "a better one\n").await.unwrap();
    assert_eq!(stderr(&nobody), "confluence: there is no account named ben\n");
    let weak = set("ana", "short\n").await.unwrap();
    assert_eq!(stderr(&weak), "confluence: a password must have at least 8 characters\n");
    ana.get("/me").await.is(200);

    let done = set("ana", "a better one\n").await.unwrap();
    assert!(done.status.success(), "{}", stderr(&done));
    node.browser().post("/auth/sign-in", &account("ana")).await.is(401);
    node.browser()
        .post("/auth/sign-in", &json!({"username": "ana", "password": "a better one"}))
        .await
        .is(200);
    ana.poke("/auth/refresh").await.is(401).refused("session_ended");

    // The new password still holds after a restart.
    let Node { running, folder, .. } = node;
    running.stop().await;
    let node = Node::at(folder, Clock::held(BEGIN), |_| {}).await;
    node.program().post("/auth/sign-in", &account("ana")).await.is(401);
}

#[tokio::test]
async fn admin12_operator_lists_promotes_suspends_and_reinstates_accounts() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let ben = node.signed_up("ben").await;
    let data = node.folder.path().display().to_string();
    let run = |arguments: &'static [&'static str]| {
        let data = data.clone();
        tokio::task::spawn_blocking(move || {
            confluence(&[&["user"], arguments, &["--data-dir", &data]].concat(), &[], "")
        })
    };
    let stdout = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let last = run(&["suspend", "ana"]).await.unwrap();
    assert!(stderr(&last).contains("administrator"), "{}", stderr(&last));
    let done = run(&["suspend", "ben", "--reason", "spam"]).await.unwrap();
    assert!(done.status.success(), "{}", stderr(&done));
    ben.poke("/auth/refresh").await.is(401).refused("session_ended");
    node.browser().post("/auth/sign-in", &account("ben")).await.is(403).refused("account_suspended");
    assert!(run(&["promote", "ben"]).await.unwrap().status.success());
    let listed = stdout(&run(&["list"]).await.unwrap());
    assert_eq!(listed, "ana\tana\tadministrator\nben\tben\tadministrator, suspended\n");
    assert!(run(&["reinstate", "ben"]).await.unwrap().status.success());
    let session = node.browser();
    session.post("/auth/sign-in", &account("ben")).await.is(200);
    session.get("/admin/users").await.is(200);
    let nobody = run(&["promote", "cleo"]).await.unwrap();
    assert_eq!(stderr(&nobody), "confluence: there is no account named cleo\n");
}
