//! Fetching a page at an address that a stranger chose.
//!
//! Every hop is looked at anew: its scheme, its port, and the very addresses that are then connected to, so
//! that no name can be one thing when it is checked and another when it is used. Refuses proxies of the
//! environment, cookies, redirects that the library would follow by itself, and compressed answers.

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

/// How long a card may take, all hops together.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of a page that are read; what it says of itself stands at its beginning.
const PAGE_BYTES: usize = 1024 * 1024;
/// Redirects that are followed.
const HOPS: usize = 5;

/// Gives the addresses of a name.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// Where the server may go for a card. [`Reach::default`] is the whole world and nothing nearer; only
/// tests bring another one, as there is no setting for it.
#[derive(Clone)]
pub struct Reach {
    /// Whether it may connect to an address.
    pub addresses: fn(IpAddr) -> bool,
    /// Whether it may connect to a port.
    pub ports: fn(u16) -> bool,
    /// How names become addresses.
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
    /// It leads where this server does not go.
    #[error("it leads where this server does not go")]
    Refused,
    /// There is no page that says who it is.
    #[error("there is no page with a title")]
    NoPage,
    /// The other side, or its name, did not answer as it should, or not in time.
    #[error("there was no answer")]
    NoAnswer,
}

/// Fetches pages. Clones share their client, which keeps no connection.
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

    /// The card of a link.
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

    /// What can be told from a link alone. An address in it never meets the resolver, so it is judged here,
    /// however it was written: the parser has made one of every form by now.
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

/// The first bytes of a page, however long it says it is or goes on.
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

/// The resolver's refusal is told from everything else that can go wrong on the way.
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

/// Resolves names to addresses of which every one may be connected to: one that may not makes all of them
/// suspect. What it gives is what is connected to; nobody asks the name again in between.
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
