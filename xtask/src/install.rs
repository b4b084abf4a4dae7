//! Debian packages, installed when we are root and `apt-get` is there; otherwise only advice.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::run::{find, is_root, run};
use crate::workspace;

/// Package lists are refreshed at most once a run: it takes seconds and changes nothing the second time.
static UPDATED: AtomicBool = AtomicBool::new(false);

/// Installs the first of `packages` that can be had. `Err` says what a person would have to do instead.
pub fn debian(packages: &[&str]) -> Result<(), String> {
    let advice = format!("install the package {} (or run this as root on Debian)", packages.join(" or "));
    if !is_root() || find("apt-get").is_none() {
        return Err(advice);
    }
    if !UPDATED.swap(true, Ordering::Relaxed) {
        println!("installing: apt-get update");
        // Old lists may still do; the installation itself tells.
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
