//! A local mail server that keeps every mail as a file, for the tests of mail. It ends with the tests.

use crate::python;
use crate::service::{Service, free_port};

const AIOSMTPD: &str = "1.4.6";

/// A running mail server.
pub struct MailServer {
    _service: Service,
    /// Environment variables through which tests find it.
    pub variables: Vec<(&'static str, String)>,
}

impl MailServer {
    /// Starts aiosmtpd, which is downloaded into `.tools/` if it is missing.
    pub fn start() -> Result<Self, String> {
        let program = python::program("aiosmtpd", AIOSMTPD, "aiosmtpd")?;
        let (folder, port) = (Service::folder("mail")?, free_port()?);
        let (address, mails) = (format!("127.0.0.1:{port}"), folder.join("mails").display().to_string());
        let program = program.display().to_string();
        let arguments = [&program, "-n", "-d", "-l", &address, "-c", "aiosmtpd.handlers.Mailbox", &mails];
        let service = Service::start(&folder, &arguments, "Server is listening")?;
        let variables = vec![
            ("CONFLUENCE_TEST_SMTP", format!("smtp://{address}")),
            ("CONFLUENCE_TEST_SMTP_FOLDER", mails),
        ];
        Ok(Self { _service: service, variables })
    }
}
