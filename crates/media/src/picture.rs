//! Measures and cleans pictures, decodes them within limits, and makes thumbnails.
//!
//! Contains the limits for decoding, including the memory of all decoding together. Works on blocking
//! threads, never on those that serve. A picture that is too large or damaged is not decoded and stays a
//! plain file.

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

/// Maximum number of pixels of a picture that browsers show in full.
const PIXELS_MAX: u64 = 64_000_000;
/// Maximum number of pixels of a picture that gets thumbnails: the largest that phone cameras make, rounded
/// up.
const SCALED_PIXELS_MAX: u64 = 256_000_000;
/// Maximum length of a side: supported by all decoders here and by browsers' canvases.
const SIDE_MAX: u32 = 32_768;
/// Maximum number of frames of an animation.
const FRAMES_MAX: u32 = 2_000;
/// Maximum number of pixels in all frames of an animation together, because viewers decode them all.
const ANIMATION_PIXELS_MAX: u64 = 1_000_000_000;
/// Memory limit for all decoding together, in bytes. A picture that needs more gets no thumbnails.
const MEMORY_MAX: u64 = 192 * MIB;
const MIB: u64 = 1024 * 1024;
/// Memory for decoding a picture at a fraction of its size, in bytes: at most twice the sides of the large
/// thumbnail, with planes, pixels and results.
const SCALED_BYTES: u64 = 4 * 2048 * 2048 * 8 + 24 * MIB;
/// Box of the small thumbnail: a timeline on a dense screen, twice 360 by 320.
const SMALL: (u32, u32) = (720, 640);
/// Box of the large thumbnail: a large screen.
const LARGE: (u32, u32) = (2048, 2048);
/// Quality of lossy WebP, of 100. The lossless WebP of the `image` crate takes several times as many bytes
/// for a photograph.
const QUALITY: f32 = 80.0;

/// Processes pictures within a shared memory limit. Clones share the limit.
#[derive(Clone)]
pub struct Painter {
    /// One permit per mebibyte.
    memory: Arc<Semaphore>,
    /// Folder for drafts, which are unnamed, so that nothing of them is left behind.
    folder: Arc<Path>,
}

/// A picture's file without metadata, and its preview.
#[derive(Debug)]
pub struct Processed {
    /// File to be served, positioned at its beginning.
    pub file: File,
    /// Size in bytes.
    pub size: u64,
    /// Whether its container was understood, so that only the picture is left.
    pub is_clean: bool,
    /// Type and size of the picture, as far as its header gives them.
    pub preview: Preview,
}

/// How much is known about a picture.
#[derive(Debug)]
pub enum Preview {
    /// Its size and thumbnails.
    Drawn(Picture),
    /// Only its size, because decoding it would take too much memory.
    Measured {
        /// Width in pixels, as it is shown.
        width: u32,
        /// Height in pixels, as it is shown.
        height: u32,
    },
    /// Nothing to show: the picture is damaged, not decodable here, or too large or long for a browser. It is
    /// a download.
    None,
}

/// A picture's size and thumbnails.
#[derive(Debug)]
pub struct Picture {
    /// Width in pixels, as it is shown.
    pub width: u32,
    /// Height in pixels, as it is shown.
    pub height: u32,
    /// Tiny blurred preview: 20 to 30 bytes in base64.
    pub thumbhash: String,
    /// WebP within 720×640, one frame.
    pub small: Bytes,
    /// WebP within 2048×2048, one frame; `None` if the small one has every pixel already.
    pub large: Option<Bytes>,
}

/// Why a picture could not be processed.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The picture is not what its first bytes say, or a decoder failed on it.
    #[error("the picture is damaged")]
    Damaged,
    /// Drafts could not be written or read.
    #[error("the picture could not be processed: {0}")]
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

/// Whether browsers may show a picture of this size in full.
pub const fn is_shown((width, height): (u32, u32)) -> bool {
    width > 0
        && height > 0
        && width <= SIDE_MAX
        && height <= SIDE_MAX
        && width as u64 * height as u64 <= PIXELS_MAX
}

