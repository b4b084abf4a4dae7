//! AUTH27–AUTH29: refused names and passwords.

use confluence_protocol::ErrorCode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Server};

/// The field and the error code for which a sign-up with these is refused.
async fn refused(server: &Server, username: &str, password: &str) -> (String, String) {
    let body = json!({ "username": username, "password": password });
    let answer = server.call(Method::POST, "/api/v1/auth/sign-up").json(&body).answer().await;
    let error = answer.refused(ErrorCode::ValidationFailed).errors.remove(0);
    (error.field, error.code)
}

#[tokio::test]
async fn auth27_easily_guessed_password_is_refused() {
    let server = Server::start().await;
    for guessed in [
        "password1",
        "Liverpool1",
        "1q2w3e4r5t",
        "aaaaaaaaaaaa",
        "abcabcabc",
        "passwordpassword",
        "Marianne1",
    ] {
        let fault = refused(&server, "marianne", guessed).await;
        assert_eq!(fault, ("password".to_owned(), "reserved".to_owned()), "{guessed}");
    }
    let ana = server.person("marianne").await;
    let change = |to: &str| json!({ "current_password": PASSWORD, "new_password": to });
    for guessed in ["password1", "marianne-1"] {
        let call = server.call_as(&ana, Method::PUT, "/api/v1/me/password").await.json(&change(guessed));
        let problem = call.answer().await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, "new_password", "{guessed}");
    }
    let call =
        server.call_as(&ana, Method::PUT, "/api/v1/me/password").await.json(&change("four good reasons"));
    assert_eq!(call.answer().await.status, 204);
}

#[tokio::test]
async fn auth28_official_sounding_usernames_are_refused_but_existing_ones_stay() {
    let server = Server::start().await;
    for office in
        ["administrator", "support", "system", "root", "adm1n", "sup.port", "help-desk", "security2"]
    {
        let fault = refused(&server, office, PASSWORD).await;
        assert_eq!(fault, ("username".to_owned(), "reserved".to_owned()), "{office}");
    }
    let ana = server.person("ana").await;
    server.rename(ana.user.id, "support").await;
    let sign_in = json!({ "username": "support", "password": PASSWORD });
    let answer = server.call(Method::POST, "/api/v1/auth/sign-in").json(&sign_in).answer().await;
    assert_eq!(answer.json()["user"]["username"], "support", "an existing account keeps its name");
}

#[tokio::test]
async fn auth29_blank_looking_names_are_refused() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let patch = async |body: Value| {
        server.call_as(&ana, Method::PATCH, "/api/v1/me").await.json(&body).answer().await
    };
    for blank in ["\u{3164}", "\u{2800}", "\u{fe0f}", "\u{200b}", " \u{ffa0} ", "\u{115f}\u{1160}"] {
        let problem = patch(json!({ "display_name": blank })).await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, "display_name", "{blank:?}");
        let room = server.call_as(&ana, Method::POST, "/api/v1/rooms").await.json(&json!({ "name": blank }));
        assert_eq!(room.answer().await.refused(ErrorCode::ValidationFailed).errors[0].field, "name");
    }
    for kept in ["👩\u{200d}💻 Ana", "می\u{200c}خواهم"] {
        let answer = patch(json!({ "display_name": kept, "bio": kept })).await.json();
        assert_eq!((&answer["display_name"], &answer["bio"]), (&json!(kept), &json!(kept)));
    }
}
