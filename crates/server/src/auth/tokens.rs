//! Access tokens (JWT, HS256) and refresh tokens (opaque, stored as hashes).
//!
//! The caller passes the time. Sessions are not checked here: a valid token may belong to a session that has
//! ended.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use confluence_protocol::{SessionId, Timestamp, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{cookies::Cookies, devices::Devices, lifetimes::ACCESS_SECONDS};
use crate::{
    config::{Config, Secret, keyed_hash},
    error::ApiError,
};

const ISSUER: &str = "confluence";
const AUDIENCE: &str = "confluence-api";
/// Token type of RFC 9068: no token made for another purpose with the same secret can pass for one of these.
const TYPE: &str = "at+jwt";

/// Content of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// Account of the user.
    pub user_id: UserId,
    /// Session of the token.
    pub session_id: SessionId,
}

/// Makes and reads tokens with the current secret, and reads those of the previous one.
pub struct Tokens {
    /// Cookies that hold the tokens in browsers.
    pub cookies: Cookies,
    /// Marks of known devices.
    pub devices: Devices,
    current: Ring,
    previous: Option<Ring>,
}

/// Keys derived from one secret.
struct Ring {
    id: String,
    signing: EncodingKey,
    reading: DecodingKey,
    refresh: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
}

impl Tokens {
    /// With the secrets of the configuration, on the server whose data has this epoch.
    pub fn new(config: &Config, epoch: &str) -> Self {
        Self {
            cookies: Cookies::of(epoch, config.is_https()),
            devices: Devices::new(config),
            current: Ring::new(&config.jwt_secret),
            previous: config.jwt_secret_previous.as_ref().map(Ring::new),
        }
    }

    /// Makes an access token that is valid for ten minutes.
    pub fn make_access(&self, claims: AccessClaims, now: Timestamp) -> Result<String, ApiError> {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.current.id.clone());
        let iat = now.as_millis().div_euclid(1000);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: claims.user_id,
            sid: claims.session_id,
            iat,
            exp: iat + ACCESS_SECONDS,
        };
        jsonwebtoken::encode(&header, &claims, &self.current.signing)
            .map_err(|error| ApiError::internal(&error))
    }

    /// Content of an access token, if this server made it and it has not expired at `now`.
    pub fn read_access(&self, token: &str, now: Timestamp) -> Option<AccessClaims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let kid = header.kid?;
        let ring = [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .find(|ring| ring.id == kid)?;
        if header.typ.as_deref() != Some(TYPE) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The library would use the system clock and allow a minute of leeway: expiry is checked below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &ring.reading, &validation).ok()?.claims;
        let fresh = now.as_millis() < claims.exp.saturating_mul(1000);
        fresh.then_some(AccessClaims { user_id: claims.sub, session_id: claims.sid })
    }

    /// The refresh token that `used` is exchanged for now.
    pub fn successor(&self, used: &RefreshToken) -> RefreshToken {
        self.current.successor(used)
    }

    /// Every successor that a node may have returned for `used`, the likeliest first: during a rotation of
    /// secrets, nodes may differ.
    pub fn successors(&self, used: &RefreshToken) -> Vec<RefreshToken> {
        [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .map(|ring| ring.successor(used))
            .collect()
    }
}

impl Ring {
    fn new(secret: &Secret) -> Self {
        Self {
            // Identifies the secret without revealing anything about it.
            id: URL_SAFE_NO_PAD.encode(&secret.derive("key id")[..6]),
            signing: EncodingKey::from_secret(secret.as_bytes()),
            reading: DecodingKey::from_secret(secret.as_bytes()),
            refresh: secret.derive("refresh successor"),
        }
    }

    fn successor(&self, used: &RefreshToken) -> RefreshToken {
        RefreshToken(keyed_hash(&self.refresh, &used.0))
    }
}

/// 256 bits that are exchanged once for the next pair of tokens. Only the hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken([u8; 32]);

impl RefreshToken {
    /// A random token for a new session.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Parses what a client sent, if it has the right form.
    pub fn parse(text: &str) -> Option<Self> {
        // Length first: longer texts are not worth decoding.
        let bytes = (text.len() == 43).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        bytes.try_into().ok().map(Self)
    }

