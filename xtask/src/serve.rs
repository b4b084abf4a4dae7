//! `cargo xtask serve`: from a fresh clone to a running server, which prints its address.

use std::os::unix::process::CommandExt;
use std::process::ExitCode;

use crate::node::Node;
use crate::run::{command, find, run};
use crate::{web, workspace};

/// Builds what changed, then replaces this process with the server, which handles signals and sets the exit
/// code.
pub fn serve(arguments: &[String]) -> Result<ExitCode, String> {
    let (own, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let release = own.iter().any(|argument| argument == "--release");
    if let Some(unknown) = own.iter().find(|argument| *argument != "--release") {
        return Err(format!("serve does not know {unknown:?}; arguments of the server come after --"));
    }
    if find("cc").is_none() {
        return Err("no C compiler; install one, for example: apt-get install build-essential".to_owned());
    }

    // Without the web client the server still works, and shows a page that says how to get the interface.
    if let Err(reason) = Node::find_or_fetch().and_then(|node| web::build(&node)) {
        println!("continuing without the web client: {reason}");
    }
    web::announce_to_cargo()?;

    let mut build = command(env!("CARGO"), &workspace::root(), &["build", "--package", "confluence"]);
    if release {
        build.arg("--release");
    }
    run(&mut build)?;

    let program = workspace::target().join(if release { "release" } else { "debug" }).join("confluence");
    let error = std::process::Command::new(&program).arg("serve").args(passed_on).exec();
    Err(format!("{} could not be started: {error}", program.display()))
}
