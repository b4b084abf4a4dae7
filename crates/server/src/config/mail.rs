//! The settings for mail: the server that takes it (`SMTP_URL`) and its sender (`MAIL_FROM`).

use std::{fmt, net::IpAddr, time::Duration};

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{AsyncSmtpTransportBuilder, extension::ClientId},
};

use super::{ConfigError, PublicUrl, origin::address};

/// How long the mail server may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(30);

const URL_FORM: &str =
    "smtps://USER:PASSWORD@HOST:PORT, smtp://USER:PASSWORD@HOST:PORT?tls=required, or smtp://HOST:PORT";

/// How the server sends mail.
#[derive(Clone)]
pub struct MailConfig {
    smtp: AsyncSmtpTransportBuilder,
    /// Sender of every mail.
    pub from: Mailbox,
    /// Address of this server, for links.
    pub base: String,
}

impl MailConfig {
    /// Checks the settings; `None` without `SMTP_URL`. Links need `PUBLIC_URL`, because the `Host` of a request can name
    /// anything, and somebody else reads the mail.
    pub(super) fn of(
        smtp_url: Option<&str>,
        from: Option<&str>,
        public_url: Option<&PublicUrl>,
    ) -> Result<Option<Self>, ConfigError> {
        let Some(url) = smtp_url.map(str::trim) else { return Ok(None) };
        // The URL may contain a password, so it is never shown.
        let refused = |allowed: &str| ConfigError::new("SMTP_URL", "this value", allowed);
        let authority = url.split_once("://").map_or("", |(_, rest)| rest);
        let host = authority.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next();
        if host.is_none_or(|host| host.is_empty() || host.starts_with(':')) {
            return Err(refused(URL_FORM));
        }
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let query = rest.split('#').next().and_then(|rest| rest.split_once('?')).map(|(_, query)| query);
        let is_open = !scheme.eq_ignore_ascii_case("smtps") && query != Some("tls=required");
        if is_open && url.contains('@') {
            return Err(refused("with a password, it is smtps://… or ends in ?tls=required"));
        }
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| {
            let needs = "it needs the certificates of the system";
            refused(if error.is_tls() { needs } else { URL_FORM })
        })?;
        let Some(from) = from else {
            let allowed = "with SMTP_URL it is set, such as Confluence <chat@example.org>";
            return Err(ConfigError::new("MAIL_FROM", "no value", allowed));
        };
        let parsed = from.trim().parse::<Mailbox>().ok().filter(|_| !from.trim().contains(char::is_control));
        let Some(from) = parsed else {
            let allowed = "an address, such as Confluence <chat@example.org>";
            return Err(ConfigError::new("MAIL_FROM", from, allowed));
        };
        let Some(public_url) = public_url else {
            let allowed = "with SMTP_URL it is set, because mails contain links to the server";
            return Err(ConfigError::new("PUBLIC_URL", "no value", allowed));
        };
        let host = public_url.origin().host();
        let hello = match address(host) {
            Some(IpAddr::V4(address)) => ClientId::Ipv4(address),
            Some(IpAddr::V6(address)) => ClientId::Ipv6(address),
            None => ClientId::Domain(host.to_owned()),
        };
        let smtp = smtp.hello_name(hello).timeout(Some(PATIENCE));
        Ok(Some(Self { smtp, from, base: public_url.origin().as_str().to_owned() }))
    }

    /// A connection to the mail server, made for each mail.
    pub(crate) fn transport(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        self.smtp.clone().build()
    }
}

impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailConfig(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Option<&str> = Some("Confluence <chat@example.org>");

    fn read(url: &str, from: Option<&str>, public: Option<&str>) -> Result<Option<MailConfig>, String> {
        let public: Option<PublicUrl> = public.map(|url| url.parse().unwrap());
        MailConfig::of(Some(url), from, public.as_ref()).map_err(|error| error.to_string())
    }

    #[test]
    fn mail9_wrong_settings_are_reported_without_the_password() {
        let public = Some("https://chat.example.org");
        for bad in [
            "mail.example.org",
            "http://user:hunter2@mail.example.org",
            "smtp://user:hunter2@mail.example.org",
            "smtp://user:hunter2@mail.example.org?tls=opportunistic",
            "SMTP://user:hunter2@mail.example.org",
            "smtp://user:hunter2@mail.example.org/tls=required",
            "smtp://user:hunter2@mail.example.org#tls=required",
            "smtps://user:hunter2@mail.example.org:port",
            "smtps://",
        ] {
            let error = read(bad, FROM, public).unwrap_err();
            assert!(error.starts_with("SMTP_URL: this value is not allowed; "), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let plain = "smtp://127.0.0.1:25";
        assert!(read(plain, None, public).unwrap_err().starts_with("MAIL_FROM: no value"));
        assert!(read(plain, Some("me"), public).unwrap_err().starts_with("MAIL_FROM: me"));
        let injected = Some("chat@example.org\r\nBcc: eve@example.org");
        assert!(read(plain, injected, public).unwrap_err().starts_with("MAIL_FROM: "));
        assert!(read(plain, FROM, None).unwrap_err().starts_with("PUBLIC_URL: no value"));
    }

    #[test]
    fn mail9_settings_are_optional_and_stay_out_of_logs() {
        assert!(MailConfig::of(None, FROM, None).unwrap().is_none());
        let read = read("smtp://127.0.0.1:25", FROM, Some("https://chat.example.org/")).unwrap().unwrap();
        assert_eq!(read.base, "https://chat.example.org");
        assert_eq!(format!("{read:?}"), "MailConfig(…)");
    }
}
