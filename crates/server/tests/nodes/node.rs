//! A server in this process and its clients: a browser with cookies, or a program without.
//!
//! Unlike the suite's server it is no process of its own, because these tests hold its clock, look into its storage
//! and run its upkeep when they choose.

pub use confluence_client::testing::PASSWORD;
use confluence_media::{Key, Stored};
use confluence_protocol::{Problem, Timestamp};
use confluence_server::{Clock, Running, Settings, Surroundings, start_in};
use futures_util::TryStreamExt;
use reqwest::{
    Client, Method, RequestBuilder, Response,
    header::{HeaderMap, SET_COOKIE},
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Time at which every node's clock starts.
pub const BEGIN: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// The values of `MEDIA_URL` to test: none for the local folder, and a fresh prefix on each cloud whose
/// emulator runs. Cloud credentials come from the usual environment variables.
pub fn storages(test: &str) -> Vec<Option<String>> {
    let mut places = vec![None];
    for variable in ["CONFLUENCE_TEST_AZURITE", "CONFLUENCE_TEST_S3"] {
        if let Ok(url) = std::env::var(variable) {
            places.push(Some(format!("{url}/{}", uuid::Uuid::now_v7())));
        } else {
            assert!(std::env::var_os("CONFLUENCE_REQUIRE_SERVICES").is_none(), "{variable} is not set");
            eprintln!("SKIPPED {test}: {variable} is not set");
        }
    }
    places
}

/// A running server with its folder. It ends with the process at the latest.
pub struct Node {
    pub running: Running,
    pub clock: Clock,
    pub folder: TempDir,
}

impl Node {
    /// Starts on an empty database, without limits.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts with the test's changes to the settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::at(tempfile::tempdir().unwrap(), Clock::held(BEGIN), change).await
    }

    /// Starts on a folder that an earlier node may have used.
    pub async fn at(folder: TempDir, clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            listen: Some("127.0.0.1:0".to_owned()),
            data_dir: Some(folder.path().display().to_string()),
            ..Settings::default().without_limits()
        };
        change(&mut settings);
        let surroundings = Surroundings { clock: clock.clone(), ..Surroundings::default() };
        let running = start_in(settings.into_config().unwrap(), surroundings).await.unwrap();
        Self { running, clock, folder }
    }

    /// `http://127.0.0.1:PORT`, even when it listens on every address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.running.address.port())
    }

    /// Number of objects in its storage after unreferenced ones are swept.
    pub async fn stored(&self) -> usize {
        self.running.sweep_files().await;
        let objects: Vec<Stored> = self.running.storage().list().try_collect().await.unwrap();
        objects.len()
    }

    /// Removes everything from its storage, which other tests may share.
    pub async fn empty(&self) {
        let storage = self.running.storage();
        let objects: Vec<Stored> = storage.list().try_collect().await.unwrap();
        for object in objects {
            storage.delete(Key::parse(&object.name).unwrap()).await.unwrap();
        }
    }

    /// Number of files in its media folder, not counting those of the write check.
    pub fn stored_files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries
                .filter(|path| path.file_name().unwrap() != "check")
                .map(|path| if path.is_dir() { count(&path) } else { 1 })
                .sum()
        }
        count(&self.folder.path().join("media"))
    }

    /// A client that keeps cookies.
    pub fn browser(&self) -> Browser {
        let client = Client::builder().cookie_store(true).build().unwrap();
        Browser { client, base: self.base() }
    }

    /// A client that keeps no cookies and follows no redirects.
    pub fn program(&self) -> Browser {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Browser { client, base: self.base() }
    }

    /// A browser signed in to a new account of that name.
    pub async fn signed_up(&self, username: &str) -> Browser {
        let browser = self.browser();
        browser.post("/auth/sign-up", &self.sign_up(username)).await.is(201);
        browser
    }

    /// A sign-up body for an account of that name, with the setup code if the server has one.
    pub fn sign_up(&self, username: &str) -> Value {
        let mut account = account(username);
        if let Some(notice) = &self.running.setup_code {
            account["setup_code"] = json!(notice.code);
        }
        account
    }
}

/// A sign-in body for that account; also a sign-up body where no setup code is needed.
pub fn account(username: &str) -> Value {
    json!({ "username": username, "password": PASSWORD })
}

/// Sends requests to one node.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    base: String,
}

impl Browser {
    /// A request for any path, which begins with `/`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request below `/api/v1`.
    pub fn api(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, &format!("/api/v1{path}"))
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.api(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.api(Method::POST, path).json(body)).await
    }

    /// A POST without a body.
    pub async fn poke(&self, path: &str) -> Answer {
        Answer::of(self.api(Method::POST, path)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        Answer::of(self.api(method, path).json(body)).await
    }
}

/// A complete response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        Self::read(request.send().await.unwrap()).await
    }

    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    /// Panics unless it has that status.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The value of a header, or an empty string.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Panics unless it is a complete problem document with that code.
    pub fn refused(&self, code: &str) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem: Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!((problem.code.as_str(), problem.status), (code, self.status), "{self:?}");
        assert_eq!((problem.r#type.as_str(), problem.code.status()), ("about:blank", self.status));
        problem
    }

    /// The `Set-Cookie` values.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// `name=value` of a cookie that it sets; the server appends a suffix of its own to `name`.
    pub fn cookie(&self, name: &str) -> &str {
        let found = self.cookies().into_iter().find(|cookie| cookie.starts_with(&format!("{name}_")));
        found.unwrap_or_else(|| panic!("no cookie {name}: {self:?}")).split(';').next().unwrap()
    }
}
