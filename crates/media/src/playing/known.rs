//! Properties of audio and video, read before they play.

/// Longest plausible duration in seconds: four weeks.
const SECONDS_MAX: f64 = 28.0 * 24.0 * 3600.0;
/// Longest plausible side of a video in pixels.
const SIDE_MAX: u32 = 32_768;

/// Duration and size as the container states them, so that a player can be laid out before the file loads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Playing {
    /// Duration in seconds; finite and above 0.
    pub duration: Option<f64>,
    /// Width and height of a video in pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the container could hold video but has no video track, so that the file is audio.
    pub sound_only: bool,
}

impl Playing {
    /// Removes values that are not plausible.
    pub(super) fn believable(self) -> Self {
        let side = |pixels: u32| (1..=SIDE_MAX).contains(&pixels);
        Self {
            duration: self.duration.filter(|seconds| *seconds > 0.0 && *seconds <= SECONDS_MAX),
            size: self.size.filter(|(width, height)| side(*width) && side(*height)),
            ..self
        }
    }
}
