//! LIM: rate limits of all endpoints.

use confluence_protocol::ErrorCode;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Backend, Person, Server, on_both};

/// Value of every limit.
const TIGHT: &str = "1";
/// Concurrent requests in a wave. An address has the allowance of ten people and regains ten requests a
/// second, so sequential requests might never reach the limit on a busy machine.
const AT_ONCE: usize = 40;
/// Number of waves before giving up.
const WAVES: usize = 10;

/// A server with every limit set to one and a trusted proxy, so that each test person can have an address.
async fn tight() -> Server {
    let mut settings: Vec<(&str, &str)> =
        confluence_server::Settings::rate_limits().map(|name| (name, TIGHT)).collect();
    settings.push(("TRUSTED_PROXIES", "127.0.0.1"));
    Server::with(&settings).await
}

/// Creates an account; gives an unused address and an `Authorization` value.
async fn person_at(server: &Server, number: usize) -> (String, String) {
    let address = format!("10.0.{}.{}", number / 200, number % 200 + 1);
    let mut account = json!({ "username": format!("person{number}"), "password": "correct horse battery" });
    account["setup_code"] = json!(server.setup_code());
    let call = server.call(Method::POST, "/api/v1/auth/sign-up").header("x-forwarded-for", &address);
    let made = call.json(&account).answer().await;
    assert_eq!(made.status, 201, "{}", made.shown());
    let token = made.access_token();
    // The sign-up has used up its address's allowance, so the person continues from another one.
    (format!("10.1.{}.{}", number / 200, number % 200 + 1), format!("Bearer {token}"))
}

/// Sends requests until one is rate limited; the number that passed before, and the refusal.
async fn refused_after(ask: impl AsyncFn() -> Answer) -> Option<(usize, Answer)> {
    let mut passed = 0;
    for _ in 0..WAVES {
        let answers = join_all((0..AT_ONCE).map(|_| ask())).await;
        let (refused, others): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.status == 429);
        passed += others.len();
        if let Some(refused) = refused.into_iter().next() {
            return Some((passed, refused));
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lim1_every_write_request_is_rate_limited() {
    let server = tight().await;
    let document = server.call(Method::GET, "/api/v1/openapi.json").answer().await.json();
    let paths = document["paths"].as_object().unwrap();
    let mut number = 0;
    for (path, operations) in paths {
        for method in ["post", "put", "patch", "delete"] {
            if operations.get(method).is_none() {
                continue;
            }
            let (address, bearer) = person_at(&server, number).await;
            number += 1;
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = filled(path);
            let limited = refused_after(async || {
                let call = server.call(method.clone(), &path).header("x-forwarded-for", &address);
                call.header("authorization", &bearer).answer().await
            });
            let (_, refused) = limited.await.unwrap_or_else(|| panic!("{method} {path} is not limited"));
            refused.refused(ErrorCode::RateLimited);
            let seconds: u64 = refused.header("retry-after").parse().unwrap();
            assert!((1..=3600).contains(&seconds), "{method} {path}: {seconds}");
        }
    }
    assert!(number > 30, "only {number} write requests");
}

/// A path with ids of nothing that exists: limits are checked before ids are looked up.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{emoji}" => "%F0%9F%91%8D",
        "{code}" => "ABCDEFGHJKLMNPQRSTUV",
        _ if part.starts_with('{') => "01980000-0000-7000-8000-000000000000",
        _ => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn lim2_reads_are_limited_per_user() {
    let server = Server::with(&[("LIMIT_READS_PER_SECOND", "2")]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let (of_ana, of_ben) = (ana.bearer().await, ben.bearer().await);
    let rooms = async |bearer: &str| {
        server.call(Method::GET, "/api/v1/rooms").header("authorization", bearer).answer().await
    };
    let (before, refused) = refused_after(async || rooms(&of_ana).await).await.expect("a limit on reads");
    assert!((10..300).contains(&before), "opening the client takes many reads at once: {before}");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(rooms(&of_ben).await.status, 200);
}

#[tokio::test]
async fn lim3_changes_that_whole_rooms_receive_have_their_own_limit() {
    let server = Server::with(&[("LIMIT_CHANGES_PER_MINUTE", "5"), ("LIMIT_WRITES_PER_SECOND", "1")]).await;
    let ana = server.person("ana").await;
    let bearer = ana.bearer().await;
    let renamed = async || {
        let call = server.call(Method::PATCH, "/api/v1/me").header("authorization", &bearer);
        call.json(&json!({ "bio": "again" })).answer().await
    };
    let (before, refused) = refused_after(renamed).await.expect("a limit on profile changes");
    assert!((5..20).contains(&before), "{before}");
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    ana.room("Lobby", confluence_protocol::RoomKind::Public).await;
}

async fn lim4_rooms_per_owner_are_limited(backend: Backend) {
    let server = Server::start_on(backend, &[("LIMIT_ROOMS_PER_USER", "2")]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let make = async |who: &Person| {
        let body = json!({ "name": "Room" });
        server.call_as(who, Method::POST, "/api/v1/rooms").await.json(&body).answer().await
    };
    let first: Value = make(&ana).await.json();
    assert_eq!(make(&ana).await.status, 201);
    let problem = make(&ana).await.refused(ErrorCode::LimitReached);
    assert_eq!(problem.errors[0].code, "limit_reached");
    assert_eq!(make(&ben).await.status, 201, "others have their own");
    let room = format!("/api/v1/rooms/{}", first["id"].as_str().unwrap());
    assert_eq!(server.call_as(&ana, Method::DELETE, &room).await.answer().await.status, 204);
    assert_eq!(make(&ana).await.status, 201, "a deleted room does not count");
}
on_both!(lim4_rooms_per_owner_are_limited);
