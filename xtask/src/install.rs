//! Installs Debian packages if we are root and `apt-get` exists; otherwise only gives advice.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::run::{find, is_root, run};
use crate::workspace;

/// Whether the package lists were refreshed: once per run is enough and takes seconds.
static UPDATED: AtomicBool = AtomicBool::new(false);

/// Installs the first of `packages` that is available. `Err` says what the user must do instead.
pub fn debian(packages: &[&str]) -> Result<(), String> {
    let advice = format!("install the package {} (or run this as root on Debian)", packages.join(" or "));
    if !is_root() || find("apt-get").is_none() {
        return Err(advice);
    }
    if !UPDATED.swap(true, Ordering::Relaxed) {
        println!("installing: apt-get update");
        // Ignore a failure: old lists may suffice, and the installation reports an error if not.
        let _ = run(&mut apt(&["update", "-qq"]));
    }
    for package in packages {
        println!("installing: apt-get install {package}");
        if run(&mut apt(&["install", "-y", "-qq", "--no-install-recommends", package])).is_ok() {
            return Ok(());
        }
    }
    Err(advice)
}

fn apt(arguments: &[&str]) -> std::process::Command {
    let mut command = crate::run::command("apt-get", &workspace::root(), arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
