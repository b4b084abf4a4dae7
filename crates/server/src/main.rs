//! The `confluence` program: reads its settings, starts the server and waits for a signal to stop. A thin
//! shell: everything that answers requests is in the library.

mod program;

use std::process::ExitCode;

use clap::Parser;
use program::Command;

fn main() -> ExitCode {
    // First of all: anything that uses TLS later would panic without it. A second call is harmless.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match Command::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("confluence: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes on one line, each mentioned once.
fn one_line(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if said.contains(&text) {
            continue;
        }
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(&text);
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn ops12_each_cause_appears_once_on_one_line() {
        let error = anyhow::anyhow!("it is\nfull").context("the database: it is\nfull").context("no start");
        assert_eq!(one_line(&error), "no start: the database: it is full");
    }
}
