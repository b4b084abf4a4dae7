//! A program that runs beside the tests and always ends with them.
//!
//! A small shell process starts it and reads a pipe from us. When the pipe closes, because we are done,
//! failed or were killed, it ends the program and removes its folder.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use crate::run::drain;

/// Discards its own output, so that the pipe to us closes when the program ends. It ignores signals from the
/// terminal. The program inherits that, so it is ended with SIGKILL.
const KEEPER: &str = r#"
trap '' INT TERM HUP
"$@" 2>&1 </dev/null &
exec >/dev/null
cat
kill -9 $!
rm -rf "$D"
"#;

/// A running program. Dropping it ends the program.
pub struct Service {
    keeper: Child,
    /// Reads its output, so that it never blocks on a full pipe.
    listener: Option<JoinHandle<()>>,
}

impl Service {
    /// Creates a folder for the files of a service, which removes it.
    pub fn folder(name: &str) -> Result<PathBuf, String> {
        let folder = std::env::temp_dir().join(format!("confluence-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(folder)
    }

    /// Starts a program and waits until a line of its output contains `ready`.
    pub fn start(folder: &Path, program: &[&str], ready: &str) -> Result<Self, String> {
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "sh"])
            .args(program)
            .env("D", folder)
            .env("PYTHONUNBUFFERED", "1")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{} could not be started: {error}", program.join(" ")))?;
        let mut output = keeper.stdout.take().map(BufReader::new);
        let mut said = String::new();
        let is_ready = output.as_mut().is_some_and(|lines| {
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
                if line.contains(ready) {
                    return true;
                }
                said.push_str(&line);
                line.clear();
            }
            false
        });
        let listener = output.map(|lines| std::thread::spawn(|| drain(lines)));
        let service = Self { keeper, listener };
        if is_ready { Ok(service) } else { Err(format!("{} ended:\n{said}", program.join(" "))) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Finds a free port; another process may take it before it is used.
pub fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_for_a_program_that_ends_early_contains_its_output() {
        let folder = Service::folder("broken").unwrap();
        let started = Service::start(&folder, &["sh", "-c", "echo no port; exit 3"], "listening");
        assert!(started.is_err_and(|error| error.ends_with("ended:\nno port\n")));
    }
}
