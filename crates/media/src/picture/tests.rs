//! Pictures of all formats, including decompression bombs.

use std::io::{Cursor, Read, Write};

use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn painter() -> (tempfile::TempDir, Painter) {
    let folder = tempfile::tempdir().unwrap();
    let painter = Painter::new(folder.path().to_owned());
    (folder, painter)
}

async fn process(format: Format, bytes: &[u8]) -> Result<Processed, PictureError> {
    let (_folder, painter) = painter();
    let mut file = painter.draft().unwrap();
    file.write_all(bytes).unwrap();
    painter.process(format, file).await
}

async fn drawn(format: Format, bytes: &[u8]) -> (Processed, Picture) {
    let mut processed = process(format, bytes).await.unwrap();
    match std::mem::replace(&mut processed.preview, Preview::None) {
        Preview::Drawn(picture) => (processed, picture),
        other => panic!("{other:?}"),
    }
}

/// Left half red, right half blue; top rows lighter.
fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let light = if y < height / 4 { 80 } else { 0 };
        if x < width / 2 { Rgb([200, light, light]) } else { Rgb([light, light, 200]) }
    }))
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn webp(bytes: &[u8]) -> RgbaImage {
    ImageReader::with_format(Cursor::new(bytes), ImageFormat::WebP).decode().unwrap().to_rgba8()
}

#[tokio::test]
async fn file3_every_format_gets_two_thumbnails_and_a_hash() {
    for (format, of) in [
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Png, ImageFormat::Png),
        (Format::Gif, ImageFormat::Gif),
        (Format::WebP, ImageFormat::WebP),
    ] {
        let (processed, picture) = drawn(format, &encoded(&picture(2400, 1200), of)).await;
        assert_eq!((picture.width, picture.height), (2400, 1200));
        assert_eq!(webp(&picture.small).dimensions(), (720, 360));
        assert_eq!(webp(&picture.large.unwrap()).dimensions(), (2048, 1024));
        assert!((20..60).contains(&picture.thumbhash.len()), "{}", picture.thumbhash);
        let Processed { mut file, size, .. } = processed;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, size);
        assert_eq!(image::guess_format(&bytes).unwrap(), of);
    }
}

#[tokio::test]
async fn file3_tiny_picture_is_not_enlarged() {
    let (_, picture) = drawn(Format::Png, &encoded(&picture(3, 2), ImageFormat::Png)).await;
    assert_eq!(webp(&picture.small).dimensions(), (3, 2));
    assert!(picture.large.is_none());
}

#[tokio::test]
async fn file3_transparency_stays() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(900, 900, Rgba([0, 255, 0, 0])));
    let (_, picture) = drawn(Format::Png, &encoded(&clear, ImageFormat::Png)).await;
    assert_eq!(webp(&picture.small).get_pixel(5, 5).0[3], 0);
}

#[tokio::test]
async fn file3_thumbnails_have_the_right_side_up() {
    // Orientation 6: the camera was on its side, so the first row is the right edge.
    let exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let jpeg = encoded(&picture(400, 200), ImageFormat::Jpeg);
    let segment = [&b"\xFF\xE1\0\x22Exif\0\0"[..], exif].concat();
    let (processed, upright) = drawn(Format::Jpeg, &[&jpeg[..2], &segment, &jpeg[2..]].concat()).await;
    assert_eq!((upright.width, upright.height), (200, 400));
    let small = webp(&upright.small);
    assert_eq!(small.dimensions(), (200, 400));
    assert!(small.get_pixel(20, 20).0[0] > 150, "red is on top");
    assert!(small.get_pixel(190, 20).0[1] > 50, "the light edge is on the right");
    let mut decoder = decoder(Format::Jpeg, &processed.file).unwrap();
    assert_eq!(decoder.orientation().unwrap().to_exif(), 6);

    let png = encoded(&picture(400, 200), ImageFormat::Png);
    let chunk = [
        &u32::try_from(exif.len()).unwrap().to_be_bytes()[..],
        b"eXIf",
        exif,
        &crc_of(b"eXIf", exif).to_be_bytes(),
    ]
    .concat();
    let (processed, upright) = drawn(Format::Png, &[&png[..33], &chunk, &png[33..]].concat()).await;
    assert_eq!((upright.width, upright.height), (200, 400));
    assert_eq!(declared(Format::Png, &processed.file).unwrap(), (200, 400));
}

/// Checksum of a PNG chunk, computed bit by bit.
fn crc_of(kind: &[u8], content: &[u8]) -> u32 {
    !kind.iter().chain(content).fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}

