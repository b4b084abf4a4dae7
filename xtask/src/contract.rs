//! Contract tests: Schemathesis reads the OpenAPI document and sends valid and invalid requests to every
//! endpoint, from a fixed seed, as a user who is signed in.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use crate::run::command;
use crate::service::{Service, free_port};
use crate::{python, workspace};

const SCHEMATHESIS: &str = "4.32.5";
/// Rate limits that this many requests would exceed.
const LIMITS: [&str; 15] = [
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
    "LIMIT_UPLOADS_PER_USER",
    "LIMIT_UPLOADS",
];
/// Number of rooms that the run may delete or leave.
const DOOMED_ROOMS: usize = 4;

/// A server with an account and some content, and the command that tests it.
pub struct Contract {
    /// The server; dropping it ends the process.
    pub server: Service,
    /// The Schemathesis run.
    pub command: Command,
}

impl Contract {
    /// Starts the compiled server on a free port and creates content.
    pub fn start() -> Result<Self, String> {
        let program = python::program("schemathesis", SCHEMATHESIS, "schemathesis")?;
        let (folder, port) = (Service::folder("contract")?, free_port()?);
        let mut words = vec![
            "env".to_owned(),
            format!("DATA_DIR={}", folder.join("data").display()),
            format!("LISTEN=127.0.0.1:{port}"),
            "JWT_SECRET=a secret of the contract's run, long enough".to_owned(),
        ];
        words.extend(LIMITS.iter().map(|name| format!("{name}=0")));
        words
            .extend([workspace::target().join("debug/confluence").display().to_string(), "serve".to_owned()]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let server = Service::start(&folder, &words, "Confluence listens on")?;
        let site = Site::furnish(port)?;
        let config = workspace::root().join("xtask/schemathesis.toml").display().to_string();
        let document = format!("http://127.0.0.1:{port}/api/v1/openapi.json");
        let mut command = command(program, &folder, &["--config-file", &config, "run", &document]);
        command.envs(site.variables).env("NO_COLOR", "1");
        Ok(Self { server, command })
    }
}

/// Content of the server, as variables that the configuration refers to.
struct Site {
    variables: Vec<(String, String)>,
}

impl Site {
    fn furnish(port: u16) -> Result<Self, String> {
        let account = r#"{"username":"ana","password":"correct horse battery"}"#;
        ask(port, "/auth/sign-up", None, account)?;
        let token = field(&ask(port, "/auth/token", None, account)?, "access_token")?;
        let make = |path: &str, body: &str| field(&ask(port, path, Some(&token), body)?, "id");
        let mut variables = vec![("CONTRACT_TOKEN".to_owned(), token.clone())];
        for number in 0..DOOMED_ROOMS {
            let room = make("/rooms", r#"{"name":"For a while"}"#)?;
            variables.push((format!("CONTRACT_DOOMED_{number}"), room));
        }
        let room = make("/rooms", r#"{"name":"Lobby"}"#)?;
        let message = r#"{"id":"01980000-0000-7000-8000-000000000001","body":"hello"}"#;
        let message = make(&format!("/rooms/{room}/messages"), message)?;
        let invite = ask(port, &format!("/rooms/{room}/invites"), Some(&token), "{}")?;
        variables.push(("CONTRACT_CODE".to_owned(), field(&invite, "code")?));
        variables.push(("CONTRACT_ROOM".to_owned(), room));
        variables.push(("CONTRACT_MESSAGE".to_owned(), message));
        Ok(Self { variables })
    }
}

/// Sends JSON with a POST and returns the answer, which must be 200 or 201.
fn ask(port: u16, path: &str, token: Option<&str>, body: &str) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("could not send a request to {path}: {error}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let bearer = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let request = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{bearer}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    let status = answer.split_whitespace().nth(1).unwrap_or("no status");
    if matches!(status, "200" | "201") { Ok(answer) } else { Err(format!("{path} answered {answer}")) }
}

/// The first string field of that name in a JSON text. Ids and tokens contain no escapes.
fn field(json: &str, name: &str) -> Result<String, String> {
    let (_, rest) =
        json.split_once(&format!("\"{name}\":\"")).ok_or_else(|| format!("no {name} in {json}"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}
