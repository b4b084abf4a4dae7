//! One contract for every kind of storage: always for a folder, and for Azure and S3 if their servers are
//! running.
//!
//! `CONFLUENCE_TEST_AZURITE` and `CONFLUENCE_TEST_S3` each contain a `MEDIA_URL`; credentials come from the
//! usual environment variables of the two.

use futures_util::TryStreamExt;

use super::*;

/// The kinds of storage that can be tested here, each with a temporary folder to keep alive.
fn places() -> Vec<(Storage, tempfile::TempDir)> {
    let folder = tempfile::tempdir().unwrap();
    let mut places = vec![(Storage::open(Location::Folder(folder.path().join("new"))).unwrap(), folder)];
    for variable in ["CONFLUENCE_TEST_AZURITE", "CONFLUENCE_TEST_S3"] {
        if let Ok(url) = std::env::var(variable) {
            let location: Location = format!("{url}/{:x}", rand::random::<u32>()).parse().unwrap();
            places.push((Storage::open(location).unwrap(), tempfile::tempdir().unwrap()));
        } else {
            assert!(std::env::var_os("CONFLUENCE_REQUIRE_SERVICES").is_none(), "{variable} is not set");
            eprintln!("SKIPPED storage: {variable} is not set");
        }
    }
    places
}

fn key(part: Part) -> Key {
    let id = format!("0190a0b1-c2d3-7e4f-8a5b-{:012x}", rand::random::<u64>() >> 16);
    Key { upload: id.parse().unwrap(), part }
}

/// Bytes that differ from place to place.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 31 + at / 256) % 251).unwrap()).collect()
}

async fn written(storage: &Storage, key: Key, bytes: &[u8]) {
    let mut writer = storage.write(key).await.unwrap();
    for chunk in bytes.chunks(100_003) {
        writer.write(chunk).await.unwrap();
    }
    writer.finish().await.unwrap();
}

async fn read(storage: &Storage, key: Key, range: Option<Range<u64>>) -> Vec<u8> {
    storage.read(key, range).await.unwrap().map_ok(|chunk| chunk.to_vec()).try_concat().await.unwrap()
}

#[test]
fn file4_keys_are_plain_and_spread() {
    let id: UploadId = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
    for (part, text) in [
        (Part::Original, "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1"),
        (Part::Small, "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.small"),
        (Part::Large, "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.large"),
        (Part::Chunk(12), "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.chunk12"),
    ] {
        let key = Key { upload: id, part };
        assert_eq!(key.to_string(), text);
        assert_eq!(Key::parse(text), Some(key));
    }
    for other in [
        "",
        "a/b/c",
        "a0/b2/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1",
        "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.huge",
        "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.chunk",
        "a0/b1/0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1.chunk012",
    ] {
        assert_eq!(Key::parse(other), None);
    }
}

#[tokio::test]
async fn file9_working_storage_passes_the_check() {
    for (storage, _folder) in places() {
        storage.check().await.unwrap();
        storage.ping().await.unwrap();
        assert_eq!(storage.list().try_collect::<Vec<_>>().await.unwrap(), vec![], "the check leaves nothing");
    }
}

#[tokio::test]
async fn file1_written_bytes_can_be_read_whole_and_in_parts() {
    for (storage, _folder) in places() {
        // Nothing, less than a part, exactly two parts, and a bit more than two.
        for length in [0, 1000, storage.part_bytes * 2, storage.part_bytes * 2 + 77] {
            let (key, bytes) = (key(Part::Original), pattern(length));
            written(&storage, key, &bytes).await;
            assert!(read(&storage, key, None).await == bytes, "{length} bytes at {:?}", storage.location());
            if length > 100 {
                let middle = length / 2 - 20..length / 2 + 20;
                let range = middle.start as u64..middle.end as u64;
                assert_eq!(read(&storage, key, Some(range.clone())).await, bytes[middle.clone()]);
                assert_eq!(storage.read_at(key, range).await.unwrap(), bytes[middle]);
            }
            let listed: Vec<Stored> = storage.list().try_collect().await.unwrap();
            assert_eq!(
                listed.iter().map(|found| (Key::parse(&found.name), found.size)).collect::<Vec<_>>(),
                [(Some(key), length as u64)]
            );
            storage.delete(key).await.unwrap();
            storage.delete(key).await.unwrap();
            assert!(matches!(storage.read(key, None).await, Err(StorageError::Missing)));
        }
    }
}

#[tokio::test]
async fn file1_abandoned_write_leaves_nothing() {
    for (storage, folder) in places() {
        let key = key(Part::Original);
        let mut writer = storage.write(key).await.unwrap();
        writer.write(&pattern(storage.part_bytes * 2 + 5)).await.unwrap();
        drop(writer);
        assert!(matches!(storage.read(key, None).await, Err(StorageError::Missing)));
        if let Location::Folder(_) = storage.location() {
            // Another thread removes its draft; wait for that, not for a time.
            let files = || walk(folder.path());
            while files() > 0 {
                tokio::task::yield_now().await;
            }
        }
    }
}

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn file1_drafts_of_a_crash_are_swept_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(Location::Folder(folder.path().to_owned())).unwrap();
    std::fs::create_dir_all(folder.path().join("a0/b1")).unwrap();
    std::fs::write(folder.path().join("a0/b1/x#1"), "half").unwrap();
    std::fs::write(folder.path().join("a0/b1/y"), "whole").unwrap();
    let written = std::fs::metadata(folder.path().join("a0/b1/x#1")).unwrap().modified().unwrap();
    assert_eq!(storage.sweep_drafts(written).await.unwrap(), 0);
    assert_eq!(storage.sweep_drafts(written + Duration::from_hours(25)).await.unwrap(), 1);
    assert_eq!(walk(folder.path()), 1);
}

#[tokio::test]
async fn file9_unusable_storage_is_reported_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Storage::open(Location::Folder(file.join("under"))).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!(
            "MEDIA_URL: file://{}/under cannot be used; the folder cannot be created",
            file.display()
        )),
        "{error}"
    );
    for (variable, missing) in
        [("CONFLUENCE_TEST_AZURITE", "az://not-there"), ("CONFLUENCE_TEST_S3", "s3://not-there")]
    {
        if std::env::var_os(variable).is_some() {
            let error =
                Storage::open(missing.parse().unwrap()).unwrap().check().await.unwrap_err().to_string();
            assert!(error.starts_with(&format!("MEDIA_URL: {missing} cannot be used; the ")), "{error}");
            assert!(error.contains("does not exist; create it first"), "{error}");
            assert!(!error.contains('\n'));
        }
    }
}
