//! Containers built byte by byte, read through a storage.

use super::*;
use crate::{Location, Part, sniff};

async fn probed(bytes: &[u8]) -> Playing {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(Location::Folder(folder.path().to_owned())).unwrap();
    let id = "0190a0b1-c2d3-7e4f-8a5b-6c7d8e9fa0b1".parse().unwrap();
    let key = Key { upload: id, part: Part::Original };
    storage.put(key, Bytes::copy_from_slice(bytes)).await.unwrap();
    probe(&storage, key, sniff(bytes), bytes.len() as u64).await.unwrap()
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, content].concat()
}

fn mp4(handler: &[u8], turned: bool) -> Vec<u8> {
    let mvhd = [&[0; 12][..], &1000_u32.to_be_bytes(), &2500_u32.to_be_bytes(), &[0; 80]].concat();
    let one = 0x1_0000_u32.to_be_bytes();
    let nil = [0; 4];
    let (a, b) = if turned { (nil, one) } else { (one, nil) };
    let matrix = [a, b, nil, b, a, nil, nil, nil, 0x4000_0000_u32.to_be_bytes()].concat();
    let tkhd =
        [&[0; 40][..], &matrix, &(640_u32 << 16).to_be_bytes(), &(360_u32 << 16).to_be_bytes()].concat();
    let hdlr = [&[0; 8][..], handler, &[0; 13]].concat();
    let trak = [boxed(b"tkhd", &tkhd), boxed(b"mdia", &boxed(b"hdlr", &hdlr))].concat();
    let moov = [boxed(b"mvhd", &mvhd), boxed(b"trak", &trak)].concat();
    // The media data comes first, as recorders write it.
    [boxed(b"ftyp", b"isom\0\0\0\0isom"), boxed(b"mdat", &vec![7; 300_000]), boxed(b"moov", &moov)].concat()
}

#[tokio::test]
async fn file5_mp4_has_a_duration_and_a_size() {
    let video = Playing { duration: Some(2.5), size: Some((640, 360)), sound_only: false };
    assert_eq!(probed(&mp4(b"vide", false)).await, video);
    assert_eq!(probed(&mp4(b"vide", true)).await, Playing { size: Some((360, 640)), ..video });
    assert_eq!(probed(&mp4(b"soun", false)).await, Playing { size: None, sound_only: true, ..video });
}

fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    let length = 0x1000_0000 | u32::try_from(content.len()).unwrap();
    [id, &length.to_be_bytes(), content].concat()
}

fn webm(duration: Option<f32>, track_type: u8) -> Vec<u8> {
    let duration = duration.map(|ticks| element(&[0x44, 0x89], &ticks.to_be_bytes())).unwrap_or_default();
    let info = element(
        &[0x15, 0x49, 0xA9, 0x66],
        &[element(&[0x2A, 0xD7, 0xB1], &[0x0F, 0x42, 0x40]), duration].concat(),
    );
    let video = element(&[0xE0], &[element(&[0xB0], &[2, 128]), element(&[0xBA], &[1, 104])].concat());
    let track = element(
        &[0xAE],
        &[element(&[0x83], &[track_type]), if track_type == 1 { video } else { vec![] }].concat(),
    );
    let block = |time: i16| element(&[0xA3], &[&[0x81][..], &time.to_be_bytes(), &[0x80, 1, 2, 3]].concat());
    let cluster =
        element(&[0x1F, 0x43, 0xB6, 0x75], &[element(&[0xE7], &[0x07, 0xD0]), block(0), block(980)].concat());
    // A segment of unknown length, as browsers record it.
    let segment = [
        &[0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF][..],
        &info,
        &element(&[0x16, 0x54, 0xAE, 0x6B], &track),
        &cluster,
    ]
    .concat();
    [element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm")), segment].concat()
}

#[tokio::test]
async fn file5_webm_has_a_duration_even_if_its_recorder_omitted_it() {
    let video = Playing { duration: Some(1.5), size: Some((640, 360)), sound_only: false };
    assert_eq!(probed(&webm(Some(1500.0), 1)).await, video);
    assert_eq!(probed(&webm(None, 1)).await, Playing { duration: Some(2.98), ..video });
    assert_eq!(probed(&webm(None, 2)).await, Playing { duration: Some(2.98), size: None, sound_only: true });
}

#[tokio::test]
async fn file5_sound_has_a_duration() {
    let rate = [
        &1_u16.to_le_bytes()[..],
        &1_u16.to_le_bytes(),
        &8000_u32.to_le_bytes(),
        &16000_u32.to_le_bytes(),
        &[2, 0, 16, 0],
    ]
    .concat();
    let wav =
        [b"RIFF\xFF\xFF\xFF\xFFWAVEfmt \x10\0\0\0", &rate[..], b"data\xFF\xFF\xFF\xFF", &vec![0; 24_000]]
            .concat();
    assert_eq!(probed(&wav).await.duration, Some(1.5));

    let packed = (48_000_u64 << 44) | 0x1_1940;
    let flac = [b"fLaC\x80\0\0\x22", &[0; 10][..], &packed.to_be_bytes(), &[0; 16]].concat();
    assert_eq!(probed(&flac).await.duration, Some(1.5));

    let page = |granule: u64, content: &[u8]| {
        [b"OggS\0\x04", &granule.to_le_bytes()[..], &[0; 13], content].concat()
    };
    let opus = [page(0, b"OpusHead\x01\x01\x38\x01\x80\xBB\0\0\0\0\0"), page(72_312, b"x")].concat();
    assert_eq!(probed(&opus).await.duration, Some(1.5));

    let mp3 = [&b"\xFF\xFB\x90\x64"[..], &vec![0; 23_996]].concat();
    assert_eq!(probed(&mp3).await.duration, Some(1.5));
    let mut variable = mp3.clone();
    variable[36..48].copy_from_slice(b"Xing\0\0\0\x01\0\0\0\x64");
    assert_eq!(probed(&variable).await.duration, Some(100.0 * 1152.0 / 44_100.0));
}

#[tokio::test]
async fn file5_unreadable_or_implausible_values_are_unknown() {
    let mut huge = mp4(b"vide", false);
    let at = huge.windows(4).position(|bytes| bytes == b"mvhd").unwrap() + 4;
    huge[at + 12..at + 20].copy_from_slice(&[0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xF0]);
    assert_eq!(probed(&huge).await.duration, None);
    for whole in
        [mp4(b"vide", false)[300_000..].to_vec(), webm(None, 1), b"ID3\x04\0\0\x7F\x7F\x7F\x7F".to_vec()]
    {
        for end in (0..whole.len()).step_by(7) {
            let mut altered = whole[..end].to_vec();
            if let Some(byte) = altered.last_mut() {
                *byte ^= 0xFF;
            }
            mp4::read(&altered);
            webm::read(&altered, &altered);
            for mime in ["audio/wav", "audio/flac", "audio/ogg", "audio/mpeg"] {
                sound::seconds(mime, &altered, &altered, altered.len() as u64);
            }
        }
    }
}
