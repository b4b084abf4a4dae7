//! The server's real binary as a process that can be killed, stopped, and started again where it was.

use std::{
    path::{Path, PathBuf},
    process::{ExitStatus, Output},
    time::Duration,
};

use confluence_client::Client;
use confluence_protocol::{Role, RoomId, Timestamp, UserId};
use confluence_server::{Clock, Running, Settings, Surroundings, start_in};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::Instant,
};

use super::{Backend, LONG, database, wait::within};

/// A server process with its folder and database. Ends with this value.
pub struct Server {
    folder: TempDir,
    data: PathBuf,
    database_url: Option<String>,
    settings: Vec<(String, String)>,
    base: String,
    child: Option<Child>,
    /// For bare requests; it keeps no cookies and follows no redirects.
    pub http: reqwest::Client,
    /// What it printed before it said where it listens.
    pub printed: Vec<String>,
    /// From the start of the process to its line that says where it listens.
    pub started_in: Duration,
}

/// What the server prints before its address.
const ANNOUNCES: &str = "Confluence listens on ";
const SECRET: &str = "a secret of the tests, long enough";
impl Server {
    /// A server on an empty SQLite database, without limits.
    pub async fn start() -> Self {
        Self::start_on(Backend::Sqlite, &[]).await
    }

    /// A server with these settings of the environment besides.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::start_on(Backend::Sqlite, settings).await
    }

    /// A server on an empty database of that kind, with these settings besides.
    pub async fn start_on(backend: Backend, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        Self::start_in(folder, data, backend, settings).await
    }

    /// A server whose data folder is the test's; its log is elsewhere.
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

    /// The address of a path of the interface.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What the program says that is started with the settings of this server and these arguments, and ends.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        within(LONG, "the program ends", command.output()).await.unwrap()
    }

    /// The code that it printed for the first account; nothing where it has accounts.
    pub fn setup_code(&self) -> Option<String> {
        let line = self.printed.iter().find(|line| line.contains("setup code"))?;
        line.rsplit(' ').next().map(str::to_owned)
    }

    /// The address of its PostgreSQL; nothing on SQLite.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref()
    }

    /// A stranger's client.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base).unwrap()
    }

    /// Everything that the server has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    /// Makes the log begin anew.
    pub fn forget_log(&self) {
        std::fs::write(self.folder.path().join("server.log"), "").unwrap();
    }

    /// Bytes of memory of the process, as the kernel counts them under that name in `/proc/PID/status`.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() * 1024
    }

    /// Files and connections that the process has open.
    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process())).unwrap().count()
    }

    /// Makes the process's peak of memory (`VmHWM`) begin anew.
    pub fn forget_peak_of_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process()), "5").unwrap();
    }

    /// The process's number.
    pub fn process(&self) -> u32 {
        self.child.as_ref().and_then(Child::id).expect("a running server")
    }

    /// Changes a setting for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// SIGKILL: the process ends where it stands.
    pub async fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
        }
    }

    /// Asks the process to stop, without waiting for it.
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

    /// Starts it again, on the same port and data.
    pub async fn restart(&mut self) {
        self.restart_with(&[]).await;
    }

    /// The same, with these arguments besides.
    pub async fn restart_with(&mut self, arguments: &[&str]) {
        let address = self.base.trim_start_matches("http://").to_owned();
        self.launch_with(&address, arguments).await;
    }

    /// Starts it again, listening on every address of the machine.
    pub async fn restart_beyond_loopback(&mut self) {
        let address = self.base.replace("http://127.0.0.1", "0.0.0.0");
        self.launch(&address).await;
    }

    /// What it kept, served from within this process by a server whose clock stands that much later.
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

    /// Gives somebody a role behind the server's back; see [`database::promote`].
    pub async fn promote(&self, room: RoomId, user: UserId, role: Role) {
        database::promote(self.data(), self.database_url.as_deref(), room, user, role).await;
    }

    /// Gives an account another username behind the server's back; see [`database::rename`].
    pub async fn rename(&self, user: UserId, username: &str) {
        database::rename(self.data(), user, username).await;
    }

    /// Bans somebody behind the server's back; see [`database::ban`].
    pub async fn ban(&self, room: RoomId, user: UserId, by: UserId) {
        database::ban(self.data(), self.database_url.as_deref(), room, user, by).await;
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
        assert!(self.child.is_none(), "the server runs already");
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
        // Whatever else it prints is read, so that the pipe never fills.
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
