//! AUTH: accounts and sessions.

use confluence_client::Client;
use confluence_protocol::ErrorCode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, LONG, PASSWORD, Server, account, raw, within};

async fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.call(Method::POST, &format!("/api/v1/auth/{path}")).json(body).answer().await
}

fn ana() -> Value {
    json!({ "username": "ana", "password": PASSWORD })
}

#[tokio::test]
async fn auth1_auth10_sign_up_creates_the_account_and_signs_in_with_cookies() {
    let server = Server::start().await;
    let body = json!({ "username": "Ana", "password": PASSWORD, "display_name": "Ana B.", "bio": "Hello" });
    let answer = post(&server, "sign-up", &body).await;
    assert_eq!(answer.status, 201);
    let user = &answer.json()["user"];
    assert_eq!(
        (&user["username"], &user["display_name"], &user["bio"]),
        (&json!("ana"), &json!("Ana B."), &json!("Hello"))
    );
    assert_eq!(
        (&user["is_bot"], &user["deleted"], &user["avatar_url"]),
        (&json!(false), &json!(false), &json!(null))
    );

    let access = answer.cookie("confluence_access").unwrap();
    let refresh = answer.cookie("confluence_refresh").unwrap();
    for cookie in [&access, &refresh] {
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure"), "Secure over plain HTTP: {cookie}");
    }
    assert!(access.contains("Path=/;") || access.ends_with("Path=/"), "{access}");
    assert!(refresh.contains("Path=/api/v1/auth"), "{refresh}");
    let me =
        server.call(Method::GET, "/api/v1/me").header("cookie", &answer.cookie_pair("confluence_access"));
    assert_eq!(me.answer().await.json()["username"], "ana");
}

#[tokio::test]
async fn auth10_cookies_are_secure_when_the_public_url_is_https() {
    let server = Server::with(&[("PUBLIC_URL", "https://chat.example.org")]).await;
    let mut first = ana();
    first["setup_code"] = json!(server.setup_code());
    let answer = post(&server, "sign-up", &first).await;
    assert!(answer.cookie("confluence_access").unwrap().contains("Secure"));
    assert!(answer.cookie("confluence_refresh").unwrap().contains("Secure"));
}