#[tokio::test]
async fn file20_picture_that_declares_a_huge_size_is_not_decoded() {
    let mut png = encoded(&picture(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    let sum = crc_of(b"IHDR", &png[16..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    let Processed { size, is_clean, preview, .. } = process(Format::Png, &png).await.unwrap();
    assert!(is_clean && matches!(preview, Preview::None));
    assert_eq!(size, png.len() as u64);

    let mut gif = encoded(&picture(8, 8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    assert!(matches!(process(Format::Gif, &gif).await.unwrap().preview, Preview::None));

    let mut jpeg = encoded(&picture(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert!(matches!(process(Format::Jpeg, &jpeg).await.unwrap().preview, Preview::None));
}

#[tokio::test]
async fn file20_animation_with_too_many_frames_is_a_file() {
    let gif = encoded(&picture(8, 8), ImageFormat::Gif);
    let at = 13 + if gif[10] & 0x80 == 0 { 0 } else { 3 << ((gif[10] & 7) + 1) };
    let mut bomb = gif[..at].to_vec();
    for _ in 0..=FRAMES_MAX {
        bomb.extend_from_slice(&gif[at..gif.len() - 1]);
    }
    bomb.push(0x3B);
    assert!(matches!(process(Format::Gif, &bomb).await.unwrap().preview, Preview::None));
}

#[tokio::test]
async fn file3_undecodable_picture_is_a_file() {
    let png = encoded(&picture(64, 64), ImageFormat::Png);
    let mut wrong = png.clone();
    let data = wrong.windows(4).position(|bytes| bytes == b"IDAT").unwrap();
    wrong[data + 10] ^= 0xFF;
    assert!(matches!(process(Format::Png, &wrong).await.unwrap().preview, Preview::None));
    // A file that cannot even be cleaned stays unchanged and is reported as such.
    for (format, bytes) in [(Format::Png, &png[..png.len() - 30]), (Format::Gif, b"GIF89a=1;/*")] {
        let Processed { mut file, size, is_clean, preview } = process(format, bytes).await.unwrap();
        let mut stored = Vec::new();
        file.read_to_end(&mut stored).unwrap();
        assert_eq!((&stored[..], size, is_clean), (bytes, bytes.len() as u64, false));
        assert!(matches!(preview, Preview::None));
    }
}

#[tokio::test]
async fn file20_photo_of_108_megapixels_gets_thumbnails() {
    let jpeg = encoded(
        &DynamicImage::ImageLuma8(image::GrayImage::from_pixel(12_000, 9_000, image::Luma([90]))),
        ImageFormat::Jpeg,
    );
    let (_, picture) = drawn(Format::Jpeg, &jpeg).await;
    assert_eq!((picture.width, picture.height), (12_000, 9_000));
    assert_eq!(webp(&picture.small).dimensions(), (720, 540));
    assert_eq!(webp(&picture.large.unwrap()).dimensions(), (2048, 1536));
    assert!(webp(&picture.small).get_pixel(300, 300).0[0].abs_diff(90) < 6);
}

#[tokio::test]
async fn file20_truncated_gif_shows_the_frames_that_arrived() {
    let gif = encoded(&picture(64, 64), ImageFormat::Gif);
    let at = 13 + if gif[10] & 0x80 == 0 { 0 } else { 3 << ((gif[10] & 7) + 1) };
    let frame = &gif[at..gif.len() - 1];
    let two = [&gif[..at], frame, &frame[..frame.len() / 2]].concat();
    let (_, picture) = drawn(Format::Gif, &two).await;
    assert_eq!((picture.width, picture.height), (64, 64));
    assert!(process(Format::Gif, &gif[..gif.len() / 2]).await.unwrap().is_clean);
}

#[tokio::test]
async fn file3_concurrent_decoding_shares_a_memory_limit() {
    let (_folder, painter) = painter();
    let bytes = encoded(&picture(2000, 1500), ImageFormat::Png);
    let work = (0..6).map(|_| {
        let mut file = painter.draft().unwrap();
        file.write_all(&bytes).unwrap();
        let painter = painter.clone();
        tokio::spawn(async move { painter.process(Format::Png, file).await.unwrap() })
    });
    for done in work.collect::<Vec<_>>() {
        assert!(matches!(done.await.unwrap().preview, Preview::Drawn(_)));
    }
    assert_eq!(painter.memory.available_permits() as u64, MEMORY_MAX / MIB);
}