impl Painter {
    /// Drafts go to `folder`, which must exist.
    pub fn new(folder: PathBuf) -> Self {
        let permits = usize::try_from(MEMORY_MAX / MIB).unwrap_or(1);
        Self { memory: Arc::new(Semaphore::new(permits)), folder: folder.into() }
    }

    /// Creates an unnamed file. It is gone once it is closed, even by a crash.
    pub fn draft(&self) -> std::io::Result<File> {
        match tempfile::tempfile_in(&self.folder) {
            // The folder could not be created at the start, for lack of space.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&self.folder)?;
                tempfile::tempfile_in(&self.folder)
            }
            drafted => drafted,
        }
    }

    /// Processes the picture in `file`, from its beginning.
    pub async fn process(&self, format: Format, file: File) -> Result<Processed, PictureError> {
        let draft = self.draft()?;
        let (measured, cleaned) = blocking(move || {
            let measured = undamaged(measure(format, &file))?;
            let orientation = measured.map_or(1, |measured| measured.orientation);
            let cleaned = undamaged(clean_into(format, orientation, &file, draft))?;
            Ok((measured, cleaned.ok_or(file)))
        })
        .await?;
        let mut cleaned = match cleaned {
            Ok(cleaned) => cleaned,
            Err(file) => {
                let size = file.metadata()?.len();
                return Ok(Processed { file: rewound(file)?, size, is_clean: false, preview: Preview::None });
            }
        };
        let (work, need) = measured.map_or((Work::Nothing, 0), |measured| measured.work(format, &cleaned));
        let permits = u32::try_from(need.div_ceil(MIB)).unwrap_or(u32::MAX);
        // Held until the pixels are freed. The semaphore is never closed.
        let _memory = self.memory.acquire_many(permits).await;
        let (cleaned, preview) = blocking(move || {
            let preview = match (work, measured) {
                (Work::Draw, Some(measured)) => draw(format, &mut cleaned, measured)?,
                (Work::DrawScaled, Some(measured)) => draw_scaled(&cleaned, measured)?,
                (Work::Measure, Some(measured)) => {
                    let (width, height) = measured.shown();
                    Preview::Measured { width, height }
                }
                (Work::Nothing, _) | (_, None) => Preview::None,
            };
            Ok((cleaned, preview))
        })
        .await?;
        Ok(Processed { file: rewound(cleaned.file)?, size: cleaned.size, is_clean: true, preview })
    }
}

/// Treatment of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    /// Decode it in full.
    Draw,
    /// Decode it at a fraction of its size.
    DrawScaled,
    /// Only record its size.
    Measure,
    Nothing,
}

/// Turns damage into `None`.
fn undamaged<T>(outcome: Result<T, PictureError>) -> Result<Option<T>, PictureError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(PictureError::Damaged) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Painter {
    /// Makes a square WebP with sides of `side` pixels, filled with the middle of a WebP within 2048×2048.
    pub async fn square(&self, webp: Bytes, side: u32) -> Result<Bytes, PictureError> {
        // Four bytes per pixel, the decoder's planes, and the scaled copy.
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
        // A decoder panicked because of the picture.
        Err(error) if error.is_panic() => Err(PictureError::Damaged),
        Err(error) => Err(PictureError::Io(std::io::Error::other(error))),
    }
}

