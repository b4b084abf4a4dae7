//! Pictures: measured, cleaned, decoded under limits, and made small.
//!
//! Owns the bounds of what is decoded and the memory of all decoding together. Works on threads of its own
//! kind, never on those that serve. Refuses a picture that declares too many pixels before a single one is
//! decoded.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::webp::WebPEncoder,
    metadata::Orientation,
};
use tokio::sync::Semaphore;

use super::{
    Format,
    clean::{self, CleanError, Cleaned},
};

/// Pixels of a picture: what cameras of telephones make at most, rounded up.
const PIXELS_MAX: u64 = 64_000_000;
/// Pixels of a side: what the containers' decoders and browsers' canvases agree on.
const SIDE_MAX: u32 = 32_768;
/// Frames of an animation.
const FRAMES_MAX: u32 = 2_000;
/// Pixels of all frames of an animation together: whoever looks at it decodes them all.
const ANIMATION_PIXELS_MAX: u64 = 1_000_000_000;
/// Bytes of all decoding at once; what needs more alone is kept without a small picture.
const MEMORY_MAX: u64 = 192 * MIB;
const MIB: u64 = 1024 * 1024;
/// The small picture fits the box of a timeline on a dense screen: twice 360 by 320.
const SMALL: (u32, u32) = (720, 640);
/// The large picture fits a large screen.
const LARGE: (u32, u32) = (2048, 2048);
/// Lossy WebP's quality, of 100. Lossless, as the `image` crate alone would write it, a photograph's small
/// picture takes several times as many bytes.
const QUALITY: f32 = 80.0;

/// Works on pictures, within a bound for all of them together. Clones share the bound.
#[derive(Clone)]
pub struct Painter {
    /// One permit a mebibyte.
    memory: Arc<Semaphore>,
    /// Where drafts lie, unnamed, so that nothing stays of them.
    folder: Arc<Path>,
}

/// A picture's file, without metadata, and what it shows.
#[derive(Debug)]
pub struct Processed {
    /// The file to be served, at its beginning.
    pub file: File,
    /// Its bytes.
    pub size: u64,
    /// What it shows.
    pub preview: Preview,
}

/// How much could be found out about a picture.
#[derive(Debug)]
pub enum Preview {
    /// All of it.
    Drawn(Picture),
    /// Its size only: decoding it would take too much memory.
    Measured {
        /// Pixels, as it is shown.
        width: u32,
        /// Pixels, as it is shown.
        height: u32,
    },
    /// Nothing: the container is sound, its content is not, or is of a kind that is not decoded here. It
    /// is a download.
    Unreadable,
}

/// A picture, made small.
#[derive(Debug)]
pub struct Picture {
    /// Pixels, as it is shown.
    pub width: u32,
    /// Pixels, as it is shown.
    pub height: u32,
    /// A tiny blurred picture of it: 20 to 30 bytes in base64.
    pub thumbhash: String,
    /// WebP within 720×640, one frame.
    pub small: Bytes,
    /// WebP within 2048×2048, one frame; absent where the small one has every pixel already.
    pub large: Option<Bytes>,
}

/// Why a picture is refused.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It declares more pixels than anybody's camera makes.
    #[error("the picture has {width}×{height} pixels")]
    TooManyPixels {
        /// As declared.
        width: u32,
        /// As declared.
        height: u32,
    },
    /// Its animation is longer or larger than a browser could play.
    #[error("the animation has {frames} frames")]
    TooManyFrames {
        /// As counted.
        frames: u32,
    },
    /// It ends early, or is not what its first bytes say.
    #[error("the picture is damaged")]
    Damaged,
    /// Drafts could not be written or read.
    #[error("the picture could not be worked on: {0}")]
    Io(#[from] std::io::Error),
}

impl From<CleanError> for PictureError {
    fn from(error: CleanError) -> Self {
        match error {
            CleanError::Damaged => Self::Damaged,
            CleanError::Io(error) => Self::Io(error),
        }
    }
}

impl Painter {
    /// Drafts go to `folder`, which exists.
    pub fn new(folder: PathBuf) -> Self {
        let permits = usize::try_from(MEMORY_MAX / MIB).unwrap_or(1);
        Self { memory: Arc::new(Semaphore::new(permits)), folder: folder.into() }
    }

