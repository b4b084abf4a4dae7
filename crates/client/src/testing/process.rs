//! The server's program as a process that can be killed, stopped and restarted on the same data.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{ExitStatus, Output, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::Instant,
};

use super::wait::{LONG, within};

/// A server process with its settings and its log. Dropping it kills the process, and prints the end of the log if
/// the test failed.
#[derive(Debug)]
pub struct ServerProcess {
    program: PathBuf,
    /// Working directory of the process. Holds the log, and the data unless they are elsewhere.
    folder: TempDir,
    data: PathBuf,
    settings: Vec<(String, String)>,
    base: String,
    child: Option<Child>,
    /// Lines printed before the one with its address.
    pub printed: Vec<String>,
    /// Time from the start of the process to the line with its address.
    pub started_in: Duration,
}

/// The secret with which a server signs its tokens.
pub const SECRET: &str = "a secret of the tests, long enough";
/// The settings that limit rates and numbers, which are switched off.
pub const RATE_LIMITS: [&str; 15] = [
    "LIMIT_UPLOADS_PER_USER",
    "LIMIT_UPLOADS",
    "LIMIT_MESSAGES_PER_SECOND",
    "LIMIT_MESSAGE_BURST",
    "LIMIT_REACTIONS_PER_SECOND",
    "LIMIT_ROOMS_PER_MINUTE",
    "LIMIT_ROOMS_PER_USER",
    "LIMIT_CHANGES_PER_MINUTE",
    "LIMIT_UPLOADS_PER_MINUTE",
    "LIMIT_WRITES_PER_SECOND",
    "LIMIT_READS_PER_SECOND",
    "LIMIT_SIGN_INS_PER_MINUTE",
    "LIMIT_SOCKETS_PER_USER",
    "LIMIT_SOCKETS_PER_ADDRESS",
    "LIMIT_CONNECTIONS_PER_ADDRESS",
];
/// Prefix of the line with the server's address.
const ANNOUNCES: &str = "Confluence listens on ";
/// Maximum time of a start.
const START: Duration = Duration::from_secs(30);
/// Maximum time of an orderly stop.
const STOP: Duration = Duration::from_secs(15);

impl ServerProcess {
    /// A server that is not started yet, with an empty data folder and without limits.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        Self::assemble(program.into(), folder, data)
    }

    /// The same with a data folder that the caller owns; the log is elsewhere.
    pub fn with_data(program: impl Into<PathBuf>, data: &Path) -> Self {
        Self::assemble(program.into(), tempfile::tempdir().unwrap(), data.to_owned())
    }

    fn assemble(program: PathBuf, folder: TempDir, data: PathBuf) -> Self {
        let mut server = Self {
            program,
            folder,
            data,
            settings: Vec::new(),
            base: String::new(),
            child: None,
            printed: Vec::new(),
            started_in: Duration::ZERO,
        };
        for name in RATE_LIMITS {
            server.set(name, "0");
        }
        server.set("JWT_SECRET", SECRET);
        server
    }

    /// Sets an environment variable for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Starts it on a free port of the loopback address.
    pub async fn start(&mut self) {
        self.launch("127.0.0.1:0", &[]).await;
    }

    /// Restarts it on the same port and data.
    pub async fn restart(&mut self) {
        self.restart_with(&[]).await;
    }

    /// Restarts it with these additional arguments.
    pub async fn restart_with(&mut self, arguments: &[&str]) {
        let address = self.base.trim_start_matches("http://").to_owned();
        self.launch(&address, arguments).await;
    }

    /// Restarts it listening on every address of the machine.
    pub async fn restart_beyond_loopback(&mut self) {
        let address = self.base.replace("http://127.0.0.1", "0.0.0.0");
        self.launch(&address, &[]).await;
    }

    /// Runs the program to its end with this server's settings and these arguments.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        within(LONG, "the program ends", command.output()).await.unwrap()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The URL of a path, which begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The setup code that it printed, if any.
    pub fn setup_code(&self) -> Option<String> {
        let line = self.printed.iter().find(|line| line.contains("setup code"))?;
        line.rsplit(' ').next().map(str::to_owned)
    }

    /// The log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Clears the log.
    pub fn forget_log(&self) {
        fs::write(self.log_file(), "").unwrap();
    }

    /// The process id.
    pub fn process(&self) -> u32 {
        self.child.as_ref().and_then(Child::id).expect("a running server")
    }

    /// Bytes in the field of that name in `/proc/PID/status`.
    pub fn memory(&self, name: &str) -> u64 {
        memory_of(self.process(), name).unwrap()
    }

    /// Resets the process's peak memory (`VmHWM`).
    pub fn forget_peak_of_memory(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.process()), "5").unwrap();
    }

    /// Number of file descriptors that the process has open.
    pub fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.process())).unwrap().count()
    }

    /// Ends the process with SIGKILL.
    pub async fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
        }
    }

    /// Sends a signal, such as `TERM`, without waiting for its effect.
    pub async fn signal(&self, signal: &str) {
        let id = self.process();
        let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {id}")]).status().await.unwrap();
        assert!(sent.success());
    }

    /// Waits for the process to end.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("a running server");
        within(STOP, "the server stops", child.wait()).await.unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data)
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "TMPDIR"))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn launch(&mut self, listen: &str, arguments: &[&str]) {
        assert!(self.child.is_none(), "the server is already running");
        let log = File::options().create(true).append(true).open(self.log_file()).unwrap();
        let begun = Instant::now();
        let mut command = self.command(&[&["serve", "--listen", listen], arguments].concat());
        let spawned = command.stdout(Stdio::piped()).stderr(log).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = Vec::new();
        let announced = announcement(&mut lines, &mut printed);
        let Ok(Some(base)) = tokio::time::timeout(START, announced).await else {
            panic!("the server did not start:\n{}\n{}", printed.join("\n"), self.log());
        };
        self.started_in = begun.elapsed();
        self.base = base.replace("//0.0.0.0", "//127.0.0.1");
        self.printed = printed;
        self.child = Some(child);
        // Keeps reading its output, so that the pipe never fills.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }
}

/// Bytes in the field of that name in `/proc/PID/status`; `None` if the process is gone.
pub fn memory_of(process: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

async fn announcement(
    lines: &mut Lines<BufReader<ChildStdout>>,
    printed: &mut Vec<String>,
) -> Option<String> {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(base) = line.strip_prefix(ANNOUNCES) {
            return Some(base.trim().trim_end_matches('/').to_owned());
        }
        printed.push(line);
    }
    None
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let tail = log.char_indices().rev().nth(4000).map_or(0, |(place, _)| place);
            eprintln!("the server's log ends:\n{}", &log[tail..]);
        }
    }
}
