//! MAIL: e-mail addresses, and passwords that are reset by mail.

use std::{net::SocketAddr, time::Duration};

use confluence_protocol::ErrorCode;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Answer, Backend, MailServer, PASSWORD, Person, Server, eventually, on_both};

/// A server that sends mail, and two people.
async fn mailing(backend: Backend, url: &str) -> (Server, Person, Person) {
    let server = Server::start_on(backend, &MailServer::settings(url)).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    (server, ana, ben)
}

async fn set_email(server: &Server, person: &Person, email: &str) -> Answer {
    let body = json!({ "email": email, "password": PASSWORD });
    server.call_as(person, Method::PUT, "/api/v1/me/email").await.json(&body).answer().await
}

async fn confirm(server: &Server, token: &str) -> Answer {
    let path = format!("/api/v1/auth/email/{token}");
    server.call(Method::POST, &path).header("accept-language", "en").answer().await
}

async fn forget(server: &Server, email: &str) -> Answer {
    let body = json!({ "email": email });
    let call = server.call(Method::POST, "/api/v1/auth/password-reset");
    call.header("accept-language", "de-AT, en;q=0.5").json(&body).answer().await
}

async fn reset(server: &Server, token: &str, password: &str) -> Answer {
    let path = format!("/api/v1/auth/password-reset/{token}");
    server.call(Method::POST, &path).json(&json!({ "new_password": password })).answer().await
}

async fn me(server: &Server, person: &Person) -> Value {
    server.call_as(person, Method::GET, "/api/v1/me").await.answer().await.json()
}

async fn sign_in(server: &Server, password: &str) -> Answer {
    let body = json!({ "username": "ana", "password": password });
    server.call(Method::POST, "/api/v1/auth/sign-in").json(&body).answer().await
}

async fn mail1_mail4_a_forgotten_password_is_reset_by_mail(backend: Backend) {
    let Some(mails) = MailServer::there("mail1_mail4_a_forgotten_password_is_reset_by_mail") else { return };
    let (server, ana, ben) = mailing(backend, &mails.url).await;
    let shown = server.call(Method::GET, "/api/v1/server").answer().await.json();
    assert_eq!(shown["mail"], json!(true));
    let address = MailServer::address("Ana");
    let wrong = json!({ "email": address, "password": "not the password" });
    let refused = server.call_as(&ana, Method::PUT, "/api/v1/me/email").await.json(&wrong).answer().await;
    refused.refused(ErrorCode::InvalidCredentials);
    assert_eq!(set_email(&server, &ana, &address).await.status, 202);
    let pending = me(&server, &ana).await;
    assert_eq!((&pending["email"], &pending["pending_email"]), (&Value::Null, &json!(address)));
    let mail = mails.mail_to(&address, 1).await;
    assert!(mail.head.contains("Auto-Submitted: auto-generated"), "{}", mail.head);
    let token = mail.token("confirm-email");
    confirm(&server, "nonsense").await.refused(ErrorCode::EmailLinkExpired);
    assert_eq!(confirm(&server, &token).await.status, 204);
    confirm(&server, &token).await.refused(ErrorCode::EmailLinkExpired);
    let confirmed = me(&server, &ana).await;
    assert_eq!((&confirmed["email"], &confirmed["pending_email"]), (&json!(address), &Value::Null));

    let bearer = ana.bearer().await;
    assert_eq!(forget(&server, &address.to_uppercase()).await.status, 202);
    let mail = mails.mail_to(&address, 2).await;
    assert!(mail.text.contains("für das Konto ana"), "{}", mail.text);
    let token = mail.token("reset");
    assert_eq!(reset(&server, &token, "another long one").await.status, 204);
    reset(&server, &token, "yet another one").await.refused(ErrorCode::ResetExpired);
    let ended = server.call(Method::GET, "/api/v1/me").header("authorization", &bearer).answer().await;
    ended.refused(ErrorCode::SessionEnded);
    sign_in(&server, PASSWORD).await.refused(ErrorCode::InvalidCredentials);
    assert_eq!(sign_in(&server, "another long one").await.status, 200);

    // Nobody else sees the address: not other people, not the log.
    let path = format!("/api/v1/users/{}", ana.user.id);
    let profile = server.call_as(&ben, Method::GET, &path).await.answer().await;
    assert_eq!(profile.status, 200);
    let shown = profile.shown().to_lowercase();
    let log = server.log().to_lowercase();
    assert!(!shown.contains("example.org") && !shown.contains("email"), "{shown}");
    assert!(!log.contains(&address.to_lowercase()) && !log.contains(&token.to_lowercase()), "{log}");
}
on_both!(mail1_mail4_a_forgotten_password_is_reset_by_mail);