    /// A file without a name: it is gone when it is closed, also by a crash.
    pub fn draft(&self) -> std::io::Result<File> {
        match tempfile::tempfile_in(&self.folder) {
            // The folder could not be made at the start, for lack of space.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&self.folder)?;
                tempfile::tempfile_in(&self.folder)
            }
            drafted => drafted,
        }
    }

    /// Works on the picture in `file`, from its beginning.
    pub async fn process(&self, format: Format, file: File) -> Result<Processed, PictureError> {
        let draft = self.draft()?;
        let (measured, mut cleaned) = blocking(move || {
            let measured = measure(format, &file)?;
            let cleaned = clean_into(format, measured.orientation, &file, draft)?;
            Ok((measured, cleaned))
        })
        .await?;
        let need = measured.memory(format, cleaned.size, cleaned.seen);
        let (width, height) = measured.shown();
        let frames = cleaned.seen.frames;
        if frames > FRAMES_MAX || u64::from(frames) * measured.pixels() > ANIMATION_PIXELS_MAX {
            return Err(PictureError::TooManyFrames { frames });
        }
        let (file, size, preview) = if need > MEMORY_MAX {
            (cleaned.file, cleaned.size, Preview::Measured { width, height })
        } else {
            let permits = u32::try_from(need.div_ceil(MIB)).unwrap_or(u32::MAX);
            // Held until the pixels are gone. The semaphore is never closed.
            let _memory = self.memory.acquire_many(permits).await;
            blocking(move || {
                let preview = draw(format, &mut cleaned, measured)?;
                Ok((cleaned.file, cleaned.size, preview))
            })
            .await?
        };
        Ok(Processed { file: rewound(file)?, size, preview })
    }
}

impl Painter {
    /// A square WebP of that many pixels a side, covered by the middle of a WebP within 2048×2048.
    pub async fn square(&self, webp: Bytes, side: u32) -> Result<Bytes, PictureError> {
        // Its pixels four bytes each, the decoder's planes, and the scaled copy.
        let need = u64::from(LARGE.0) * u64::from(LARGE.1) * 8 + 8 * MIB;
        let permits = u32::try_from(need.div_ceil(MIB)).unwrap_or(u32::MAX);
        let _memory = self.memory.acquire_many(permits).await;
        blocking(move || {
            let mut limits = Limits::default();
            (limits.max_image_width, limits.max_image_height) = (Some(LARGE.0), Some(LARGE.1));
            let mut reader = ImageReader::with_format(std::io::Cursor::new(webp), ImageFormat::WebP);
            reader.limits(limits);
            let image = reader.decode().map_err(|_| PictureError::Damaged)?;
            encode(&image.resize_to_fill(side, side, image::imageops::FilterType::CatmullRom))
        })
        .await
    }
}

impl std::fmt::Debug for Painter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Painter").field("free_mib", &self.memory.available_permits()).finish_non_exhaustive()
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        // A decoder panicked: the picture is to blame.
        Err(error) if error.is_panic() => Err(PictureError::Damaged),
        Err(error) => Err(PictureError::Io(std::io::Error::other(error))),
    }
}

/// What a picture's header says.
#[derive(Clone, Copy, Debug)]
struct Measured {
    width: u32,
    height: u32,
    decoded_bytes: u64,
    orientation: u8,
}

impl Measured {
    const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// Width and height once the right side is up.
    const fn shown(self) -> (u32, u32) {
        if self.orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Bytes that decoding holds at once.
    fn memory(self, format: Format, file_bytes: u64, seen: Cleaned) -> u64 {
        let extra = match format {
            // The decoder reads the whole file, and of a progressive one holds all coefficients: two bytes
            // for each of three.
            Format::Jpeg => file_bytes + if seen.progressive { 6 * self.pixels() } else { 0 },
            // Planes beside the pixels.
            Format::WebP => 2 * self.pixels() + file_bytes,
            Format::Gif => 4 * self.pixels(),
            Format::Png => 0,
        };
        // The small pictures, their encoder, and room to breathe.
        self.decoded_bytes + extra + 24 * MIB
    }
}

fn decoder(format: Format, file: &File) -> Result<impl ImageDecoder + '_, PictureError> {
    let mut reader = ImageReader::with_format(BufReader::new(rewound(file)?), image_format(format));
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    reader.into_decoder().map_err(|_| PictureError::Damaged)
}

/// Reads the header, and refuses at once what declares too much.
fn measure(format: Format, file: &File) -> Result<Measured, PictureError> {
    let (width, height) = declared(format, file)?;
    if width.max(height) > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(PictureError::TooManyPixels { width, height });
    }
    let unreadable = Measured { width, height, decoded_bytes: 0, orientation: 1 };
    match decoder(format, file) {
        Ok(mut decoder) => {
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms).to_exif();
            Ok(Measured { decoded_bytes: decoder.total_bytes(), orientation, ..unreadable })
        }
        Err(PictureError::Damaged) => Ok(unreadable),
        Err(error) => Err(error),
    }
}

