//! The server's real binary as a process that can be killed, stopped and restarted on the same data.

use std::{
    path::{Path, PathBuf},
    process::{ExitStatus, Output},
    time::Duration,
};

use confluence_client::Client;
use confluence_protocol::{Timestamp, UserId};
use confluence_server::{Clock, Running, Settings, Surroundings, start_in};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::Instant,
};

use super::{Backend, LONG, database, wait::within};

/// A server process with its folder and database, killed on drop.
pub struct Server {
    folder: TempDir,
    data: PathBuf,
    database_url: Option<String>,
    settings: Vec<(String, String)>,
    base: String,
    child: Option<Child>,
    /// Client for raw requests, which keeps no cookies and follows no redirects.
    pub http: reqwest::Client,
    /// Lines printed before the one with its address.
    pub printed: Vec<String>,
    /// Time from the start of the process to the line with its address.
    pub started_in: Duration,
}

/// Prefix of the line with the server's address.
const ANNOUNCES: &str = "Confluence listens on ";
const SECRET: &str = "a secret of the tests, long enough";
impl Server {
    /// Starts on an empty SQLite database, without limits.
    pub async fn start() -> Self {
        Self::start_on(Backend::Sqlite, &[]).await
    }

    /// Starts on an empty SQLite database, with these additional environment variables.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::start_on(Backend::Sqlite, settings).await
    }

    /// Starts on an empty database of that kind, with these additional environment variables.
    pub async fn start_on(backend: Backend, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        Self::start_in(folder, data, backend, settings).await
    }

    /// Starts on a data folder that the test owns; the log is elsewhere.
    pub async fn on(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), data.to_owned(), Backend::Sqlite, settings).await
    }

    async fn start_in(folder: TempDir, data: PathBuf, backend: Backend, settings: &[(&str, &str)]) -> Self {
        let database_url = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(database::fresh_postgres().await),
        };
        let mut all: Vec<(String, String)> =
            Settings::rate_limits().map(|name| (name.to_owned(), "0".to_owned())).collect();
        all.extend(database_url.iter().map(|url| ("DATABASE_URL".to_owned(), url.clone())));
        all.push(("JWT_SECRET".to_owned(), SECRET.to_owned()));
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut server = Self {
            folder,
            data,
            database_url,
            settings: all,
            base: String::new(),
            child: None,
            http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            printed: Vec::new(),
            started_in: Duration::ZERO,
        };
        server.launch("127.0.0.1:0").await;
        server
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

    /// Runs the program to its end with this server's settings and these arguments.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        within(LONG, "the program ends", command.output()).await.unwrap()
    }

    /// The setup code that it printed, if any.
    pub fn setup_code(&self) -> Option<String> {
        let line = self.printed.iter().find(|line| line.contains("setup code"))?;
        line.rsplit(' ').next().map(str::to_owned)
    }

    /// The URL of its PostgreSQL database; `None` on SQLite.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref()
    }

    /// A client that is not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base).unwrap()
    }

    /// The log so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    /// Clears the log.
    pub fn forget_log(&self) {
        std::fs::write(self.folder.path().join("server.log"), "").unwrap();
    }

    /// Bytes in the field of that name in `/proc/PID/status`.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() * 1024
    }

    /// Number of file descriptors that the process has open.
    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process())).unwrap().count()
    }

    /// Resets the process's peak memory (`VmHWM`).
    pub fn forget_peak_of_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process()), "5").unwrap();
    }

    /// The process id.
    pub fn process(&self) -> u32 {
        self.child.as_ref().and_then(Child::id).expect("a running server")
    }

    /// Changes a setting for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
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
        within(Duration::from_secs(15), "the server stops", child.wait()).await.unwrap()
    }

    /// Restarts it on the same port and data.
    pub async fn restart(&mut self) {
        self.restart_with(&[]).await;
    }

    /// Restarts it with these additional arguments.
    pub async fn restart_with(&mut self, arguments: &[&str]) {
        let address = self.base.trim_start_matches("http://").to_owned();
        self.launch_with(&address, arguments).await;
    }

    /// Restarts it listening on every address of the machine.
    pub async fn restart_beyond_loopback(&mut self) {
        let address = self.base.replace("http://127.0.0.1", "0.0.0.0");
        self.launch(&address).await;
    }

    /// Kills it and serves its data from within this process, with a clock that is that much later.
    pub async fn later(&mut self, by: Duration) -> Running {
        self.kill().await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".to_owned()),
            data_dir: Some(self.data().display().to_string()),
            database_url: self.database_url.clone(),
            jwt_secret: Some(SECRET.to_owned()),
            ..Settings::default()
        };
        let moment = confluence_client::now().as_millis() + i64::try_from(by.as_millis()).unwrap();
        let clock = Clock::held(Timestamp::from_millis(moment));
        let surroundings = Surroundings { clock, ..Surroundings::default() };
        start_in(settings.into_config().unwrap(), surroundings).await.unwrap()
    }

    /// Gives an account another username; see [`database::rename`].
    pub async fn rename(&self, user: UserId, username: &str) {
        database::rename(self.data(), user, username).await;
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_confluence"));
        command
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data)
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "TMPDIR"))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path())
            .stdin(std::process::Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn launch(&mut self, listen: &str) {
        self.launch_with(listen, &[]).await;
    }

    async fn launch_with(&mut self, listen: &str, arguments: &[&str]) {
        assert!(self.child.is_none(), "the server is already running");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("server.log"))
            .unwrap();
        let begun = Instant::now();
        let mut command = self.command(&[&["serve", "--listen", listen], arguments].concat());
        let mut child = command.stdout(std::process::Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = Vec::new();
        let announced = announcement(&mut lines, &mut printed);
        let Ok(Some(base)) = tokio::time::timeout(Duration::from_secs(30), announced).await else {
            panic!("the server did not start:\n{}\n{}", printed.join("\n"), self.log());
        };
        self.started_in = begun.elapsed();
        self.base = base.replace("//0.0.0.0", "//127.0.0.1");
        self.printed = printed;
        self.child = Some(child);
        // Keeps reading its output, so that the pipe never fills.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    }
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

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let tail = log.char_indices().rev().nth(4000).map_or(0, |(place, _)| place);
            eprintln!("the server's log ends:\n{}", &log[tail..]);
        }
    }
}
