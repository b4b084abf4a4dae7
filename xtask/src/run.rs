//! Running other programs: with the right `PATH`, without standard input, and with their output passed on
//! and, if needed, read line by line. It does not decide what a result means.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command in a folder of the checkout, without standard input.
pub fn command(program: impl AsRef<Path>, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command; its output goes where ours goes. `Err` says which command failed and how it ended.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| failed_to_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", describe(command))) }
}

/// Runs a command, prints each line of its standard output and then passes it to `listen`.
///
/// Returns whether it succeeded. Lines are printed immediately: a long test run must not look dead.
pub fn run_listening(command: &mut Command, mut listen: impl FnMut(&str)) -> Result<bool, String> {
    command.stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed_to_start(command, &error))?;
    if let Some(output) = child.stdout.take() {
        let mut lines = BufReader::new(output);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).map_err(|error| error.to_string())? > 0 {
            let mut here = std::io::stdout().lock();
            // Ignore a failure: the reader of our output may be gone, but the tests must finish.
            let _ = here.write_all(&line).and_then(|()| here.flush());
            listen(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    child.wait().map(|status| status.success()).map_err(|error| error.to_string())
}

/// Standard output of a program, trimmed; `None` if the program is missing or fails.
pub fn answer(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref()).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Finds a program in the `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// The `PATH` with an additional first folder.
pub fn path_with(first: &Path) -> OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(first.to_path_buf()).chain(std::env::split_paths(&rest));
    std::env::join_paths(folders).unwrap_or(rest)
}

/// Whether we are root, according to the owner of `/proc/self`.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

/// Reads a pipe until the other process closes it, and discards the output.
pub fn drain(mut pipe: impl Read) {
    let _ = std::io::copy(&mut pipe, &mut std::io::sink());
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn failed_to_start(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", describe(command))
}
