//! Plants a position in every kind of file, and checks what is left of it, also with an independent program.

mod corpus;
mod exiftool;

use std::io::Cursor;

use bytes::Bytes;

use super::*;
use crate::{Key, Location, Part, Playing, Storage, probe, sniff};
use corpus::{LATITUDE, Planted, boxed, corpus};

fn scrubbed(container: Container, bytes: &[u8]) -> (Scrubbed, Vec<u8>) {
    let mut file = Cursor::new(bytes.to_vec());
    let scrubbed = scrub(container, &mut file).unwrap();
    let mut bytes = file.into_inner();
    bytes.truncate(usize::try_from(scrubbed.size).unwrap());
    (scrubbed, bytes)
}

fn tells_the_place(bytes: &[u8]) -> bool {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    has(b"47.3769") || has(b"47,22.614") || has(&LATITUDE)
}

async fn playing(bytes: &[u8]) -> Playing {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(Location::Folder(folder.path().to_owned())).unwrap();
    let id = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
    let key = Key { upload: id, part: Part::Original };
    storage.put(key, Bytes::copy_from_slice(bytes)).await.unwrap();
    probe(&storage, key, sniff(bytes), bytes.len() as u64).await.unwrap()
}

#[tokio::test]
async fn file19_planted_positions_are_removed_and_files_play_as_before() {
    let mut found = Vec::new();
    for Planted { name, container, bytes } in corpus() {
        assert!(tells_the_place(&bytes), "{name}");
        assert_eq!(container_of(&bytes), Some(container), "{name}");
        let (seen, clean) = scrubbed(container, &bytes);
        let mut expect = |holds: bool, otherwise: &str| {
            if !holds {
                found.push(format!("{name}: {otherwise}"));
            }
        };
        expect(seen.is_clean, "not understood");
        expect(!tells_the_place(&clean), "the position is still there");
        expect(!clean.windows(3).any(|window| window == b"Ana"), "a name is still there");
        expect(scrubbed(container, &clean).1 == clean, "a clean file is changed");
        // Trailing tags are cut off and no longer count as sound; everything else keeps its position in the
        // file.
        expect((clean.len() == bytes.len()) == (container != Container::Mpeg), "another length");
        let (before, after) = (playing(&bytes).await, playing(&clean).await);
        let seconds = |playing: Playing| playing.duration.unwrap_or(0.0);
        expect((seconds(before) - seconds(after)).abs() < 0.05, "another duration");
        expect(
            Playing { duration: None, ..before } == Playing { duration: None, ..after },
            "plays differently",
        );
        expect(before.duration.is_some() == after.duration.is_some(), "no duration");
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn file19_independent_program_finds_no_position() {
    if !exiftool::is_there() {
        return;
    }
    let mut found = Vec::new();
    for Planted { name, container, bytes } in corpus() {
        let before = exiftool::read(name, &bytes);
        if !before.contains("47.37") {
            found.push(format!("{name}: the program does not find what is planted: {before}"));
        }
        let (_, clean) = scrubbed(container, &bytes);
        let after = exiftool::read(name, &clean);
        let complains = |line: &str| line.contains("Error") || line.contains("Warning");
        let new = |line: &str| complains(line) && !before.lines().any(|known| known == line);
        if after.contains("47.37") || after.contains("GPS") || after.lines().any(new) {
            found.push(format!("{name}: {after}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn file19_heic_and_avif_pictures_have_a_size() {
    for Planted { name, container, bytes } in corpus() {
        let shown = name.starts_with("photo").then_some((480, 640));
        assert_eq!(scrubbed(container, &bytes).0.shown, shown, "{name}");
    }
}

#[test]
fn file19_data_after_a_film_is_cut_off() {
    let film = corpus().swap_remove(0).bytes;
    let (seen, clean) = scrubbed(Container::Iso, &[&film[..], b"\xFF\xFF\0\0SEFT, at 47.3769"].concat());
    assert_eq!((seen.is_clean, clean), (true, scrubbed(Container::Iso, &film).1));
}

#[test]
fn file19_subtitles_of_drones_are_removed_and_others_stay() {
    for (text, stays) in [("GPS (8.54, 47.3769, 15)", false), ("Is this the way?", true)] {
        let mut film = corpus().swap_remove(1).bytes;
        let place = film.windows(4).position(|bytes| bytes == b"+47.").unwrap();
        film[place..place + 18].fill(b' ');
        let text = &text.as_bytes()[..16];
        film[place..place + 16].copy_from_slice(text);
        let handler = film.windows(4).position(|bytes| bytes == b"meta").unwrap();
        film[handler..handler + 4].copy_from_slice(b"text");
        let (seen, clean) = scrubbed(Container::Iso, &film);
        assert!(seen.is_clean);
        assert_eq!(clean.windows(16).any(|bytes| bytes == text), stays);
    }
}

#[test]
fn file19_files_that_are_not_understood_are_reported() {
    let film = boxed(b"moov", &boxed(b"cmov", b"packed"));
    let ftyp = boxed(b"ftyp", b"qt  \0\0\0\0");
    assert!(!scrubbed(Container::Iso, &[&ftyp[..], &film].concat()).0.is_clean);
    assert!(!scrubbed(Container::Iso, &[&ftyp[..], b"\0\0\0\x04moov"].concat()).0.is_clean);
    assert!(!scrubbed(Container::Mpeg, b"ID3\x03\0\0\0\0\0\x7F").0.is_clean);
    assert!(!scrubbed(Container::Wave, b"RIFF\x04\0\0\0WAVE").0.is_clean);
    assert!(!scrubbed(Container::Tiff, b"II\x2A\0\x08\0\0\0\0\0\x08\0\0\0").0.is_clean, "a loop");
    let raw = [
        &b"MM\0\x2A\0\0\0\x08\0\x01"[..],
        &50_706_u16.to_be_bytes(),
        b"\0\x01\0\0\0\x04\x01\x04\0\0\0\0\0\0",
    ];
    assert!(!scrubbed(Container::Tiff, &raw.concat()).0.is_clean, "a raw picture");
}

#[test]
fn file19_false_lengths_and_numbers_do_not_take_long() {
    let tiny = boxed(b"free", b"").repeat(2_000_000);
    let film = [boxed(b"ftyp", b"isom\0\0\0\0"), tiny].concat();
    assert!(!scrubbed(Container::Iso, &film).0.is_clean, "two million boxes");
    // A track of measurements that claims four billion chunks.
    let mut film = corpus().swap_remove(1).bytes;
    let sizes = film.windows(4).rposition(|bytes| bytes == b"stsz").unwrap();
    film[sizes + 8..sizes + 12].copy_from_slice(&900_u32.to_be_bytes());
    let offsets = film.windows(4).rposition(|bytes| bytes == b"stco").unwrap();
    film[offsets + 8..offsets + 12].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(!scrubbed(Container::Iso, &film).0.is_clean);
}

#[test]
fn file19_truncated_or_altered_files_only_fail() {
    for Planted { container, bytes, .. } in corpus() {
        let step = bytes.len() / 400 + 1;
        for end in (0..bytes.len()).step_by(step) {
            scrubbed(container, &bytes[..end]);
            for flipped in [0x01, 0x80, 0xFF] {
                let mut altered = bytes.clone();
                altered[end] ^= flipped;
                scrubbed(container, &altered);
            }
        }
    }
}
