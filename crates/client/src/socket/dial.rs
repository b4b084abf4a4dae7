//! Opening one WebSocket connection to a server.

use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async_with_config, connect_async_with_config,
    tungstenite::{
        self,
        client::IntoClientRequest,
        handshake::client::Request,
        http::{HeaderName, HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use crate::{Client, Error};

pub type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Time after which opening a connection fails.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Largest frame that is accepted, in bytes. The `ready` of an account with very many rooms is the largest.
const MAX_FRAME: usize = 16 * 1024 * 1024;

/// How to open a connection.
#[derive(Clone, Debug, Default)]
pub struct Dial {
    /// Bearer token; without one the server waits for `authenticate`.
    pub token: Option<String>,
    /// Additional headers, such as `Origin` or `Cookie`, by name and value.
    pub headers: Vec<(String, String)>,
    /// Size of the kernel's receive buffer in bytes, to simulate a reader that cannot keep up (plain `http`
    /// only).
    pub receive_buffer: Option<u32>,
}

impl Dial {
    /// The upgrade request to the server's socket.
    pub(crate) fn request(&self, client: &Client) -> Result<Request, Error> {
        let mut url = client.url(&["ws"])?;
        let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
        let address = |()| Error::Address(client.base().to_owned());
        url.set_scheme(scheme).map_err(address)?;
        let mut request = url.as_str().into_client_request().map_err(socket_error)?;
        let headers = request.headers_mut();
        if let Some(token) = &self.token {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            headers.insert(header::AUTHORIZATION, value.map_err(|error| socket_error(error.into()))?);
        }
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().map_err(|_| Error::Address(format!("header {name}")))?;
            let value = HeaderValue::from_str(value).map_err(|error| socket_error(error.into()))?;
            headers.insert(name, value);
        }
        Ok(request)
    }

    /// Opens the connection.
    pub(crate) async fn open(&self, client: &Client) -> Result<Stream, Error> {
        let request = self.request(client)?;
        let open = async {
            let config =
                WebSocketConfig::default().max_message_size(Some(MAX_FRAME)).max_frame_size(Some(MAX_FRAME));
            let (stream, _) = match self.receive_buffer {
                None => connect_async_with_config(request, Some(config), true).await?,
                Some(bytes) => {
                    let stream = narrow_stream(&request, bytes).await.map_err(tungstenite::Error::Io)?;
                    client_async_with_config(request, MaybeTlsStream::Plain(stream), Some(config)).await?
                }
            };
            Ok(stream)
        };
        match tokio::time::timeout(TIMEOUT, open).await {
            Ok(opened) => opened.map_err(socket_error),
            Err(_) => Err(socket_error(tungstenite::Error::Io(std::io::ErrorKind::TimedOut.into()))),
        }
    }
}

/// A connection whose receive buffer is set before the TCP handshake, as the kernel requires.
async fn narrow_stream(request: &Request, bytes: u32) -> std::io::Result<TcpStream> {
    let uri = request.uri();
    let host = uri.host().unwrap_or_default();
    let address = lookup_host((host, uri.port_u16().unwrap_or(80)))
        .await?
        .next()
        .ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_recv_buffer_size(bytes)?;
    socket.connect(address).await
}

pub fn socket_error(error: tungstenite::Error) -> Error {
    Error::Socket(Box::new(error))
}