#[tokio::test]
async fn auth2_usernames_are_case_folded_unique_bounded_and_some_are_reserved() {
    let server = Server::start().await;
    assert_eq!(post(&server, "sign-up", &ana()).await.status, 201);
    let taken = post(&server, "sign-up", &json!({ "username": "ANA", "password": PASSWORD })).await;
    taken.refused(ErrorCode::UsernameTaken);
    for name in ["a", ".ana", "ana-", "an a", "everyone", "admin", "ärger"] {
        let answer = post(&server, "sign-up", &json!({ "username": name, "password": PASSWORD })).await;
        let problem = answer.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, "username", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn auth3_only_one_of_many_concurrent_first_sign_ups_is_administrator() {
    let server = Server::start().await;
    let mut signing_up = tokio::task::JoinSet::new();
    for number in 0..6 {
        let base = server.base().to_owned();
        signing_up.spawn(async move {
            Client::sign_up(&base, &account(&format!("racer{number}"))).await.unwrap().1.is_admin
        });
    }
    let admins = within(LONG, "all sign up", signing_up.join_all()).await.into_iter().filter(|admin| *admin);
    assert_eq!(admins.count(), 1);
    assert!(!server.person("later").await.user.is_admin);
}

#[tokio::test]
async fn auth4_beyond_loopback_the_first_sign_up_needs_the_setup_code() {
    let mut server = Server::start().await;
    server.kill().await;
    server.restart_beyond_loopback().await;
    let code = server.setup_code().expect("a setup code");
    post(&server, "sign-up", &ana()).await.refused(ErrorCode::Forbidden);
    let card = presented(&server).await;
    assert_eq!((&card["first_run"], &card["setup_code_required"]), (&json!(true), &json!(true)));
    assert!(!card.to_string().contains(&code), "only the server's terminal shows the code");
    let wrong = json!({ "username": "ana", "password": PASSWORD, "setup_code": "0000-0000" });
    post(&server, "sign-up", &wrong).await.refused(ErrorCode::Forbidden);
    let right = json!({ "username": "ana", "password": PASSWORD, "setup_code": code });
    let answer = post(&server, "sign-up", &right).await;
    assert_eq!(answer.json()["user"]["is_admin"], true);
    let second = json!({ "username": "ben", "password": PASSWORD });
    assert_eq!(post(&server, "sign-up", &second).await.status, 201);
    let card = presented(&server).await;
    assert_eq!((&card["first_run"], &card["setup_code_required"]), (&json!(false), &json!(false)));
}

/// The public card of the server (AUTH19).
async fn presented(server: &Server) -> Value {
    let answer = server.call(Method::GET, "/api/v1/server").answer().await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test]
async fn auth5_sign_up_can_be_closed_or_by_invite_except_for_the_first_account() {
    let mut server = Server::with(&[("SIGN_UP", "closed")]).await;
    let card = presented(&server).await;
    assert_eq!((&card["first_run"], &card["sign_up"]), (&json!(true), &json!("closed")));
    assert_eq!(card["limits"]["message_characters"], 16_000);
    let ana = server.person("ana").await;
    let ben = json!({ "username": "ben", "password": PASSWORD });
    post(&server, "sign-up", &ben).await.refused(ErrorCode::SignUpClosed);

    server.kill().await;
    server.set("SIGN_UP", "invite");
    server.restart().await;
    post(&server, "sign-up", &ben).await.refused(ErrorCode::SignUpClosed);
    let room = ana.room("Lobby", confluence_protocol::RoomKind::Private).await.id;
    let invite = ana.client.create_invite(room, confluence_protocol::CreateInvite::default()).await.unwrap();
    let invited = json!({ "username": "ben", "password": PASSWORD, "invite": invite.code });
    assert_eq!(post(&server, "sign-up", &invited).await.status, 201);
}

#[tokio::test]
async fn auth6_sign_up_with_an_invite_joins_the_room_and_an_invalid_invite_creates_no_account() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", confluence_protocol::RoomKind::Private).await.id;
    let once = confluence_protocol::CreateInvite { max_uses: Some(1), ..Default::default() };
    let code = ana.client.create_invite(room, once).await.unwrap().code;
    let mut invited = account("ben");
    invited.invite = Some(code.clone());
    let (ben, _) = Client::sign_up(server.base(), &invited).await.unwrap();
    assert_eq!(ben.rooms().await.unwrap().rooms[0].room.id, room);

    let mut late = account("cem");
    late.invite = Some(code);
    let error = Client::sign_up(server.base(), &late).await.err().unwrap();
    assert_eq!(error.code(), Some(ErrorCode::InviteExpired));
    late.invite = Some("no-such-code".parse().unwrap());
    let error = Client::sign_up(server.base(), &late).await.err().unwrap();
    assert_eq!(error.code(), Some(ErrorCode::InviteNotFound));
    late.invite = None;
    Client::sign_up(server.base(), &late).await.unwrap();
}

#[tokio::test]
async fn auth7_passwords_are_verbatim_bounded_and_common_ones_are_refused() {
    let server = Server::start().await;
    let sign_up = async |name: &str, password: &str| {
        post(&server, "sign-up", &json!({ "username": name, "password": password })).await
    };
    for password in ["short", "password1", &"x".repeat(257)] {
        assert_eq!(
            sign_up("ana", password).await.refused(ErrorCode::ValidationFailed).errors[0].field,
            "password"
        );
    }
    assert_eq!(sign_up("ana", "  spaces count  ").await.status, 201);
    let trimmed = json!({ "username": "ana", "password": "spaces count" });
    post(&server, "sign-in", &trimmed).await.refused(ErrorCode::InvalidCredentials);
    let verbatim = json!({ "username": "ana", "password": "  spaces count  " });
    assert_eq!(post(&server, "sign-in", &verbatim).await.status, 200);
}

#[tokio::test]
async fn auth8_wrong_password_and_unknown_name_get_the_same_response() {
    let server = Server::start().await;
    server.person("ana").await;
    let wrong = post(&server, "sign-in", &json!({ "username": "ana", "password": "not hers at all" })).await;
    let unknown =
        post(&server, "sign-in", &json!({ "username": "nobody", "password": "not hers at all" })).await;
    let impossible = post(&server, "sign-in", &json!({ "username": "", "password": "" })).await;
    wrong.refused(ErrorCode::InvalidCredentials);
    assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
    assert_eq!((wrong.status, &wrong.body), (impossible.status, &impossible.body));
    let token = post(&server, "token", &json!({ "username": "nobody", "password": "not hers at all" })).await;
    token.refused(ErrorCode::InvalidCredentials);
}

#[tokio::test]
async fn auth9_sign_in_is_throttled_with_a_retry_after() {
    let server = Server::with(&[("LIMIT_SIGN_INS_PER_MINUTE", "3")]).await;
    let wrong = json!({ "username": "ana", "password": "not hers at all" });
    let mut answers = Vec::new();
    for _ in 0..8 {
        answers.push(post(&server, "sign-in", &wrong).await);
    }
    assert_eq!(answers[0].status, 401);
    let last = answers.last().unwrap();
    last.refused(ErrorCode::RateLimited);
    let seconds: u64 = last.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn auth11_a_forged_or_foreign_token_is_unauthenticated() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let token = ana.client.access_token().await.unwrap();
    let (head, rest) = token.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let header: Value = serde_json::from_slice(&decode(head)).unwrap();
    assert_eq!((&header["alg"], &header["typ"]), (&json!("HS256"), &json!("at+jwt")));
    let payload: Value = serde_json::from_slice(&decode(claims)).unwrap();
    for claim in ["iss", "aud", "sub", "sid", "iat", "exp"] {
        assert!(!payload[claim].is_null(), "{claim} in {payload}");
    }
    assert_eq!(payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap(), 600);
    let unsigned = encode(br#"{"alg":"none","typ":"at+jwt"}"#);
    let other: String = signature.chars().rev().collect();
    for forged in [format!("{unsigned}.{claims}."), format!("{head}.{claims}.{other}"), "x".to_owned()] {
        let me = server.call(Method::GET, "/api/v1/me").header("authorization", &format!("Bearer {forged}"));
        me.answer().await.refused(ErrorCode::Unauthenticated);
    }
}

fn decode(text: &str) -> Vec<u8> {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn encode(bytes: &[u8]) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn auth12_programs_get_tokens_as_json() {
    let server = Server::start().await;
    server.person("ana").await;
    let answer = post(&server, "token", &ana()).await;
    assert_eq!(answer.status, 200);
    let pair = answer.json();
    assert_eq!((&pair["token_type"], &pair["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert!(answer.cookie("confluence_access").is_none());
    let bearer = format!("Bearer {}", pair["access_token"].as_str().unwrap());
    let me = server.call(Method::GET, "/api/v1/me").header("authorization", &bearer).answer().await;
    assert_eq!(me.json()["username"], "ana");
    let neither = post(&server, "token", &json!({})).await;
    neither.refused(ErrorCode::ValidationFailed);
}

#[tokio::test]
async fn auth13_refresh_token_works_once_and_an_immediate_repeat_gets_the_same_successor() {
    let server = Server::start().await;
    let first = post(&server, "sign-up", &ana()).await;
    let refresh = async |cookie: &str| {
        server.call(Method::POST, "/api/v1/auth/refresh").header("cookie", cookie).answer().await
    };
    let old = first.cookie_pair("confluence_refresh");
    let second = refresh(&old).await;
    assert_eq!(second.status, 200);
    assert_eq!(second.json()["user"]["username"], "ana");
    let new = second.cookie_pair("confluence_refresh");
    assert_ne!(old, new);
    let repeated = refresh(&old).await;
    assert_eq!((repeated.status, repeated.cookie_pair("confluence_refresh")), (200, new.clone()));
    assert_eq!(refresh(&new).await.status, 200);
    assert_eq!(refresh("confluence_refresh=nonsense").await.status, 401);
}

#[tokio::test]
async fn auth12_auth13_programs_refresh_with_a_token() {
    let server = Server::start().await;
    server.person("ana").await;
    let client = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    let tokens = client.tokens().await.unwrap();
    let stale = confluence_protocol::TokenPair { access_token: "stale".to_owned(), ..tokens.clone() };
    let kept = Client::with_tokens(server.base(), stale).unwrap();
    assert_eq!(kept.me().await.unwrap().user.username, "ana");
    assert_ne!(kept.tokens().await.unwrap().refresh_token, tokens.refresh_token);
}

#[tokio::test]
async fn auth15_signing_out_ends_the_session_its_tokens_and_its_sockets() {
    let server = Server::start().await;
    let signed_up = post(&server, "sign-up", &ana()).await;
    let access = signed_up.cookie_pair("confluence_access");
    let other = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    let token = access.split_once('=').unwrap().1.to_owned();
    let dial = confluence_client::Dial { token: Some(token), ..Default::default() };
    let mut socket = server.stranger().raw_socket(&dial).await.unwrap();
    raw::frame(&mut socket).await;

    let begun = std::time::Instant::now();
    let out = server.call(Method::POST, "/api/v1/auth/sign-out");
    let answer = out.header("cookie", &signed_up.cookie_pair("confluence_refresh")).answer().await;
    assert_eq!(answer.status, 204);
    for name in ["confluence_access", "confluence_refresh"] {
        let cookie = answer.cookie(name).unwrap();
        assert!(cookie.contains("Max-Age=0") || cookie.contains("1970"), "{cookie}");
    }
    let me = server.call(Method::GET, "/api/v1/me").header("cookie", &access).answer().await;
    me.refused(ErrorCode::SessionEnded);
    assert_eq!(raw::close_code(&mut socket).await, Some(4401));
    assert!(begun.elapsed() < std::time::Duration::from_secs(1), "{:?}", begun.elapsed());
    let refresh = server.call(Method::POST, "/api/v1/auth/refresh");
    let refresh = refresh.header("cookie", &signed_up.cookie_pair("confluence_refresh")).answer().await;
    assert_eq!(refresh.status, 401);
    assert_eq!(other.me().await.unwrap().user.username, "ana", "other sessions stay signed in");
}

#[tokio::test]
async fn auth16_missing_credentials_and_an_ended_session_get_different_errors() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    server.call(Method::GET, "/api/v1/rooms").answer().await.refused(ErrorCode::Unauthenticated);
    let bearer = ana.bearer().await;
    ana.client.sign_out().await.unwrap();
    let after = server.call(Method::GET, "/api/v1/rooms").header("authorization", &bearer).answer().await;
    after.refused(ErrorCode::SessionEnded);
}

#[tokio::test]
async fn auth17_other_users_do_not_see_settings_or_secrets() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let me = server.call_as(&ana, Method::GET, "/api/v1/me").await.answer().await.json();
    assert_eq!((&me["username"], &me["settings"]["read_receipts"]), (&json!("ana"), &json!(true)));
    let path = format!("/api/v1/users/{}", ana.user.id);
    let seen = server.call_as(&ben, Method::GET, &path).await.answer().await.json();
    let keys: Vec<&String> = seen.as_object().unwrap().keys().collect();
    let allowed = [
        "id",
        "username",
        "display_name",
        "bio",
        "avatar_url",
        "is_admin",
        "is_bot",
        "deleted",
        "created_at",
        "status",
        "presence",
        "do_not_disturb",
        "local_time_offset",
        "shared_rooms",
    ];
    assert!(keys.iter().all(|key| allowed.contains(&key.as_str())), "{seen}");
    let found = server.call_as(&ben, Method::GET, "/api/v1/users?query=an").await.answer().await.json();
    let keys: Vec<&String> = found["users"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 4, "{found}");
    let nobody = format!("/api/v1/users/{}", confluence_client::new_message_id());
    server.call_as(&ben, Method::GET, &nobody).await.answer().await.refused(ErrorCode::UserNotFound);
}

#[tokio::test]
async fn auth18_previous_secret_is_accepted_during_rotation() {
    let mut server = Server::with(&[("JWT_SECRET", "the first secret, long enough for it")]).await;
    let ana = server.person("ana").await;
    let bearer = ana.bearer().await;
    let me = async |server: &Server| {
        server.call(Method::GET, "/api/v1/me").header("authorization", &bearer).answer().await
    };
    server.kill().await;
    server.set("JWT_SECRET", "the second secret, long enough for it");
    server.set("JWT_SECRET_PREVIOUS", "the first secret, long enough for it");
    server.restart().await;
    assert_eq!(me(&server).await.status, 200);
    server.kill().await;
    server.set("JWT_SECRET_PREVIOUS", "");
    server.restart().await;
    me(&server).await.refused(ErrorCode::Unauthenticated);
}
