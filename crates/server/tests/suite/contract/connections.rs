//! SOCK16, SOCK17: keep-alive after refusals, and the limit on connections per address.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{SOON, Server, eventually, within};

/// A plain TCP connection.
struct Bare(TcpStream);

/// The status and the lower-cased head of a response.
struct Heard {
    status: u16,
    head: String,
}

impl Bare {
    async fn open(server: &Server) -> Self {
        let stream = TcpStream::connect(server.base().trim_start_matches("http://")).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// The next response; `None` if the connection was closed.
    async fn answer(&mut self) -> Option<Heard> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            bytes.push(within(SOON, "the answer", self.0.read_u8()).await.ok()?);
        }
        let head = String::from_utf8(bytes).unwrap().to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        within(SOON, "the body", self.0.read_exact(&mut body)).await.ok()?;
        Some(Heard { status: head[9..12].parse().unwrap(), head })
    }

    async fn is_healthy(&mut self) -> bool {
        let sent = self.0.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
        sent.is_ok() && self.answer().await.is_some_and(|heard| heard.status == 200)
    }
}

fn head(line: &str, more: &str, length: usize) -> String {
    format!("{line} HTTP/1.1\r\nhost: x\r\n{more}content-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn sock16_refusal_before_the_body_is_read_keeps_the_connection() {
    let server = Server::start().await;
    for (line, more, status) in [
        ("POST /api/v1/nothing", "", 404),
        ("PUT /healthz", "", 405),
        ("POST /api/v1/rooms", "", 401),
        ("POST /api/v1/rooms", "authorization: Bearer nonsense\r\n", 401),
        ("POST /api/v1/auth/sign-up", "origin: http://elsewhere.example\r\n", 403),
        ("POST /api/v1/auth/sign-in", "content-type: text/plain\r\n", 415),
    ] {
        for body in [r#"{"name":"x"}"#.to_owned(), " ".repeat(60_000)] {
            let mut connection = Bare::open(&server).await;
            connection.send(&head(line, more, body.len())).await;
            // The response does not wait for the body, which may arrive after it.
            let heard = connection.answer().await.unwrap();
            assert_eq!(heard.status, status, "{line}: {}", heard.head);
            connection.send(&body).await;
            assert!(connection.is_healthy().await, "{line}: the connection was cut");
        }
    }
}

#[tokio::test]
async fn sock16_refusal_of_a_large_body_is_received_before_the_connection_closes() {
    let server = Server::start().await;
    let body = vec![b' '; 4 * 1024 * 1024];
    let json = "content-type: application/json\r\n";
    for (line, more, status) in [
        ("POST /api/v1/rooms", format!("content-length: {}\r\n", body.len()), 401),
        ("POST /api/v1/rooms", "transfer-encoding: chunked\r\n".to_owned(), 401),
        ("POST /api/v1/auth/sign-in", format!("{json}content-length: {}\r\n", body.len()), 413),
    ] {
        let mut connection = Bare::open(&server).await;
        connection.send(&format!("{line} HTTP/1.1\r\nhost: x\r\n{more}\r\n")).await;
        if more.contains("chunked") {
            connection.send(&format!("{:x}\r\n", body.len())).await;
        }
        // Sends all of it before reading the response, as browsers do.
        within(SOON, "the body is sent", connection.0.write_all(&body)).await.unwrap();
        let heard = connection.answer().await.expect("a response");
        assert_eq!(heard.status, status, "{}", heard.head);
        assert!(heard.head.contains("connection: close"), "{}", heard.head);
    }
}

#[tokio::test]
async fn sock16_refused_expect_continue_closes_the_connection() {
    let server = Server::start().await;
    let mut connection = Bare::open(&server).await;
    connection.send(&head("POST /api/v1/rooms", "expect: 100-continue\r\n", 12)).await;
    let heard = connection.answer().await.unwrap();
    assert_eq!(heard.status, 401, "{}", heard.head);
    assert!(heard.head.contains("connection: close"), "{}", heard.head);
}

#[tokio::test]
async fn sock17_connections_per_address_are_limited_and_freed_when_closed() {
    let server = Server::with(&[("LIMIT_CONNECTIONS_PER_ADDRESS", "8")]).await;
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(Bare::open(&server).await);
    }
    let mut one_more = Bare::open(&server).await;
    let heard = one_more.answer().await.expect("a refusal");
    assert_eq!(heard.status, 429, "{}", heard.head);
    assert!(heard.head.contains("retry-after: 1"), "{}", heard.head);
    idle.pop();
    eventually("another connection is accepted", async || {
        let answer = server.http.get(server.url("/healthz")).send().await;
        answer
            .map_err(|error| error.to_string())
            .and_then(|answer| if answer.status() == 200 { Ok(()) } else { Err(answer.status().to_string()) })
    })
    .await;
}

#[tokio::test]
async fn sock17_sockets_and_trusted_proxies_do_not_count() {
    let server = Server::with(&[("LIMIT_CONNECTIONS_PER_ADDRESS", "4")]).await;
    let ana = server.person("ana").await;
    let mut sockets = Vec::new();
    for _ in 0..8 {
        sockets.push(ana.raw().await);
    }
    drop(server);

    let limits = [("LIMIT_CONNECTIONS_PER_ADDRESS", "4"), ("TRUSTED_PROXIES", "127.0.0.1")];
    let server = Server::with(&limits).await;
    let mut connections = Vec::new();
    for _ in 0..16 {
        let mut connection = Bare::open(&server).await;
        assert!(connection.is_healthy().await);
        connections.push(connection);
    }
}
