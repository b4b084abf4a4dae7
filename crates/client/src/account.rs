//! Signing up, in and out.

use confluence_protocol::{Me, SignUp, SignedIn, TokenPair, TokenRequest, User};
use reqwest::{Method, Response, header};

use crate::{
    Client, Error,
    http::{read, send},
};

impl Client {
    /// Creates an account and signs in to it.
    ///
    /// The answer's cookies contain the same two tokens that `POST /auth/token` returns as JSON. Using them
    /// spares the server a second session and a second password hash.
    pub async fn sign_up(base: &str, account: &SignUp) -> Result<(Self, User), Error> {
        let client = Self::new(base)?;
        let url = client.url(&["auth", "sign-up"])?;
        let response = send(client.inner.http.post(url).json(account)).await?;
        let tokens = tokens_of(&response)?;
        let SignedIn { user } = read(response).await?;
        *client.inner.tokens.lock().await = Some(tokens);
        Ok((client, user))
    }

    /// Signs in with username and password.
    pub async fn sign_in(base: &str, username: &str, password: &str) -> Result<Self, Error> {
        let client = Self::new(base)?;
        let body = TokenRequest {
            username: Some(username.to_owned()),
            password: Some(password.to_owned()),
            refresh_token: None,
        };
        let tokens: TokenPair = client.get(client.ask(Method::POST, &["auth", "token"]).json(&body)).await?;
        *client.inner.tokens.lock().await = Some(tokens);
        Ok(client)
    }

    /// Ends the session on the server, including all sockets that it opened.
    pub async fn sign_out(&self) -> Result<(), Error> {
        self.act(self.ask(Method::POST, &["auth", "sign-out"])).await?;
        *self.inner.tokens.lock().await = None;
        Ok(())
    }

    /// The client's own account, with its settings.
    pub async fn me(&self) -> Result<Me, Error> {
        self.get(self.ask(Method::GET, &["me"])).await
    }
}

fn tokens_of(response: &Response) -> Result<TokenPair, Error> {
    // Cookie names vary by server, but all begin like this after the prefix that https adds.
    let cookie = |name: &str| {
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        cookies
            .filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='))
            .find(|(key, value)| {
                let bare =
                    key.strip_prefix("__Host-").or_else(|| key.strip_prefix("__Secure-")).unwrap_or(key);
                bare.starts_with(name) && !value.is_empty()
            })
            .map(|(_, value)| value.to_owned())
            .ok_or_else(|| Error::Unexpected {
                status: response.status().as_u16(),
                detail: format!("no cookie {name}"),
            })
    };
    Ok(TokenPair {
        access_token: cookie("confluence_access")?,
        refresh_token: cookie("confluence_refresh")?,
        token_type: "Bearer".to_owned(),
        // Ten minutes by contract; if the token expires earlier, the 401 triggers a refresh.
        expires_in: 600,
    })
}