/// Content of a picture's header.
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

    /// Width and height with the right side up.
    const fn shown(self) -> (u32, u32) {
        if self.orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Treatment of the picture that the limits allow, with the memory it takes, in bytes.
    fn work(self, format: Format, cleaned: &CleanFile) -> (Work, u64) {
        let Cleaned { frames, progressive } = cleaned.seen;
        let pixels = self.pixels();
        if frames > FRAMES_MAX
            || frames > 1 && u64::from(frames).saturating_mul(pixels) > ANIMATION_PIXELS_MAX
        {
            return (Work::Nothing, 0);
        }
        let is_shown = is_shown((self.width, self.height));
        let need = self.memory(format, cleaned.size, cleaned.seen);
        if is_shown && need <= MEMORY_MAX {
            return (Work::Draw, need);
        }
        let is_bounded = self.width.max(self.height) <= SIDE_MAX && pixels <= SCALED_PIXELS_MAX;
        if format == Format::Jpeg && !progressive && is_bounded {
            return (Work::DrawScaled, SCALED_BYTES);
        }
        (if is_shown { Work::Measure } else { Work::Nothing }, 0)
    }

    /// Memory for decoding, in bytes.
    fn memory(self, format: Format, file_bytes: u64, seen: Cleaned) -> u64 {
        let extra = match format {
            // The decoder reads the whole file, and holds all coefficients of a progressive one: two bytes
            // for each of three.
            Format::Jpeg => file_bytes + if seen.progressive { 6 * self.pixels() } else { 0 },
            // Planes in addition to the pixels.
            Format::WebP => 2 * self.pixels() + file_bytes,
            Format::Gif => 4 * self.pixels(),
            Format::Png => 0,
        };
        // The thumbnails, their encoder, and a margin.
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

/// Reads the header.
fn measure(format: Format, file: &File) -> Result<Measured, PictureError> {
    let (width, height) = declared(format, file)?;
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

/// Width and height according to the header, whether or not the decoder would accept them.
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

/// Decodes the picture and makes thumbnails. A still picture is rewritten with the right side up if its
/// container has no place for an orientation.
fn draw(format: Format, clean: &mut CleanFile, measured: Measured) -> Result<Preview, PictureError> {
    let decoded = match decoder(format, &clean.file) {
        Ok(decoder) => DynamicImage::from_decoder(decoder).ok(),
        Err(PictureError::Damaged) => None,
        Err(error) => return Err(error),
    };
    let Some(decoded) = decoded else { return Ok(Preview::None) };
    let orientation = Orientation::from_exif(measured.orientation).unwrap_or(Orientation::NoTransforms);
    let mut turned = orientation;
    if format != Format::Jpeg && orientation != Orientation::NoTransforms {
        if clean.seen.frames > 1 {
            turned = Orientation::NoTransforms;
        } else {
            rewrite_turned(format, &decoded, orientation, clean)?;
        }
    }
    let shown = if turned == orientation { measured.shown() } else { (measured.width, measured.height) };
    made_small(decoded, turned, shown)
}

/// Decodes a JPEG at a half, a quarter or an eighth of its sides, which its blocks allow without computing
/// all pixels. So pictures far beyond the memory limit still get thumbnails.
fn draw_scaled(clean: &CleanFile, measured: Measured) -> Result<Preview, PictureError> {
    let mut jpeg = jpeg_decoder::Decoder::new(BufReader::new(rewound(&clean.file)?));
    jpeg.set_max_decoding_buffer_size(usize::try_from(SCALED_BYTES).unwrap_or(usize::MAX));
    let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
    let Ok((width, height)) = jpeg.scale(side(LARGE.0), side(LARGE.1)) else { return Ok(Preview::None) };
    if u64::from(width) * u64::from(height) * 8 > SCALED_BYTES {
        return Ok(Preview::None);
    }
    let Ok(pixels) = jpeg.decode() else { return Ok(Preview::None) };
    let (width, height) = (u32::from(width), u32::from(height));
    let decoded = match jpeg.info().map(|info| info.pixel_format) {
        Some(jpeg_decoder::PixelFormat::RGB24) => {
            image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
        }
        Some(jpeg_decoder::PixelFormat::L8) => {
            image::GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8)
        }
        _ => None,
    };
    let Some(decoded) = decoded else { return Ok(Preview::None) };
    let orientation = Orientation::from_exif(measured.orientation).unwrap_or(Orientation::NoTransforms);
    made_small(decoded, orientation, measured.shown())
}

fn made_small(
    decoded: DynamicImage,
    turned: Orientation,
    (width, height): (u32, u32),
) -> Result<Preview, PictureError> {
    let mut large = within(&decoded, LARGE);
    drop(decoded);
    large.apply_orientation(turned);
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

/// Scales the picture down to fit the box, if it does not fit already.
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

/// Rewinds the file. All handles of a file share one position.
fn rewound<F: Seekable>(mut file: F) -> std::io::Result<F> {
    file.rewind_to_start()?;
    Ok(file)
}

/// Both kinds of file handles that can be rewound.
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
