//! `cargo xtask`: the project's chores behind two commands, `serve` and `test`, and `screenshot` for the README.
//!
//! It has no dependencies, so that it builds within seconds of a clone, and it never needs root: it downloads
//! tools into `.tools/`, which git ignores. It installs Debian packages only if it runs as root, and says so.

mod chromium;
mod circles;
mod contract;
mod install;
mod mail_server;
mod node;
mod object_storage;
mod postgres;
mod python;
mod run;
mod screenshot;
mod serve;
mod service;
mod test;
mod web;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage:
  cargo xtask serve [--release] [-- ARGUMENTS OF THE SERVER]
      sets up what is missing, builds the web client and the server, and runs it
  cargo xtask test [--require-services] [SUITE…]
      runs every test: format, clippy, web, rust, crowd, contract, e2e, controls (or the named suites only)
      --require-services   a service that cannot be started is a failure instead of a skip
  cargo xtask screenshot
      takes the README's screenshots from a real server with seeded content";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match command {
        "serve" => serve::serve(rest),
        "test" => test::test(rest),
        "screenshot" => screenshot::screenshot(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        unknown => Err(format!("unknown command {unknown:?}\n{USAGE}")),
    };
    match outcome {
        Ok(code) => code,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::from(2)
        }
    }
}
