//! A relay in front of PostgreSQL whose connections can go dead without being closed, as if a cable were cut
//! or the server process stopped.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::watch,
};

pub struct Proxy {
    pub address: String,
    /// Connections with a lower number are dead.
    alive_from: watch::Sender<usize>,
    connections: Arc<AtomicUsize>,
    swallow: Arc<AtomicBool>,
}

impl Proxy {
    /// Starts a relay to this `host:port`.
    pub async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (alive_from, alive) = watch::channel(0);
        let (connections, swallow) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (numbers, swallowing) = (Arc::clone(&connections), Arc::clone(&swallow));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(upstream) = TcpStream::connect(&server).await else { continue };
                let number = numbers.fetch_add(1, Ordering::SeqCst);
                let ((from, to), (back, home)) = (client.into_split(), upstream.into_split());
                let cut = Arc::new(AtomicBool::new(false));
                let (here, there) = (Arc::clone(&cut), cut);
                let swallowing = Arc::clone(&swallowing);
                tokio::spawn(relay(from, home, number, alive.clone(), move |bytes| {
                    if bytes.windows(7).any(|text| text == b"COMMIT\0")
                        && swallowing.swap(false, Ordering::SeqCst)
                    {
                        here.store(true, Ordering::SeqCst);
                    }
                    true
                }));
                tokio::spawn(relay(back, to, number, alive.clone(), move |_| !there.load(Ordering::SeqCst)));
            }
        });
        Self { address, alive_from, connections, swallow }
    }

    /// Stops all traffic on the currently open connections; new ones work.
    pub fn freeze(&self) {
        self.alive_from.send_replace(self.connections.load(Ordering::SeqCst));
    }

    /// Forwards the next COMMIT to the server but drops its answer.
    pub fn swallow_the_next_commit(&self) {
        self.swallow.store(true, Ordering::SeqCst);
    }

    /// Whether a COMMIT has been swallowed since then.
    pub fn swallowed(&self) -> bool {
        !self.swallow.load(Ordering::SeqCst)
    }
}

async fn relay(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    number: usize,
    mut alive: watch::Receiver<usize>,
    passes: impl Fn(&[u8]) -> bool,
) {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let dead = async { alive.wait_for(|first| *first > number).await.is_ok() };
        let read = tokio::select! {
            read = from.read(&mut bytes) => Some(read),
            _ = dead => None,
        };
        let Some(read) = read else { return std::future::pending().await };
        let Ok(read @ 1..) = read else { return };
        if passes(&bytes[..read]) && to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
