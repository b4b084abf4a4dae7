//! Programs from `PyPI`, each in its own virtual environment under `.tools/`, at one exact version.

use std::path::PathBuf;

use crate::run::{command, run};
use crate::{install, workspace};

/// Path of `program` from `package` (`name` or `name[extra]`) at `version`, which is downloaded if missing.
pub fn program(package: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    let name = package.split('[').next().unwrap_or(package);
    // Each version has its own folder, so that an old one is never used.
    let home = workspace::tools().join(format!("{name}-{version}"));
    let program = home.join("bin").join(program);
    if !program.is_file() {
        println!("fetching {name} into .tools/");
        let made =
            || run(&mut command("python3", &workspace::root(), &["-m", "venv", &home.display().to_string()]));
        if made().is_err() {
            install::debian(&["python3-venv"])?;
            made()?;
        }
        let package = format!("{package}=={version}");
        let arguments = ["install", "--quiet", "--disable-pip-version-check", &package];
        run(&mut command(home.join("bin/pip"), &workspace::root(), &arguments))?;
    }
    Ok(program)
}
