//! `cargo xtask test`: sets up what the tests need and runs them all. One failing step does not stop the others.

mod listener;
mod report;
mod slowest;
mod suites;
mod tally;

use std::process::{Command, ExitCode};

use crate::contract::Contract;
use crate::mail_server::MailServer;
use crate::node::Node;
use crate::object_storage::{self, ObjectStorage};
use crate::postgres::Postgres;
use crate::run::{command, find, run};
use crate::{chromium, circles, install, web, workspace};
use report::Report;
use suites::Suite;
use tally::Dialect;

/// Feature that compiles faults into the server, for the negative controls.
const FAULT_CONTROLS: &str = "fault-controls";
/// The same feature, in cargo's notation, for each package that has it.
const FAULTS: &str = "confluence/fault-controls,confluence-hub/fault-controls";

/// Part of the names of the random checker's tests. In the Rust suite they run for a few seconds only.
const CROWD: &str = "crowd_doing_everything_at_once";

/// Runs the named suites, or all of them.
pub fn test(arguments: &[String]) -> Result<ExitCode, String> {
    let mut require_services = false;
    let mut chosen = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--require-services" => require_services = true,
            name => chosen.push(Suite::named(name)?),
        }
    }
    let wanted = |suite: Suite| chosen.is_empty() || chosen.contains(&suite);
    let mut report = Report::new(require_services);

    let node = match Node::find_or_fetch() {
        Ok(node) => Some(node),
        Err(reason) => {
            println!("{reason}");
            None
        }
    };

    if wanted(Suite::Format) {
        report.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
        report.step("import circles", || circles::check(&workspace::root()));
    }
    if wanted(Suite::Web) || wanted(Suite::EndToEnd) {
        match &node {
            Some(node) => web_suite(&mut report, node, wanted(Suite::Web)),
            None => report.missing("web", "no Node.js"),
        }
    }
    if wanted(Suite::Clippy) {
        report.step("clippy", || run(&mut build()));
    }
    let postgres = if [Suite::Rust, Suite::Crowd, Suite::Controls].into_iter().any(wanted) {
        start_postgres(&mut report, node.as_ref())
    } else {
        None
    };
    if wanted(Suite::Rust) {
        if let Err(reason) = exiftool() {
            report.missing("exiftool", &reason);
        }
        let mut tests = cargo(&["test", "--workspace", "--tests", "--no-fail-fast"]);
        let storages = start_storages(&mut report, node.as_ref());
        let mail_server = start_mail_server(&mut report);
        let of_mail = mail_server.iter().flat_map(|server| &server.variables);
        for (name, value) in storages.iter().flat_map(|storage| &storage.variables).chain(of_mail) {
            tests.env(name, value);
        }
        report.tests("rust", Dialect::Cargo, timed(with_database(&mut tests, postgres.as_ref()), &[]));
        report.tests("rust docs", Dialect::Cargo, &mut cargo(&["test", "--workspace", "--doc"]));
    }
    if wanted(Suite::Crowd) {
        let mut tests = cargo(&["test", "--workspace", "--test", "suite"]);
        tests.env("CONFLUENCE_SECONDS", "30");
        report.tests("crowd", Dialect::Cargo, timed(with_database(&mut tests, postgres.as_ref()), &[CROWD]));
    }
    if wanted(Suite::Contract) {
        contract(&mut report);
    }
    if wanted(Suite::EndToEnd) {
        end_to_end(&mut report, node.as_ref());
    }
    if wanted(Suite::Controls) && has_faults() {
        // Runs last, because it overwrites the ordinary server with one that has faults.
        let mut tests =
            cargo(&["test", "--workspace", "--features", FAULTS, "--test", "suite", "--test", "hub"]);
        report.tests(
            "controls",
            Dialect::Cargo,
            timed(with_database(&mut tests, postgres.as_ref()), &["control"]),
        );
    }
    drop(postgres);
    Ok(report.close())
}

fn web_suite(report: &mut Report, node: &Node, tests: bool) {
    let folder = web::folder();
    if !report.step("web packages", || node.install(&folder)) {
        return;
    }
    if tests {
        report.step("web lint", || run(&mut node.npm(&folder, &["run", "--silent", "lint"])));
        report.tests(
            "web unit",
            Dialect::Vitest,
            node.npm(&folder, &["run", "--silent", "test"]).env("NO_COLOR", "1"),
        );
    }
    report.step("web build", || web::build(node).and_then(|()| web::announce_to_cargo()));
}

