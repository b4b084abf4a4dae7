//! Fetches a page from an address that a stranger chose.
//!
//! Every hop is checked anew: its scheme, its port, and the very addresses that are then connected to, so
//! that a name cannot resolve differently between check and use. Environment proxies, cookies, automatic
//! redirects and compressed responses are not used.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use confluence_protocol::Preview;
use futures_util::future::BoxFuture;
use reqwest::{
    Client, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, LOCATION},
    redirect::Policy,
};

use super::{address::is_global, page};

/// Time limit for a card, including all hops.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of a page that are read; its metadata is at the beginning.
const PAGE_BYTES: usize = 1024 * 1024;
/// Redirects that are followed.
const HOPS: usize = 5;

/// Resolves a name to addresses.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// Where the server may connect for a card. [`Reach::default`] is the public internet only; tests use other
/// values, and there is no setting for it.
#[derive(Clone)]
pub struct Reach {
    /// Whether an address is allowed.
    pub addresses: fn(IpAddr) -> bool,
    /// Whether a port is allowed.
    pub ports: fn(u16) -> bool,
    /// Resolver for names.
    pub lookup: Lookup,
}

impl Default for Reach {
    fn default() -> Self {
        let lookup: Lookup = Arc::new(|name| {
            Box::pin(async move {
                let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
                Ok(found.map(|address| address.ip()).collect())
            })
        });
        Self { addresses: is_global, ports: |port| matches!(port, 80 | 443), lookup }
    }
}

impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reach")
    }
}

/// Pages cannot be fetched here: the machine has no TLS roots.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct NoClient(reqwest::Error);

/// Why a link has no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCard {
    /// The link leads to an address, port or scheme that is not allowed.
    #[error("its address is not allowed")]
    Refused,
    /// There is no page with a title.
    #[error("there is no page with a title")]
    NoPage,
    /// The page's server or its name server did not answer properly or in time.
    #[error("there was no answer")]
    NoAnswer,
}

/// Fetches pages. Clones share a client, which keeps no connections.
#[derive(Clone)]
pub struct Fetcher {
    client: Client,
    reach: Reach,
}

impl Fetcher {
    /// Goes as far as `reach` says. Fails where the machine has no TLS roots.
    pub fn new(reach: Reach) -> Result<Self, NoClient> {
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Checked(reach.clone())))
            .user_agent(concat!("ConfluencePreview/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            .build()
            .map_err(NoClient)?;
        Ok(Self { client, reach })
    }

    /// Fetches the card of a link.
    pub async fn card(&self, link: &Url) -> Result<Preview, NoCard> {
        tokio::time::timeout(PATIENCE, self.follow(link)).await.unwrap_or(Err(NoCard::NoAnswer))
    }

    async fn follow(&self, link: &Url) -> Result<Preview, NoCard> {
        let mut url = link.clone();
        for _ in 0..=HOPS {
            self.check(&url)?;
            let request = self.client.get(url.clone());
            let request = request.header(ACCEPT, "text/html, application/xhtml+xml");
            let response = request.header(ACCEPT_ENCODING, "identity").send().await.map_err(no_answer)?;
            if response.status().is_redirection() {
                let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
                url = to.and_then(|to| url.join(to).ok()).ok_or(NoCard::NoPage)?;
                continue;
            }
            if !response.status().is_success() || !is_page(&response) {
                return Err(NoCard::NoPage);
            }
            let bytes = beginning(response).await?;
            return page::card(link.as_str(), &bytes).ok_or(NoCard::NoPage);
        }
        Err(NoCard::NoPage)
    }

    /// Checks what the URL alone shows. A literal address never reaches the resolver, so it is checked here;
    /// the parser has normalized every spelling of it.
    fn check(&self, url: &Url) -> Result<(), NoCard> {
        let plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.port_or_known_default().is_some_and(self.reach.ports);
        let host = url.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if !plain || host.is_empty() || address.is_ok_and(|address| !(self.reach.addresses)(address)) {
            return Err(NoCard::Refused);
        }
        Ok(())
    }
}

fn is_page(response: &Response) -> bool {
    let named = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = named.and_then(|named| named.split(';').next()).map(|kind| kind.trim().to_ascii_lowercase());
    kind.is_some_and(|kind| matches!(kind.as_str(), "text/html" | "application/xhtml+xml"))
}

/// Reads the first bytes of a page, whatever its announced or actual length.
async fn beginning(mut response: Response) -> Result<Vec<u8>, NoCard> {
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(no_answer)? {
        let room = PAGE_BYTES - bytes.len();
        bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        if bytes.len() >= PAGE_BYTES {
            break;
        }
    }
    Ok(bytes)
}

/// Distinguishes a refusal by the resolver from all other errors.
#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
fn no_answer(error: reqwest::Error) -> NoCard {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<NoCard>() {
            return *refused;
        }
        cause = error.source();
    }
    NoCard::NoAnswer
}

/// A resolver that refuses a name unless every one of its addresses is allowed: a single bad one makes all of
/// them suspect. The connection uses these addresses; the name is not resolved again in between.
struct Checked(Reach);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let Reach { addresses, lookup, .. } = self.0.clone();
        Box::pin(async move {
            let found = lookup(name.as_str().to_owned()).await?;
            if found.is_empty() || !found.iter().all(|address| addresses(*address)) {
                return Err(NoCard::Refused.into());
            }
            let found: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(found)
        })
    }
}
