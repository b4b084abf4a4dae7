//! The suites by name, in the order in which they run: fast ones first, and the end-to-end tests after the
//! Rust suite, which builds their binary.

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// Rust formatting, and that no imports go in circles.
    Format,
    /// Builds everything, with every warning of Clippy an error.
    Clippy,
    /// The web client: lint, unit tests, build with its size budgets.
    Web,
    /// Every Rust test, on SQLite and on PostgreSQL.
    Rust,
    /// The random checker of the real-time core, for half a minute on each database and without other tests in parallel.
    Crowd,
    /// Generated requests to the real binary, whose answers must match the OpenAPI document.
    Contract,
    /// Real browsers against the real binary.
    EndToEnd,
    /// Negative controls: the same checks must fail against a server with a built-in fault.
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

    /// Name of the suite on the command line.
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

    /// Parses the name of a suite.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|suite| suite.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|suite| suite.name()).collect();
            format!("unknown suite {name:?}; the suites are {}", names.join(", "))
        })
    }
}
