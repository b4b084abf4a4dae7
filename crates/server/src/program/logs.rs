//! Where log lines go: standard error, filtered by `LOG` or `RUST_LOG`, as text or JSON.

use std::{
    env,
    io::{IsTerminal, stderr},
};

use tracing_subscriber::EnvFilter;

/// Default log level: news for operators, and no line per request.
const DEFAULT: &str = "info";

/// Libraries that log wire data below this level, including message bodies and tokens. No filter can enable
/// that (OPS8).
const BOUNDED: [&str; 6] =
    ["tungstenite=info", "tokio_tungstenite=info", "hyper=info", "hyper_util=info", "h2=info", "sqlx=info"];

/// Starts logging. An invalid filter or format stops the program.
pub fn start() -> anyhow::Result<()> {
    let text = env::var("LOG").or_else(|_| env::var("RUST_LOG")).ok().filter(|text| !text.is_empty());
    let text = text.unwrap_or_else(|| DEFAULT.to_owned());
    let Ok(mut filter) = EnvFilter::builder().parse(&text) else {
        anyhow::bail!("LOG: {text} is not allowed; a filter such as info or confluence_server=debug");
    };
    for bounded in BOUNDED {
        filter = filter.add_directive(bounded.parse()?);
    }
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(stderr().is_terminal())
        // A line that cannot be written, for example on a full disk, is lost: reporting it would panic.
        .log_internal_errors(false)
        .with_writer(stderr);
    match env::var("LOG_FORMAT").as_deref() {
        Err(_) | Ok("" | "text") => lines.init(),
        Ok("json") => lines.json().init(),
        Ok(other) => anyhow::bail!("LOG_FORMAT: {other} is not allowed; text or json"),
    }
    Ok(())
}
