//! `cargo xtask screenshot`: takes the screenshots in `docs/` from a real server with seeded content.

use std::process::ExitCode;

use crate::node::Node;
use crate::run::{command, run};
use crate::{chromium, web, workspace};

/// Builds everything and takes the screenshots.
pub fn screenshot(arguments: &[String]) -> Result<ExitCode, String> {
    if let Some(unknown) = arguments.first() {
        return Err(format!("screenshot takes no argument, but got {unknown:?}"));
    }
    let node = Node::find_or_fetch()?;
    let browser = chromium::find_or_install()?;
    let folder = workspace::root().join("e2e");
    web::build(&node)?;
    web::announce_to_cargo()?;
    node.install(&folder)?;
    run(&mut command(env!("CARGO"), &workspace::root(), &["test", "--workspace", "--no-run"]))?;
    let mut script = node.npm(&folder, &["run", "--silent", "screenshot"]);
    script
        .env("CONFLUENCE_CHROMIUM", browser)
        .env("CONFLUENCE_BINARY", workspace::target().join("debug/confluence"));
    run(&mut script)?;
    Ok(ExitCode::SUCCESS)
}
