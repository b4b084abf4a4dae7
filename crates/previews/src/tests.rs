//! Where a link must not lead: listeners on loopback count connections, and there are none.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use reqwest::Url;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{
    address::is_global,
    fetch::{Fetcher, Lookup, NoCard, Reach},
};

/// Stands for the internet in these tests: the only non-global address that may be connected to.
const WORLD: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// Hosts that are this machine, its networks, or otherwise not global.
const REFUSED: [&str; 82] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.1",
    "0177.1",
    "127.0.0.1.",
    "0",
    "0.0.0.0",
    "0x0",
    "0.1.2.3",
    "00000000000",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "10.0.0.1",
    "10.255.255.255",
    "0xa000001",
    "012.1",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "0xc0a80001",
    "3232235521",
    "169.254.169.254",
    "169.254.0.1",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "4294967295",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[100::1]",
    "[2001::1]",
    "[2001:0:7f00:1::]",
    "[2001:10::1]",
    "[2001:20::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[3fff::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[5f00::1]",
    "①②⑦.0.0.1",
    "127。0。0。1",
];

/// Listens on an address, counts connections, and sends `answer` on each.
async fn listener(on: IpAddr, answer: String) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((on, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = socket.read(&mut request).await;
                let _ = socket.write_all(answer.as_bytes()).await;
            });
        }
    });
    (address, hits)
}

fn html(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n{body}")
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

/// A fetcher for all ports, the internet, and names resolved by `lookup`.
fn reaching(lookup: impl Fn(String) -> Vec<IpAddr> + Send + Sync + 'static) -> Fetcher {
    let lookup: Lookup = Arc::new(move |name| {
        let found = lookup(name);
        Box::pin(async move { Ok::<_, io::Error>(found) })
    });
    let addresses = |address| is_global(address) || address == WORLD;
    Fetcher::new(Reach { addresses, ports: |_| true, lookup }).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[tokio::test]
async fn prev3_no_spelling_of_an_address_leads_inside() {
    let (address, hits) = listener(Ipv4Addr::LOCALHOST.into(), html("<title>inside</title>")).await;
    // The real rule for addresses; only the port is the listener's, and every name resolves to it.
    let lookup: Lookup = Arc::new(|_| Box::pin(async { Ok(vec![Ipv4Addr::LOCALHOST.into()]) }));
    let fetcher = Fetcher::new(Reach { ports: |_| true, lookup, ..Reach::default() }).unwrap();
    let mut asked = 0;
    for host in REFUSED {
        let Ok(link) = Url::parse(&format!("http://{host}:{}/", address.port())) else { continue };
        assert_eq!(fetcher.card(&link).await, Err(NoCard::Refused), "{host}");
        asked += 1;
    }
    // The parser rejects a few of them.
    assert!(asked >= 75, "{asked}");
    assert_eq!(hits.load(Ordering::SeqCst), 0);
    // The control: without the rule, the same links reach the listener.
    let lookup: Lookup = Arc::new(|_| Box::pin(async { Ok(vec![Ipv4Addr::LOCALHOST.into()]) }));
    let open = Fetcher::new(Reach { addresses: |_| true, ports: |_| true, lookup }).unwrap();
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "localhost"] {
        let card = open.card(&url(&format!("http://{host}:{}/", address.port()))).await;
        assert_eq!(card.map(|card| card.title), Ok("inside".to_owned()), "{host}");
    }
    assert_eq!(hits.load(Ordering::SeqCst), 4);
    // The rule itself, for global addresses.
    for host in ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450::1"] {
        assert!(is_global(host.parse().unwrap()), "{host}");
    }
}

#[tokio::test]
async fn prev3_only_web_ports_and_no_credentials() {
    let fetcher = Fetcher::new(Reach::default()).unwrap();
    for link in [
        "http://93.184.215.14:22/",
        "https://93.184.215.14:8443/",
        "http://93.184.215.14:6379/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "gopher://93.184.215.14/",
        "data:text/html,<title>x",
        "http://user@93.184.215.14/",
        "http://user:word@93.184.215.14/",
        "http://:word@93.184.215.14/",
    ] {
        assert_eq!(fetcher.card(&url(link)).await, Err(NoCard::Refused), "{link}");
    }
}