#[tokio::test]
async fn mail2_mail3_unknown_unconfirmed_and_taken_addresses_get_the_same_answer() {
    let Some(mails) =
        MailServer::there("mail2_mail3_unknown_unconfirmed_and_taken_addresses_get_the_same_answer")
    else {
        return;
    };
    let (server, ana, ben) = mailing(Backend::Sqlite, &mails.url).await;
    let (address, unknown) = (MailServer::address("ana"), MailServer::address("nobody"));
    let waiting = MailServer::address("waiting");
    set_email(&server, &ana, &address).await;
    let token = mails.mail_to(&address, 1).await.token("confirm-email");
    confirm(&server, &token).await;
    let first = set_email(&server, &ben, &waiting).await;
    mails.mail_to(&waiting, 1).await;
    // Only a mail to the address says that it is taken.
    let second = set_email(&server, &ben, &address).await;
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    assert_eq!(me(&server, &ben).await["pending_email"], json!(address));
    let mail = mails.mail_to(&address, 2).await;
    assert!(mail.text.contains("already belongs to the account ana"), "{}", mail.text);
    assert!(!mail.text.contains("confirm-email"), "{}", mail.text);
    set_email(&server, &ben, &waiting).await;
    mails.mail_to(&waiting, 2).await;
    let answers = [forget(&server, &unknown).await, forget(&server, &waiting).await];
    // Mails are sent in their order, so when the third has arrived, the others would have.
    let known = forget(&server, &address).await;
    mails.mail_to(&address, 3).await;
    for answer in answers {
        assert_eq!((answer.status, &answer.body), (202, &known.body));
    }
    assert_eq!((mails.mails_to(&unknown).len(), mails.mails_to(&waiting).len()), (0, 2));
    // Removing the address tells it, and ends the link that was sent there.
    let token = mails.mail_to(&address, 3).await.token("reset");
    for _ in 0..2 {
        let removed = server.call_as(&ana, Method::DELETE, "/api/v1/me/email").await.answer().await;
        assert_eq!(removed.status, 204);
    }
    reset(&server, &token, "another long one").await.refused(ErrorCode::ResetExpired);
    let mail = mails.mail_to(&address, 4).await;
    assert!(mail.text.contains("was changed or removed"), "{}", mail.text);
    for path in ["audit", "users"] {
        let answer = server.call_as(&ana, Method::GET, &format!("/api/v1/admin/{path}")).await.answer().await;
        assert!(answer.status == 200 && !answer.shown().contains("example.org"), "{}", answer.shown());
    }
}

#[tokio::test]
async fn mail6_mails_wait_while_the_mail_server_is_down() {
    let Some(mails) = MailServer::there("mail6_mails_wait_while_the_mail_server_is_down") else { return };
    let port = {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        free.local_addr().unwrap().port()
    };
    let (mut server, ana, _) = mailing(Backend::Sqlite, &format!("smtp://127.0.0.1:{port}")).await;
    let address = MailServer::address("ana");
    assert_eq!(set_email(&server, &ana, &address).await.status, 202);
    eventually("a failed attempt", async || {
        server.log().contains("a mail was not sent").then_some(()).ok_or(())
    })
    .await;
    let health = server.call(Method::GET, "/readyz").answer().await;
    assert_eq!(health.status, 200, "{}", health.shown());
    // Waiting mails survive a restart, even a sudden one.
    server.kill().await;
    server.restart().await;
    let upstream = mails.url.trim_start_matches("smtp://").to_owned();
    let gate = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut from, _)) = gate.accept().await {
            let mut to = TcpStream::connect(&upstream).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut from, &mut to).await });
        }
    });
    let token = mails.mail_to(&address, 1).await.token("confirm-email");
    assert_eq!(confirm(&server, &token).await.status, 204);
}

