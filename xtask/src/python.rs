//! Programs from `PyPI`, each in a virtual environment of its own under `.tools/`, at one exact version.

use std::path::PathBuf;

use crate::run::{command, run};
use crate::{install, workspace};

/// The program `program` of `package` (`name` or `name[extra]`) at `version`, fetched where it is missing.
pub fn program(package: &str, version: &str, program: &str) -> Result<PathBuf, String> {
    let name = package.split('[').next().unwrap_or(package);
    // Another version is another folder, so that what is there is always what is named here.
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
