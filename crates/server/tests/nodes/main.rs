//! Servers inside the test's own process, whose clock a test holds, spoken to over HTTP as it is on the
//! wire. What needs the real program as a process stands in `suite`.

mod accounts;
mod assets;
mod browsers;
mod conventions;
mod documents;
mod limits;
mod node;
mod program;
mod stopping;
mod tokens;