#[tokio::test]
async fn mail6_a_mail_that_takes_long_holds_up_no_other() {
    let Some(mails) = MailServer::there("mail6_a_mail_that_takes_long_holds_up_no_other") else { return };
    let upstream = mails.url.trim_start_matches("smtp://").to_owned();
    let gate = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = gate.local_addr().unwrap().port();
    let (server, ana, ben) = mailing(Backend::Sqlite, &format!("smtp://127.0.0.1:{port}")).await;
    assert_eq!(set_email(&server, &ana, &MailServer::address("ana")).await.status, 202);
    // The first connection never gets an answer.
    let (_held, _) = gate.accept().await.unwrap();
    let address = MailServer::address("ben");
    assert_eq!(set_email(&server, &ben, &address).await.status, 202);
    let (mut from, _) = gate.accept().await.unwrap();
    let mut to = TcpStream::connect(&upstream).await.unwrap();
    tokio::spawn(async move { tokio::io::copy_bidirectional(&mut from, &mut to).await });
    mails.mail_to(&address, 1).await;
}

#[tokio::test]
async fn mail4_links_expire() {
    let Some(mails) = MailServer::there("mail4_links_expire") else { return };
    let (mut server, ana, ben) = mailing(Backend::Sqlite, &mails.url).await;
    let (address, other) = (MailServer::address("ana"), MailServer::address("ben"));
    set_email(&server, &ana, &address).await;
    confirm(&server, &mails.mail_to(&address, 1).await.token("confirm-email")).await;
    forget(&server, &address).await;
    let link = mails.mail_to(&address, 2).await.token("reset");
    set_email(&server, &ben, &other).await;
    let confirmation = mails.mail_to(&other, 1).await.token("confirm-email");
    let http = server.http.clone();
    let post = async |address: SocketAddr, path: String| {
        let call = http.post(format!("http://{address}/api/v1/auth/{path}"));
        let body = json!({ "new_password": "another long one" }).to_string();
        call.header("content-type", "application/json").body(body).send().await.unwrap().status().as_u16()
    };
    let later = server.later(Duration::from_hours(1)).await;
    assert_eq!(post(later.address, format!("password-reset/{link}")).await, 410);
    assert_eq!(post(later.address, format!("email/{confirmation}")).await, 204);
    later.stop().await;
}

#[tokio::test]
async fn mail7_requests_are_limited_by_address_and_by_client() {
    let settings = [("LIMIT_SIGN_INS_PER_MINUTE", "10")];
    let server = Server::with(&settings).await;
    let address = MailServer::address("ana");
    for _ in 0..3 {
        assert_eq!(forget(&server, &address).await.status, 202);
    }
    let limited = forget(&server, &address.to_uppercase()).await;
    limited.refused(ErrorCode::RateLimited);
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 600, "{}", limited.shown());
    for asked in 4..40 {
        let answer = forget(&server, &MailServer::address("ben")).await;
        if answer.status != 202 {
            answer.refused(ErrorCode::RateLimited);
            assert!(asked >= 10, "{asked}");
            return;
        }
    }
    panic!("one client asked for 40 mails");
}

#[tokio::test]
async fn mail9_without_a_mail_server_nothing_is_offered() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let shown = server.call(Method::GET, "/api/v1/server").answer().await.json();
    assert_eq!(shown["mail"], json!(false));
    set_email(&server, &ana, "ana@example.org").await.refused(ErrorCode::Unsupported);
    assert_eq!(forget(&server, "ana@example.org").await.status, 202);
    let refused = forget(&server, "ana@example.org\r\nBcc: eve@example.org").await;
    assert_eq!(refused.refused(ErrorCode::ValidationFailed).errors[0].field, "email");
}
