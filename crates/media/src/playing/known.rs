//! What is known about sound and video before they play.

/// Longest duration that is believed, in seconds: four weeks.
const SECONDS_MAX: f64 = 28.0 * 24.0 * 3600.0;
/// Longest side that is believed, in pixels.
const SIDE_MAX: u32 = 32_768;

/// What a player needs to know in advance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Playing {
    /// Duration in seconds; finite and above 0.
    pub duration: Option<f64>,
    /// Size of a video in pixels, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the container was read and has no video track although its type could: then it is sound.
    pub sound_only: bool,
}

impl Playing {
    /// What of it can be believed.
    pub(super) fn believable(self) -> Self {
        let side = |pixels: u32| (1..=SIDE_MAX).contains(&pixels);
        Self {
            duration: self.duration.filter(|seconds| *seconds > 0.0 && *seconds <= SECONDS_MAX),
            size: self.size.filter(|(width, height)| side(*width) && side(*height)),
            ..self
        }
    }
}