#[tokio::test]
async fn prev3_redirects_do_not_lead_inside_either() {
    let (inside, hits) = listener(Ipv4Addr::LOCALHOST.into(), html("<title>inside</title>")).await;
    let fetcher = reaching(|_| vec![Ipv4Addr::LOCALHOST.into()]);
    for to in [
        format!("http://127.0.0.1:{}/", inside.port()),
        format!("http://[::ffff:127.0.0.1]:{}/", inside.port()),
        format!("http://2130706433:{}/", inside.port()),
        format!("//127.0.0.1:{}/", inside.port()),
        format!("http://named.example:{}/", inside.port()),
        "file:///etc/passwd".to_owned(),
    ] {
        let (world, met) = listener(WORLD, redirect(&to)).await;
        assert_eq!(fetcher.card(&url(&format!("http://{world}/"))).await, Err(NoCard::Refused), "{to}");
        assert_eq!(met.load(Ordering::SeqCst), 1, "{to}");
    }
    // A redirect to itself is followed five times.
    let (world, met) = listener(WORLD, redirect("/again")).await;
    assert_eq!(fetcher.card(&url(&format!("http://{world}/"))).await, Err(NoCard::NoPage));
    assert_eq!(met.load(Ordering::SeqCst), 6);
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn prev3_name_with_changing_addresses_leads_nowhere() {
    let (inside, hits) = listener(Ipv4Addr::LOCALHOST.into(), html("<title>inside</title>")).await;
    let link = url(&format!("http://named.example:{}/", inside.port()));
    // One of several addresses is inside.
    let mixed = reaching(|_| vec![WORLD, Ipv4Addr::LOCALHOST.into()]);
    assert_eq!(mixed.card(&link).await, Err(NoCard::Refused));
    // The first lookup is outside, every later one inside: the second hop gets that.
    let (world, met) = listener(WORLD, redirect(&format!("http://named.example:{}/", inside.port()))).await;
    let asked = AtomicUsize::new(0);
    let rebinding = reaching(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => vec![WORLD],
        _ => vec![Ipv4Addr::LOCALHOST.into()],
    });
    let link = url(&format!("http://named.example:{}/", world.port()));
    assert_eq!(rebinding.card(&link).await, Err(NoCard::Refused));
    assert_eq!((met.load(Ordering::SeqCst), hits.load(Ordering::SeqCst)), (1, 0));
    assert_eq!(reaching(|_| Vec::new()).card(&link).await, Err(NoCard::Refused));
}

#[tokio::test]
async fn prev4_pages_are_read_up_to_a_mebibyte_and_five_seconds() {
    let fetcher = reaching(|_| vec![WORLD]);
    let title = "<title>Long</title>";
    let (world, _) = listener(WORLD, html(&format!("{title}{}", " ".repeat(3 * 1024 * 1024)))).await;
    let link = url(&format!("http://named.example:{}/", world.port()));
    let card = fetcher.card(&link).await.unwrap();
    assert_eq!((card.title.as_str(), card.url.as_str()), ("Long", link.as_str()));
    // Text after the first mebibyte is not read.
    let (world, _) = listener(WORLD, html(&format!("{}{title}", " ".repeat(1024 * 1024)))).await;
    assert_eq!(fetcher.card(&url(&format!("http://{world}/"))).await, Err(NoCard::NoPage));
    for other in [
        "HTTP/1.1 200 OK\r\ncontent-type: image/svg+xml\r\nconnection: close\r\n\r\n<title>x</title>",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<title>x</title>",
        "HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<title>x</title>",
        "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    ] {
        let (world, _) = listener(WORLD, other.to_owned()).await;
        assert_eq!(fetcher.card(&url(&format!("http://{world}/"))).await, Err(NoCard::NoPage), "{other}");
    }
    // A server that accepts connections and sends nothing.
    let silent = TcpListener::bind((WORLD, 0)).await.unwrap();
    let began = Instant::now();
    let link = url(&format!("http://{}/", silent.local_addr().unwrap()));
    assert_eq!(fetcher.card(&link).await, Err(NoCard::NoAnswer));
    assert!(began.elapsed().as_secs() < 8);
}
