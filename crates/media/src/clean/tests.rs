//! Pictures with something to hide, built byte by byte.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use super::*;

/// Text that must never come out.
const SECRET: &[u8] = b"GPS 47.3769N 8.5417E";

fn encoded(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(40, 20, |x, y| {
        image::Rgb([u8::try_from(x * 6).unwrap(), u8::try_from(y * 12).unwrap(), 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn cleaned(format: Format, bytes: &[u8]) -> Result<(Cleaned, Vec<u8>), CleanError> {
    let mut output = Cursor::new(Vec::new());
    let seen = clean(format, 1, &mut &bytes[..], &mut output)?;
    Ok((seen, output.into_inner()))
}

#[track_caller]
fn keeps_the_picture_and_nothing_else(format: Format, of: ImageFormat, dirty: &[u8]) {
    assert!(dirty.windows(SECRET.len()).any(|bytes| bytes == SECRET));
    let (seen, clean) = cleaned(format, dirty).unwrap();
    assert_eq!(seen.frames, 1);
    assert!(!clean.windows(SECRET.len()).any(|bytes| bytes == SECRET), "the secret came through");
    let decode = |bytes: &[u8]| ImageReader::with_format(Cursor::new(bytes.to_vec()), of).decode().unwrap();
    assert_eq!(decode(&clean), decode(dirty));
    // A clean picture stays unchanged.
    assert_eq!(cleaned(format, &clean).unwrap().1, clean);
}

fn jpeg_segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], content].concat()
}

fn exif() -> Vec<u8> {
    [&b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..], SECRET].concat()
}

#[test]
fn file3_jpeg_loses_location_comments_further_pictures_and_trailing_bytes() {
    let plain = encoded(ImageFormat::Jpeg);
    let (start, rest) = plain.split_at(2);
    for (marker, content) in [
        (0xE1, exif()),
        (0xE1, [b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        (0xE2, [b"MPF\0", SECRET].concat()),
        (0xED, [b"Photoshop 3.0\0", SECRET].concat()),
        (0xEF, SECRET.to_vec()),
        (0xFE, SECRET.to_vec()),
    ] {
        let dirty = [start, &jpeg_segment(marker, &content), rest].concat();
        keeps_the_picture_and_nothing_else(Format::Jpeg, ImageFormat::Jpeg, &dirty);
    }
    let trailing = [&plain[..], b"PK\x03\x04", SECRET].concat();
    keeps_the_picture_and_nothing_else(Format::Jpeg, ImageFormat::Jpeg, &trailing);
}

#[test]
fn file3_jpeg_keeps_its_orientation_and_profile() {
    let plain = encoded(ImageFormat::Jpeg);
    let profile = jpeg_segment(0xE2, b"ICC_PROFILE\0\x01\x01profile");
    let dirty = [&plain[..2], &jpeg_segment(0xE1, &exif()), &profile, &plain[2..]].concat();
    let mut output = Cursor::new(Vec::new());
    clean(Format::Jpeg, 6, &mut &dirty[..], &mut output).unwrap();
    let clean = output.into_inner();
    let mut decoder =
        ImageReader::with_format(Cursor::new(&clean), ImageFormat::Jpeg).into_decoder().unwrap();
    assert_eq!(decoder.orientation().unwrap().to_exif(), 6);
    assert!(clean.windows(profile.len()).any(|bytes| bytes == profile));
}

#[test]
fn file3_truncated_jpeg_is_closed() {
    let plain = encoded(ImageFormat::Jpeg);
    let (_, clean) = cleaned(Format::Jpeg, &plain[..plain.len() - 20]).unwrap();
    assert!(clean.ends_with(&[0xFF, 0xD9]));
}

#[test]
fn file20_jpeg_with_bytes_between_its_segments_is_cleaned() {
    let plain = encoded(ImageFormat::Jpeg);
    let odd = [&plain[..2], &[0; 5], &jpeg_segment(0xFE, SECRET), &plain[2..]].concat();
    keeps_the_picture_and_nothing_else(Format::Jpeg, ImageFormat::Jpeg, &odd);
}

#[test]
fn file3_png_loses_its_texts_and_trailing_bytes() {
    let plain = encoded(ImageFormat::Png);
    // Signature and IHDR are 33 bytes.
    let (start, rest) = plain.split_at(33);
    for kind in [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"dSIG", b"prVt"] {
        let length = u32::try_from(SECRET.len()).unwrap().to_be_bytes();
        // The checksum of a dropped chunk is never read.
        let chunk = [&length[..], kind, SECRET, b"\0\0\0\0"].concat();
        let dirty = [start, &chunk, rest].concat();
        let (_, clean) = cleaned(Format::Png, &dirty).unwrap();
        assert_eq!(clean, plain);
    }
    keeps_the_picture_and_nothing_else(Format::Png, ImageFormat::Png, &[&plain[..], SECRET].concat());
}

#[test]
fn file3_gif_loses_comments_and_keeps_its_loops() {
    let plain = encoded(ImageFormat::Gif);
    let colours = 3 << ((plain[10] & 7) + 1);
    let (start, rest) = plain.split_at(13 + if plain[10] & 0x80 == 0 { 0 } else { colours });
    let length = [u8::try_from(SECRET.len()).unwrap()];
    let comment = [b"\x21\xFE", &length[..], SECRET, b"\0"].concat();
    let xmp = [b"\x21\xFF\x0BXMP DataXMP", &length[..], SECRET, b"\0"].concat();
    for extension in [comment, xmp] {
        keeps_the_picture_and_nothing_else(
            Format::Gif,
            ImageFormat::Gif,
            &[start, &extension, rest].concat(),
        );
    }
    let loops = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let looping = [start, &loops[..], rest].concat();
    assert_eq!(cleaned(Format::Gif, &looping).unwrap().1, looping);
}

#[test]
fn file3_webp_loses_exif_and_xmp() {
    let plain = encoded(ImageFormat::WebP);
    let chunk = |kind: &[u8], content: &[u8]| {
        let mut chunk = [kind, &u32::try_from(content.len()).unwrap().to_le_bytes()[..], content].concat();
        chunk.resize(chunk.len().next_multiple_of(2), 0);
        chunk
    };
    let flags = chunk(b"VP8X", &[0x0C, 0, 0, 0, 39, 0, 0, 19, 0, 0]);
    let chunks = [flags, plain[12..].to_vec(), chunk(b"EXIF", SECRET), chunk(b"XMP ", SECRET)].concat();
    let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    let dirty = [b"RIFF", &length[..], b"WEBP", &chunks].concat();
    keeps_the_picture_and_nothing_else(Format::WebP, ImageFormat::WebP, &dirty);
}

#[test]
fn file3_frames_of_animations_are_counted() {
    let plain = encoded(ImageFormat::Gif);
    let colours = 3 << ((plain[10] & 7) + 1);
    let at = 13 + if plain[10] & 0x80 == 0 { 0 } else { colours };
    let picture = &plain[at..plain.len() - 1];
    let dirty = [&plain[..at], picture, picture, picture, b"\x3B"].concat();
    assert_eq!(cleaned(Format::Gif, &dirty).unwrap().0.frames, 3);
}

#[test]
fn file3_files_that_are_not_pictures_are_damaged() {
    for (format, of) in [
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Png, ImageFormat::Png),
        (Format::Gif, ImageFormat::Gif),
        (Format::WebP, ImageFormat::WebP),
    ] {
        let plain = encoded(of);
        for bytes in [&b""[..], b"\0", &plain[..12], b"GIF89a=1;/*<script>alert(1)</script>*/", &[0xFF; 64]] {
            assert!(matches!(cleaned(format, bytes), Err(CleanError::Damaged)), "{format:?}: {bytes:?}");
        }
        // Truncating or altering a file anywhere only makes it fail.
        for end in 0..plain.len() {
            let _ = cleaned(format, &plain[..end]);
            let mut altered = plain.clone();
            altered[end] ^= 0xFF;
            let _ = cleaned(format, &altered);
        }
    }
}
