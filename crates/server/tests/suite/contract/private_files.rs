//! FILE18: only the owner of the data folder can read its files.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use confluence_protocol::RoomKind;
use reqwest::Method;

use crate::support::Server;

/// Every file below a folder except the log, which the test creates.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: std::path::PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries.flat_map(below).filter(|path| !path.ends_with("server.log")).collect()
}

#[tokio::test]
async fn file18_stored_files_are_private_even_in_a_world_readable_folder() {
    let mut server = Server::with(&[("JWT_SECRET", "")]).await;
    server.kill().await;
    fs::set_permissions(server.data(), fs::Permissions::from_mode(0o755)).unwrap();
    server.restart().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ana.client.say(room, "hello").await.unwrap();
    let upload = server.call_as(&ana, Method::POST, "/api/v1/uploads?name=a.txt").await;
    assert_eq!(upload.bytes("application/octet-stream", "words").answer().await.status, 201);
    let kept = files(server.data());
    assert!(kept.iter().any(|path| path.starts_with(server.data().join("media"))), "{kept:?}");
    assert!(kept.iter().any(|path| path.to_string_lossy().ends_with("-wal")), "{kept:?}");
    for path in kept {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{} is open to others: {mode:o}", path.display());
    }
}
