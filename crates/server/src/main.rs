//! The `confluence` program: reads its settings, starts the server and waits to be told to stop. A thin
//! shell: everything that answers requests is in the library.

mod program;

use std::process::ExitCode;

use clap::Parser;
use program::Command;

fn main() -> ExitCode {
    // The first thing of all: whatever opens TLS later would panic without it. A second call is harmless.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match Command::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("confluence: {error:#}");
            ExitCode::FAILURE
        }
    }
}
