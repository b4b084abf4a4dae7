//! FILE9: a cloud outage while the server runs, simulated by a relay in front of the cloud's emulator.

use std::net::SocketAddr;

use confluence_protocol::{ErrorCode, RoomKind};
use reqwest::Method;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

use crate::support::{LONG, Server, eventually, within};

/// Forwards connections to a service. When shut, it stops listening and drops open connections, as if the
/// service's process were killed.
struct Relay {
    address: SocketAddr,
    to: String,
    running: Option<AbortHandle>,
}

impl Relay {
    async fn to(service: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mut relay = Self { address: free, to: service.to_owned(), running: None };
        relay.open().await;
        relay
    }

    async fn open(&mut self) {
        let address = self.address;
        let listener = eventually("the relay's port is free", || TcpListener::bind(address)).await;
        let to = self.to.clone();
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let to = to.clone();
                open.spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(to).await {
                        let _ = copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        self.running = Some(task.abort_handle());
    }

    /// Stops forwarding and waits until connections are refused.
    async fn shut(&mut self) {
        let Some(running) = self.running.take() else { return };
        running.abort();
        let address = self.address;
        eventually("the relay is shut", || async move {
            match TcpStream::connect(address).await {
                Ok(_) => Err("somebody listens"),
                Err(_) => Ok(()),
            }
        })
        .await;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
    }
}

/// Cloud credentials and endpoints from this process's environment.
fn passed_on() -> Vec<(String, String)> {
    std::env::vars().filter(|(name, _)| name.starts_with("AWS_") || name.starts_with("AZUR")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file9_cloud_outage_is_reported_and_text_messages_still_work() {
    for (variable, endpoint) in
        [("CONFLUENCE_TEST_AZURITE", "AZURITE_BLOB_STORAGE_URL"), ("CONFLUENCE_TEST_S3", "AWS_ENDPOINT")]
    {
        let (Ok(url), Ok(service)) = (std::env::var(variable), std::env::var(endpoint)) else {
            assert!(std::env::var_os("CONFLUENCE_REQUIRE_SERVICES").is_none(), "{variable} is not set");
            eprintln!("SKIPPED file9: {variable} is not set");
            continue;
        };
        let mut relay = Relay::to(service.trim_start_matches("http://").trim_end_matches('/')).await;
        let mut settings = passed_on();
        settings.push(("MEDIA_URL".to_owned(), format!("{url}/{}", uuid::Uuid::now_v7())));
        settings.push((endpoint.to_owned(), format!("http://{}", relay.address)));
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let server = Server::with(&settings).await;
        let ana = server.person("ana").await;
        let room = ana.room("Files", RoomKind::Public).await.id;
        let upload = async || {
            let call = server.call_as(&ana, Method::POST, "/api/v1/uploads?name=a.bin").await;
            call.bytes("application/octet-stream", vec![7; 100_000]).answer().await
        };
        let ready = async || server.call(Method::GET, "/readyz").answer().await;
        let file = upload().await;
        assert_eq!(file.status, 201, "{}", file.shown());
        assert_eq!(ready().await.status, 200);

        relay.shut().await;
        // A text message does not wait for an upload that is waiting for the storage.
        let (refused, said) = tokio::join!(
            within(LONG, "the refusal", upload()),
            within(LONG, "the acknowledgement", ana.client.say(room, "still here")),
        );
        assert_eq!(said.unwrap().body, "still here");
        refused.refused(ErrorCode::Unavailable);
        assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
        eventually("readiness names the storage", async || {
            let degraded = ready().await;
            assert_eq!(degraded.status, 200, "text messages still work");
            if degraded.json()["checks"]["storage"] == "failed" { Ok(()) } else { Err(degraded.shown()) }
        })
        .await;
        let url = file.json()["url"].as_str().unwrap().to_owned();
        let unread = server.call_as(&ana, Method::GET, &url).await.answer().await;
        unread.refused(ErrorCode::Unavailable);

        relay.open().await;
        let file = within(LONG, "the upload after the outage", upload()).await;
        assert_eq!(file.status, 201, "{}", file.shown());
        assert_eq!(ready().await.status, 200);
        let read = server.call_as(&ana, Method::GET, &url).await.answer().await;
        assert_eq!((read.status, read.body.len()), (200, 100_000));
    }
}
