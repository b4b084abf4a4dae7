//! A person who uploads one file after the other and posts each, across restarts of the server.

use std::io::Cursor;

use confluence_client::new_message_id;
use confluence_protocol::{Attachment, MessageId, NewMessage};
use image::{DynamicImage, ImageFormat, RgbImage};
use rand::{Rng as _, RngExt as _, SeedableRng as _, rngs::StdRng};

use super::{super::Violations, Course};
use crate::support::Person;

/// Bytes per piece of a request body.
const PIECE: usize = 64 * 1024;
/// Size of the largest file in bytes, exclusive.
const LARGEST: usize = 3 * 1024 * 1024;

/// An uploader's record of its run.
#[derive(Debug, Default)]
pub struct Log {
    pub posted: Vec<Posted>,
    pub complaints: Violations,
}

/// An acked message with a file.
#[derive(Debug)]
pub struct Posted {
    pub message: MessageId,
}

/// Uploads and posts until the run ends. Requests that a kill leaves unanswered are not repeated.
pub async fn upload_and_post(person: Person, url: String, course: Course, seed: u64) -> Log {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut log = Log::default();
    let (http, mut up) = (reqwest::Client::new(), course.up.subscribe());
    while *course.going.borrow() && up.wait_for(|up| *up).await.is_ok() {
        let (name, bytes) = file(&mut rng);
        let sending = pieces(&bytes, course.clone());
        let request = http
            .post(format!("{url}?name={name}"))
            .header("authorization", person.bearer().await)
            .header("content-type", "application/octet-stream")
            .header("content-length", bytes.len())
            .body(reqwest::Body::wrap_stream(sending));
        // Interrupted by a kill: nothing is promised about this upload.
        let Ok(response) = request.send().await else { continue };
        let (status, body) = (response.status().as_u16(), response.bytes().await);
        let Ok(body) = body else { continue };
        if status != 201 {
            log.complaints.push(format!("{name}: {status} {}", String::from_utf8_lossy(&body)));
            continue;
        }
        let file: Attachment = serde_json::from_slice(&body).unwrap();
        let (id, body) = (new_message_id(), String::new().parse().unwrap());
        let message = NewMessage { id, body, reply_to: None, attachments: vec![file.id] };
        match person.client.send(course.room, &message).await {
            Ok(_) => log.posted.push(Posted { message: id }),
            Err(error) if error.is_unknown() => {}
            Err(error) => log.complaints.push(format!("{name} could not be posted: {error}")),
        }
    }
    log
}

/// The bytes of the file with that name; `None` for a picture, which the server strips of metadata.
pub fn content_of(name: &str) -> Option<Vec<u8>> {
    let mut parts = name.strip_suffix(".bin")?.split('-');
    let (seed, size) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let mut bytes = vec![0; size];
    StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
    // Prevents detection as any file type.
    bytes[0] = 0;
    Some(bytes)
}

/// A name and its content: mostly bytes of no known type and any size, sometimes a picture.
fn file(rng: &mut StdRng) -> (String, Vec<u8>) {
    if rng.random_ratio(1, 5) {
        let image = RgbImage::from_fn(320, 240, |x, y| {
            image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y).unwrap(), rng.random()])
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png).unwrap();
        return ("picture.png".to_owned(), bytes.into_inner());
    }
    let size = if rng.random_ratio(1, 4) { rng.random_range(1..1000) } else { rng.random_range(1..LARGEST) };
    let name = format!("{}-{size}.bin", rng.random::<u32>());
    let bytes = content_of(&name).unwrap();
    (name, bytes)
}

fn pieces(
    bytes: &[u8],
    course: Course,
) -> impl futures_util::Stream<Item = Result<Vec<u8>, std::convert::Infallible>> + use<> {
    let pieces: Vec<Vec<u8>> = bytes.chunks(PIECE).map(<[u8]>::to_vec).collect();
    futures_util::stream::iter(pieces.into_iter().map(move |piece| {
        course.pieces.send_modify(|pieces| *pieces += 1);
        Ok(piece)
    }))
}
