//! The suites by name, in the order in which they run: quick verdicts first, and the end-to-end tests on the binary
//! that the Rust suite has built.

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// Rust formatting, and that no imports go in circles.
    Format,
    /// Clippy with every warning an error.
    Clippy,
    /// The web client: lint, unit tests, build with its size budgets.
    Web,
    /// Every Rust test, on SQLite and on PostgreSQL.
    Rust,
    /// The random checker of the real-time core for a minute, with the machine to itself.
    Crowd,
    /// The OpenAPI document against the real binary: generated requests, whose answers it has to allow.
    Contract,
    /// Real browsers against the real binary.
    EndToEnd,
    /// Negative controls: the same checks against a server with a fault built in must fail.
    Controls,
}

impl Suite {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Format,
        Self::Clippy,
        Self::Web,
        Self::Rust,
        Self::Crowd,
        Self::Contract,
        Self::EndToEnd,
        Self::Controls,
    ];

    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Clippy => "clippy",
            Self::Web => "web",
            Self::Rust => "rust",
            Self::Crowd => "crowd",
            Self::Contract => "contract",
            Self::EndToEnd => "e2e",
            Self::Controls => "controls",
        }
    }

    /// The suite of that name.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|suite| suite.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|suite| suite.name()).collect();
            format!("no suite {name:?}; there are {}", names.join(", "))
        })
    }
}