    /// Text for the client.
    pub fn as_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The stored hash. A plain one is enough: nobody guesses 256 random bits.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn tokens(secret: &str, previous: Option<&str>) -> Tokens {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().display().to_string()),
            jwt_secret: Some(secret.repeat(32)),
            jwt_secret_previous: previous.map(|text| text.repeat(32)),
            ..Settings::default()
        };
        Tokens::new(&settings.into_config().unwrap(), "e1")
    }

    fn now() -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000)
    }

    fn claims() -> AccessClaims {
        AccessClaims { user_id: UserId::new(now()), session_id: SessionId::new(now()) }
    }

    fn forge(header: &Header, change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut claims = serde_json::json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": UserId::new(now()), "sid": SessionId::new(now()),
            "iat": 1_800_000_000, "exp": 1_800_000_600,
        });
        change(&mut claims);
        jsonwebtoken::encode(header, &claims, &EncodingKey::from_secret("a".repeat(32).as_bytes())).unwrap()
    }

    #[test]
    fn auth11_token_is_valid_for_ten_minutes() {
        let tokens = tokens("a", None);
        let made = claims();
        let text = tokens.make_access(made, now()).unwrap();
        assert_eq!(tokens.read_access(&text, now().plus_seconds(599)), Some(made));
        assert_eq!(tokens.read_access(&text, now().plus_seconds(600)), None);
    }

    #[test]
    fn auth11_token_of_another_algorithm_type_issuer_audience_or_key_is_refused() {
        let tokens = tokens("a", None);
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(tokens.current.id.clone());
        let holds = |text: &str| tokens.read_access(text, now()).is_some();
        assert!(holds(&forge(&header, |_| {})));
        for claim in ["iss", "aud"] {
            assert!(!holds(&forge(&header, |claims| claims[claim] = "other".into())), "{claim}");
        }
        for claim in ["iss", "aud", "sub", "sid", "exp"] {
            let without = forge(&header, |claims| {
                claims.as_object_mut().unwrap().remove(claim);
            });
            assert!(!holds(&without), "{claim}");
        }
        let change = |change: fn(&mut Header)| {
            let mut header = header.clone();
            change(&mut header);
            forge(&header, |_| {})
        };
        assert!(!holds(&change(|header| header.typ = Some("JWT".to_owned()))));
        assert!(!holds(&change(|header| header.typ = None)));
        assert!(!holds(&change(|header| header.alg = Algorithm::HS512)));
        assert!(!holds(&change(|header| header.kid = None)));
        assert!(!holds(&change(|header| header.kid = Some("x".to_owned()))));
        let good = forge(&header, |_| {});
        let (head, tail) = good.rsplit_once('.').unwrap();
        let none = URL_SAFE_NO_PAD
            .encode(format!(r#"{{"alg":"none","typ":"{TYPE}","kid":"{}"}}"#, tokens.current.id));
        assert!(!holds(&format!("{none}.{}.", head.split_once('.').unwrap().1)));
        assert!(!holds(&format!("{head}.{}", tail.chars().rev().collect::<String>())));
        assert!(!holds(""));
    }

    #[test]
    fn auth18_tokens_of_the_previous_secret_are_still_valid() {
        let text = tokens("a", None).make_access(claims(), now()).unwrap();
        assert!(tokens("b", Some("a")).read_access(&text, now()).is_some());
        assert!(tokens("b", None).read_access(&text, now()).is_none());
    }

    #[test]
    fn auth13_successor_of_a_refresh_token_is_always_the_same() {
        let first = RefreshToken::random();
        let tokens = tokens("a", None);
        assert!(tokens.successor(&first) == tokens.successor(&first));
        assert!(tokens.successor(&first) != first);
        assert!(RefreshToken::parse(&first.as_text()).unwrap() == first);
        for bad in ["", "x", &"!".repeat(43), &"A".repeat(44)] {
            assert!(RefreshToken::parse(bad).is_none());
        }
    }
}
