//! What can be known of sound and video before they play.

/// Seconds beyond which a claim is not believed: four weeks.
const SECONDS_MAX: f64 = 28.0 * 24.0 * 3600.0;
/// Pixels of a side beyond which a claim is not believed.
const SIDE_MAX: u32 = 32_768;

/// What a player can know beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Playing {
    /// Seconds; finite, above 0.
    pub duration: Option<f64>,
    /// Pixels of a video, as it is shown.
    pub size: Option<(u32, u32)>,
    /// Whether the container was read and holds no picture at all, though its type could: then it is sound.
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