/// Width and height as the header declares them, whether or not the decoder would take them on.
fn declared(format: Format, file: &File) -> Result<(u32, u32), PictureError> {
    let mut reader = ImageReader::with_format(BufReader::new(rewound(file)?), image_format(format));
    reader.no_limits();
    reader.into_dimensions().map_err(|_| PictureError::Damaged)
}

struct CleanFile {
    file: File,
    size: u64,
    seen: Cleaned,
}

fn clean_into(format: Format, orientation: u8, from: &File, into: File) -> Result<CleanFile, PictureError> {
    let mut output = BufWriter::new(into);
    let seen = clean::clean(format, orientation, &mut BufReader::new(rewound(from)?), &mut output)?;
    output.flush()?;
    let file = output.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(CleanFile { size: file.metadata()?.len(), file, seen })
}

/// Decodes and makes small. A still picture whose container has no place for an orientation is written
/// anew, the right side up.
fn draw(format: Format, clean: &mut CleanFile, measured: Measured) -> Result<Preview, PictureError> {
    let decoded = match decoder(format, &clean.file) {
        Ok(decoder) => DynamicImage::from_decoder(decoder).ok(),
        Err(PictureError::Damaged) => None,
        Err(error) => return Err(error),
    };
    let Some(decoded) = decoded else { return Ok(Preview::Unreadable) };
    let orientation = Orientation::from_exif(measured.orientation).unwrap_or(Orientation::NoTransforms);
    let mut turned = orientation;
    if format != Format::Jpeg && orientation != Orientation::NoTransforms {
        if clean.seen.frames > 1 {
            turned = Orientation::NoTransforms;
        } else {
            rewrite_turned(format, &decoded, orientation, clean)?;
        }
    }
    let mut large = within(&decoded, LARGE);
    drop(decoded);
    large.apply_orientation(turned);
    let (width, height) =
        if turned == orientation { measured.shown() } else { (measured.width, measured.height) };
    let small = within(&large, SMALL);
    let has_more = large.width() > small.width() || large.height() > small.height();
    Ok(Preview::Drawn(Picture {
        width,
        height,
        thumbhash: thumbhash(&small),
        small: encode(&small)?,
        large: has_more.then(|| encode(&large)).transpose()?,
    }))
}

fn rewrite_turned(
    format: Format,
    decoded: &DynamicImage,
    orientation: Orientation,
    clean: &mut CleanFile,
) -> Result<(), PictureError> {
    let mut image = decoded.clone();
    image.apply_orientation(orientation);
    let mut file = rewound(&clean.file)?;
    file.set_len(0)?;
    let mut output = BufWriter::new(&mut file);
    let written = match format {
        Format::WebP => image.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut output)),
        _ => image.write_to(&mut output, image_format(format)),
    };
    written.map_err(|error| PictureError::Io(std::io::Error::other(error)))?;
    output.flush()?;
    drop(output);
    clean.size = file.metadata()?.len();
    Ok(())
}

/// The picture, made to fit the box; one that fits stays as it is.
fn within(image: &DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    if image.width() <= width && image.height() <= height {
        image.clone()
    } else {
        image.thumbnail(width, height)
    }
}

fn encode(image: &DynamicImage) -> Result<Bytes, PictureError> {
    let pixels = image.to_rgba8();
    let encoder = webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height());
    match encoder.encode_simple(false, QUALITY) {
        Ok(bytes) => Ok(Bytes::copy_from_slice(&bytes)),
        Err(error) => Err(PictureError::Io(std::io::Error::other(format!("WebP: {error:?}")))),
    }
}

fn thumbhash(image: &DynamicImage) -> String {
    let tiny = within(image, (100, 100)).to_rgba8();
    let side = |length: u32| usize::try_from(length).unwrap_or(1);
    STANDARD.encode(thumbhash::rgba_to_thumb_hash(side(tiny.width()), side(tiny.height()), &tiny))
}

const fn image_format(format: Format) -> ImageFormat {
    match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
    }
}

/// The file, at its beginning. All handles of a file share one position.
fn rewound<F: Seekable>(mut file: F) -> std::io::Result<F> {
    file.rewind_to_start()?;
    Ok(file)
}

/// Both kinds of handle that can be rewound.
trait Seekable {
    fn rewind_to_start(&mut self) -> std::io::Result<()>;
}

impl Seekable for File {
    fn rewind_to_start(&mut self) -> std::io::Result<()> {
        self.seek(SeekFrom::Start(0)).map(|_| ())
    }
}

impl Seekable for &File {
    fn rewind_to_start(&mut self) -> std::io::Result<()> {
        self.seek(SeekFrom::Start(0)).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