fn contract(report: &mut Report) {
    if !server_build(report) {
        return;
    }
    match Contract::start() {
        Ok(Contract { server, mut command }) => {
            report.tests("contract", Dialect::Schemathesis, &mut command);
            drop(server);
        }
        Err(reason) => report.missing("contract", &reason),
    }
}

/// Builds the ordinary server and the other programs.
fn server_build(report: &mut Report) -> bool {
    report.step("server build", || run(&mut build()))
}

fn end_to_end(report: &mut Report, node: Option<&Node>) {
    let browser = chromium::find_or_install();
    let (node, browser) = match (node, browser) {
        (Some(node), Ok(browser)) => (node, browser),
        (None, _) => return report.missing("e2e", "no Node.js"),
        (_, Err(reason)) => return report.missing("e2e", &reason),
    };
    let folder = workspace::root().join("e2e");
    if !server_build(report) || !report.step("e2e packages", || node.install(&folder)) {
        return;
    }
    report.step("e2e types", || run(&mut node.npm(&folder, &["run", "--silent", "check"])));
    let mut tests = node.npm(&folder, &["run", "--silent", "test"]);
    tests
        .env("CONFLUENCE_CHROMIUM", browser)
        .env("CONFLUENCE_BINARY", workspace::target().join("debug/confluence"));
    report.tests("e2e", Dialect::Playwright, tests.env("NO_COLOR", "1"));
}

fn start_postgres(report: &mut Report, node: Option<&Node>) -> Option<Postgres> {
    match Postgres::start(node) {
        Ok(postgres) => Some(postgres),
        Err(reason) => {
            report.missing("postgres", &reason);
            None
        }
    }
}

fn start_storages(report: &mut Report, node: Option<&Node>) -> Vec<ObjectStorage> {
    let mut storages = Vec::new();
    for (name, started) in [("azure", object_storage::azure(node)), ("s3", object_storage::s3())] {
        match started {
            Ok(storage) => storages.push(storage),
            Err(reason) => report.missing(name, &reason),
        }
    }
    storages
}

fn start_mail_server(report: &mut Report) -> Option<MailServer> {
    match MailServer::start() {
        Ok(server) => Some(server),
        Err(reason) => {
            report.missing("mail", &reason);
            None
        }
    }
}

/// Finds or installs the program that reads the remaining metadata of cleaned files.
fn exiftool() -> Result<(), String> {
    if find("exiftool").is_some() { Ok(()) } else { install::debian(&["libimage-exiftool-perl"]) }
}

fn with_database<'a>(tests: &'a mut Command, postgres: Option<&Postgres>) -> &'a mut Command {
    match postgres {
        Some(postgres) => tests.env("CONFLUENCE_TEST_POSTGRES", &postgres.url),
        None => tests.env_remove("CONFLUENCE_TEST_POSTGRES"),
    }
}

/// Makes each Rust test print its duration. That option of the test programs is unstable, so they are started
/// with an environment that allows it; the compiler is not affected.
fn timed<'a>(tests: &'a mut Command, filters: &[&str]) -> &'a mut Command {
    tests.args(["--config", r#"target."cfg(unix)".runner = ["env", "RUSTC_BOOTSTRAP=1"]"#]);
    tests.arg("--").args(filters).args(["-Zunstable-options", "--report-time"])
}

fn has_faults() -> bool {
    let manifest = workspace::root().join("crates/server/Cargo.toml");
    std::fs::read_to_string(manifest)
        .is_ok_and(|text| text.lines().any(|line| line.starts_with(FAULT_CONTROLS)))
}

/// Builds everything with the same features as the Rust suite, and checks it with Clippy.
fn build() -> Command {
    cargo(&["build", "--workspace", "--all-targets"])
}

/// Cargo with Clippy's driver in place of the compiler, for our own packages. The driver is the compiler with more
/// lints; `cargo clippy` would compile every dependency once more, which takes minutes.
fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command(env!("CARGO"), &workspace::root(), arguments);
    cargo.envs([("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"), ("CLIPPY_ARGS", "-Dwarnings")]);
    cargo
}
