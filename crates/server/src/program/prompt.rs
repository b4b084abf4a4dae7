//! Reads a secret: from a terminal without echo, otherwise from the first line of standard input.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Restores the terminal, however reading ends.
struct Echo(Termios);

impl Drop for Echo {
    fn drop(&mut self) {
        // If this fails, there is nobody to report it to.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}

/// Reads one line without its line end; `question` is shown on a terminal only.
pub fn secret(question: &str) -> io::Result<String> {
    let stdin = io::stdin();
    let mut line = String::new();
    if stdin.is_terminal() {
        eprint!("{question}: ");
        io::stderr().flush()?;
        let _echo = silence()?;
        stdin.lock().read_line(&mut line)?;
        eprintln!();
    } else {
        stdin.lock().read_line(&mut line)?;
    }
    let end = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(end);
    Ok(line)
}

fn silence() -> io::Result<Echo> {
    let before = tcgetattr(io::stdin())?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    tcsetattr(io::stdin(), OptionalActions::Now, &silent)?;
    Ok(Echo(before))
}
