//! Local emulators of Azure Blob Storage and S3, with one container or bucket each, for the tests of files.
//!
//! Both are downloaded into `.tools/` without root. Their output is discarded, and their data is deleted
//! after the run.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::node::Node;
use crate::run::{command, run};
use crate::service::{Service, free_port};
use crate::{python, workspace};

const AZURITE: &str = "3.35.0";
const MOTO: &str = "5.2.5";
/// Name of the container and of the bucket.
const BUCKET: &str = "confluence-test";

/// A running storage.
pub struct ObjectStorage {
    _service: Service,
    /// Environment variables through which tests find it.
    pub variables: Vec<(&'static str, String)>,
}

/// Starts Azurite, an emulator of Azure Blob Storage.
pub fn azure(node: Option<&Node>) -> Result<ObjectStorage, String> {
    let node = node.ok_or("no Node.js")?;
    let home = workspace::tools().join("azurite");
    let program = home.join("node_modules/azurite/dist/src/blob/main.js");
    if !program.is_file() {
        println!("fetching Azurite into .tools/");
        std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        let (prefix, package) = (home.display().to_string(), format!("azurite@{AZURITE}"));
        let arguments = [
            "install",
            "--prefix",
            &prefix,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            &package,
        ];
        run(&mut node.npm(&home, &arguments))?;
    }
    let (folder, port) = (Service::folder("azurite")?, free_port()?);
    let service = Service::start(
        &folder,
        &[
            &node.program().display().to_string(),
            &program.display().to_string(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            &port.to_string(),
            "--location",
            &folder.display().to_string(),
            "--skipApiVersionCheck",
            "--disableTelemetry",
        ],
        "successfully listens",
    )?;
    let url = format!("http://127.0.0.1:{port}");
    let script = workspace::root().join("xtask/azurite-container.mjs").display().to_string();
    run(&mut command(node.program(), &workspace::root(), &[&script, &url, BUCKET]))?;
    let variables = vec![
        ("CONFLUENCE_TEST_AZURITE", format!("az://{BUCKET}")),
        ("AZURE_STORAGE_USE_EMULATOR", "true".to_owned()),
        ("AZURITE_BLOB_STORAGE_URL", url),
    ];
    Ok(ObjectStorage { _service: service, variables })
}

/// Starts moto, an emulator of S3.
pub fn s3() -> Result<ObjectStorage, String> {
    let program = python::program("moto[server]", MOTO, "moto_server")?;
    let (folder, port) = (Service::folder("moto")?, free_port()?);
    let arguments = [&program.display().to_string(), "-H", "127.0.0.1", "-p", &port.to_string()];
    let service = Service::start(&folder, &arguments, "Running on")?;
    put(port, &format!("/{BUCKET}"))?;
    let variables = vec![
        ("CONFLUENCE_TEST_S3", format!("s3://{BUCKET}")),
        ("AWS_ENDPOINT", format!("http://127.0.0.1:{port}")),
        ("AWS_ALLOW_HTTP", "true".to_owned()),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ];
    Ok(ObjectStorage { _service: service, variables })
}

/// Sends an empty PUT, which creates a bucket; the emulator does not check signatures.
fn put(port: u16, path: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("could not create the bucket: {error}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let request =
        format!("PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    let status = answer.split_whitespace().nth(1).unwrap_or("no status");
    if status == "200" { Ok(()) } else { Err(format!("could not create the bucket: {status}")) }
}
