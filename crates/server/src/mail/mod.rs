//! Sends the mails that wait, the one that is due first. Several are sent at once: the arrival of one's own mail then
//! does not tell whether others were sent, and a slow recipient delays no other.
//!
//! Owns retries and what is logged. Refuses to decide who gets which mail (the store does) and to log addresses,
//! links, or what mail servers reply, which may repeat an address.

mod letters;
mod message;

use std::{error::Error, sync::Arc, time::Duration};

use confluence_store::{StoreError, TakenMail};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, transport::smtp};
use tokio::task::JoinSet;

use crate::{app::App, auth::ResetToken, config::MailConfig, lifecycle::Phase};

/// Interval of checks without a notification: for mails of another node, or of one that died.
const ROUND: Duration = Duration::from_secs(10);
/// Wait after the first failure; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// Longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// How long a mail is tried; then it is dropped.
const PATIENCE: Duration = Duration::from_hours(24);
/// Attempts at a mail that the mail server refuses for good. More than one, because some mail servers refuse for good
/// what works a minute later.
const REFUSALS: u32 = 5;
/// Mails on their way at the same time.
const AT_ONCE: usize = 8;
/// How long a mail that the database cannot read is passed over.
const PASSED_OVER_SECONDS: i64 = 60;
/// How long a stopping server waits for mails on their way.
const LAST_MAILS: Duration = Duration::from_secs(5);
/// Longest attempt, well below the time for which a node holds a mail.
const ATTEMPT: Duration = Duration::from_mins(2);

/// Sends mails until the server is draining, then waits for those on their way, which would otherwise be sent again.
/// Does nothing without `SMTP_URL`.
pub async fn run(app: App) {
    let Some(mail) = app.config.mail.clone() else { return };
    let (mail, transport) = (Arc::new(mail.clone()), mail.transport());
    let mut sending = JoinSet::new();
    while app.lifecycle.phase() == Phase::Ready {
        let full = sending.len() >= AT_ONCE;
        let next = if full { Ok(Next::Later(ROUND)) } else { take(&app).await };
        let wait = match next {
            Ok(Next::Now(mine, token)) => {
                sending.spawn(send(app.clone(), Arc::clone(&mail), transport.clone(), mine, token));
                continue;
            }
            Ok(Next::Later(wait)) => wait,
            // A full disk is logged once, elsewhere.
            Err(StoreError::Full) => ROUND,
            Err(error) => {
                tracing::warn!(cause = %error, "waiting mails cannot be read; retrying");
                ROUND
            }
        };
        tokio::select! {
            biased;
            () = app.lifecycle.draining() => {}
            Some(_) = sending.join_next() => {}
            () = tokio::time::sleep(wait) => {}
            () = app.store.mail_queued(), if !full => {}
        }
    }
    let rest = async { while sending.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_MAILS, rest).await.is_err() {
        tracing::warn!("stopped while a mail was on its way; it may arrive twice");
    }
}

/// What to do next.
enum Next {
    /// Send this mail; a link in it has this token.
    Now(TakenMail, ResetToken),
    /// Nothing for that long.
    Later(Duration),
}

/// Takes the mail that is due, if one is.
async fn take(app: &App) -> Result<Next, StoreError> {
    let now = app.clock.now();
    let Some(next) = app.store.next_mail().await? else { return Ok(Next::Later(ROUND)) };
    let early = next.due_at.as_millis().saturating_sub(now.as_millis());
    if let Ok(early @ 1..) = u64::try_from(early) {
        return Ok(Next::Later(Duration::from_millis(early).min(ROUND)));
    }
    // Made for this attempt. Whether a link needs it, and for what, is known only once the mail is taken.
    let token = ResetToken::random();
    match app.store.take_mail(next, token.hash(), now).await {
        Ok(Some(mine)) => Ok(Next::Now(mine, token)),
        Ok(None) => Ok(Next::Later(Duration::ZERO)),
        Err(StoreError::Full) => Err(StoreError::Full),
        Err(error) => {
            app.store.pass_over_mail(next, now.plus_seconds(PASSED_OVER_SECONDS)).await?;
            tracing::warn!(cause = %error, "a waiting mail cannot be read; trying the next");
            Ok(Next::Later(Duration::ZERO))
        }
    }
}

async fn send(
    app: App,
    mail: Arc<MailConfig>,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    mine: TakenMail,
    token: ResetToken,
) {
    let sent = match message::compose(&mail, &mine.letter, &token.as_text(), app.clock.now()) {
        Ok(message) => match tokio::time::timeout(ATTEMPT, transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| Failure::of(&error)),
            Err(_) => Err(Failure { lasting: false, cause: "no answer in time".to_owned() }),
        },
        Err(error) => Err(Failure { lasting: true, cause: error.to_string() }),
    };
    let noted = match sent {
        Ok(()) => {
            tracing::info!(kind = ?mine.letter.kind, attempts = mine.attempts, "mail sent");
            app.store.drop_mail(&mine).await
        }
        Err(failure) => retry(&app, &mine, failure).await,
    };
    if let Err(error) = noted {
        tracing::warn!(cause = %error, "what became of a mail cannot be stored; it is tried again later");
    }
}

/// Why a mail was not sent.
struct Failure {
    /// Whether the same mail will be refused again.
    lasting: bool,
    /// What may be logged.
    cause: String,
}

impl Failure {
    fn of(error: &smtp::Error) -> Self {
        let cause = match error.status() {
            // Replies may repeat the recipient's address.
            Some(code) => format!("the mail server replied {code}"),
            None if error.is_response() => "the mail server's reply was not understood".to_owned(),
            None => error.source().map_or_else(|| error.to_string(), ToString::to_string),
        };
        // A refused sign-in is about the settings, not about this mail.
        let about_us = error.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
        Self { lasting: error.is_permanent() && !about_us, cause }
    }
}

async fn retry(app: &App, taken: &TakenMail, failure: Failure) -> Result<(), StoreError> {
    let Failure { lasting, cause } = failure;
    let (kind, attempts, now) = (taken.letter.kind, taken.attempts, app.clock.now());
    let waited = now.as_millis().saturating_sub(taken.created_at.as_millis());
    if (lasting && attempts >= REFUSALS)
        || u128::try_from(waited).is_ok_and(|waited| waited >= PATIENCE.as_millis())
    {
        tracing::error!(?kind, attempts, cause, "a mail could not be sent and is dropped");
        return app.store.drop_mail(taken).await;
    }
    let wait = wait_after(attempts);
    tracing::warn!(?kind, attempts, cause, wait_seconds = wait.as_secs(), "a mail was not sent; retrying");
    app.store.put_off_mail(taken, now.plus_seconds(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX))).await
}

fn wait_after(attempts: u32) -> Duration {
    let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
    FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail6_waits_double_up_to_an_hour() {
        let waits: Vec<u64> = (1..=13).map(|attempts| wait_after(attempts).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
    }
}
