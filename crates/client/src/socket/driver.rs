//! The task behind a [`super::Socket`]: connects, reads, writes, fetches, and reconnects.
//!
//! Reading never waits for writing: a separate task writes from a short queue, so that two peers with full
//! buffers cannot deadlock.

use std::{
    collections::{HashMap, VecDeque},
    ops::ControlFlow,
    time::Duration,
};

use confluence_protocol::{
    Backoff, Changes, ClientFrame, CloseCode, ErrorCode, MessageId, Ping, ReadMark, RoomId, ServerFrame,
};
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};

use super::{
    command::Command,
    dial::{Dial, Stream},
    event::{Ack, Cause, Event},
    options::SocketOptions,
    outgoing::Outgoing,
    resume::{Fetch, Resume, Step},
};
use crate::{Client, Error, jitter::jitter};

/// Frames that may wait in the queue of the writing task; further ones wait in `unsent`.
const WRITES: usize = 64;
/// Concurrent fetches of changes; further rooms wait.
const FETCHES: usize = 4;
/// Pings that may wait for their pong; further ones fail.
const PINGS: usize = 16;

/// Drives the socket until its owner drops it or it cannot be opened again.
pub async fn run(
    client: Client,
    options: SocketOptions,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
) {
    let mut backoff = Backoff::new(options.backoff_base, options.backoff_cap);
    let resume = Resume::new(options.held.clone(), options.epoch.clone());
    let mut driver = Driver {
        client,
        options,
        commands,
        events,
        resume,
        outgoing: Outgoing::default(),
        unsent: VecDeque::new(),
        marks: HashMap::new(),
        pings: VecDeque::new(),
        next_ping: 0,
        fetches: JoinSet::new(),
        waiting_fetches: VecDeque::new(),
        ready: false,
        refreshed: false,
    };
    loop {
        let end = driver.connection().await;
        if driver.ready {
            backoff.reset();
        }
        match end {
            End::Dropped => return,
            End::Final(error) => {
                // The owner may be gone and no longer need the reason.
                let _ = driver.events.send(Event::Ended(error)).await;
                return;
            }
            End::Lost(code) => {
                if driver.events.send(Event::Disconnected { code }).await.is_err() {
                    return;
                }
            }
        }
        if driver.wait(backoff.next_wait(rand::random())).await.is_break() {
            return;
        }
    }
}

/// How a connection ended.
enum End {
    /// The owner dropped the socket.
    Dropped,
    /// Reconnecting cannot help.
    Final(Error),
    /// Reconnect. With the close code, if there was one.
    Lost(Option<u16>),
}

struct Driver {
    client: Client,
    options: SocketOptions,
    commands: mpsc::Receiver<Command>,
    events: mpsc::Sender<Event>,
    resume: Resume,
    outgoing: Outgoing,
    /// Frames for the writing task. Bounded by the places for sends, the rooms with a read mark, and the
    /// pings.
    unsent: VecDeque<ClientFrame>,
    /// Furthest read mark of each room, to be sent once there is a connection.
    marks: HashMap<RoomId, i64>,
    pings: VecDeque<(String, Instant, oneshot::Sender<Duration>)>,
    next_ping: u64,
    fetches: JoinSet<(RoomId, Result<Changes, Error>)>,
    waiting_fetches: VecDeque<Fetch>,
    /// Whether `ready` has arrived on this connection.
    ready: bool,
    /// Whether the token was refreshed since the last `ready`: it is refreshed only once.
    refreshed: bool,
}

impl Driver {
    /// Runs one connection until it ends.
    async fn connection(&mut self) -> End {
        self.ready = false;
        let token = self.client.access_token().await;
        let dial = Dial { token: token.clone(), ..Dial::default() };
        let opened = tokio::select! {
            opened = dial.open(&self.client) => opened,
            () = self.events.closed() => return End::Dropped,
        };
        let end = match opened {
            Ok(stream) => self.serve(stream).await,
            Err(error) => refused_upgrade(error),
        };
        // Everything in flight on this connection is void; unanswered sends are repeated on the next one.
        self.fetches = JoinSet::new();
        self.waiting_fetches.clear();
        self.unsent.clear();
        self.pings.clear();
        match end {
            End::Lost(Some(code)) => self.closed(code, token).await,
            end => end,
        }
    }

    /// Decides what a close code means: some end the socket, and an expired credential is refreshed once.
    async fn closed(&mut self, code: u16, token: Option<String>) -> End {
        const FINAL: [CloseCode; 6] = [
            CloseCode::OriginRefused,
            CloseCode::NoAuthentication,
            CloseCode::TooManySockets,
            CloseCode::FrameTooLarge,
            CloseCode::BinaryRefused,
            CloseCode::NotUtf8,
        ];
        if FINAL.iter().any(|last| last.as_u16() == code) {
            return End::Final(Error::Ended(Some(code)));
        }
        if code != CloseCode::SessionEnded.as_u16() {
            return End::Lost(Some(code));
        }
        let Some(token) = token.filter(|_| !self.refreshed) else {
            return End::Final(Error::Ended(Some(code)));
        };
        match self.client.refresh(&token).await {
            Ok(_) => {
                self.refreshed = true;
                End::Lost(Some(code))
            }
            Err(error) if error.is_retryable() => End::Lost(Some(code)),
            Err(error) => End::Final(error),
        }
    }

    async fn serve(&mut self, stream: Stream) -> End {
        let (sink, mut incoming) = stream.split();
        let (writer, queue) = mpsc::channel(WRITES);
        let mut writing = JoinSet::new();
        writing.spawn(write(sink, queue));
        let mut silent_at = Instant::now() + self.options.silence;
        loop {
            let due = self.outgoing.next_due();
            tokio::select! {
                message = incoming.next() => {
                    silent_at = Instant::now() + self.options.silence;
                    let end = match message {
                        Some(Ok(Message::Text(text))) => self.text(text.as_str()).await,
                        Some(Ok(Message::Close(frame))) => {
                            return End::Lost(frame.map(|frame| frame.code.into()));
                        }
                        Some(Ok(_)) => ControlFlow::Continue(()),
                        Some(Err(_)) | None => return End::Lost(None),
                    };
                    if end.is_break() {
                        return End::Dropped;
                    }
                }
                Some(command) = self.commands.recv() => self.command(command),
                permit = writer.reserve(), if self.ready && !self.unsent.is_empty() => {
                    let (Ok(permit), Some(frame)) = (permit, self.unsent.pop_front()) else {
                        return End::Lost(None);
                    };
                    permit.send(frame);
                }
                Some(fetched) = self.fetches.join_next() => {
                    if let Ok((room_id, result)) = fetched
                        && self.fetched(room_id, result).await.is_break()
                    {
                        return End::Dropped;
                    }
                }
                () = sleep_until(due.unwrap_or(silent_at)), if due.is_some() && self.ready => {
                    let frames = self.outgoing.due(Instant::now());
                    self.unsent.extend(frames.into_iter().map(ClientFrame::Send));
                }
                () = sleep_until(silent_at) => return End::Lost(None),
                () = self.events.closed() => return End::Dropped,
            }
        }
    }

    /// Waits before reconnecting; commands are still accepted meanwhile.
    async fn wait(&mut self, duration: Duration) -> ControlFlow<()> {
        let pause = sleep(duration);
        tokio::pin!(pause);
        loop {
            tokio::select! {
                () = &mut pause => return ControlFlow::Continue(()),
                () = self.events.closed() => return ControlFlow::Break(()),
                Some(command) = self.commands.recv() => self.command(command),
            }
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Send { room_id, message, answer } => {
                let frame = self.outgoing.push(room_id, message, answer);
                // Without a connection the send is kept: `ready` sends everything that is unanswered.
                if self.ready {
                    self.unsent.extend(frame.map(ClientFrame::Send));
                }
            }
            Command::Read { room_id, seq } => {
                let queued = self.unsent.iter_mut().find_map(|frame| match frame {
                    ClientFrame::Read(mark) if mark.room_id == room_id => Some(&mut mark.seq),
                    _ => None,
                });
                match queued {
                    Some(mark) => *mark = seq.max(*mark),
                    None if self.ready => {
                        self.unsent.push_back(ClientFrame::Read(ReadMark { room_id, seq }));
                    }
                    None => {
                        let mark = self.marks.entry(room_id).or_insert(seq);
                        *mark = seq.max(*mark);
                    }
                }
            }
            // Dropping the answer tells the caller that there is no connection or too many pings wait.
            Command::Ping { answer } if self.ready && self.pings.len() < PINGS => {
                self.next_ping += 1;
                let id = self.next_ping.to_string();
                self.unsent.push_back(ClientFrame::Ping(Ping { id: Some(id.clone()) }));
                self.pings.push_back((id, Instant::now(), answer));
            }
            Command::Ping { .. } => {}
        }
    }

    async fn text(&mut self, text: &str) -> ControlFlow<()> {
        match serde_json::from_str::<ServerFrame>(text) {
            Ok(frame) => self.frame(frame).await,
            Err(error) => {
                // A newer server may send frames that this client does not know.
                tracing::debug!(%error, "skipped a frame of an unknown type or shape");
                ControlFlow::Continue(())
            }
        }
    }

    async fn frame(&mut self, frame: ServerFrame) -> ControlFlow<()> {
        match frame {
            ServerFrame::Ready { user_id, session_id, epoch, rooms } => {
                self.ready = true;
                self.refreshed = false;
                self.unsent = self.outgoing.all().into_iter().map(ClientFrame::Send).collect();
                let marks = self.marks.drain().map(|(room_id, seq)| ReadMark { room_id, seq });
                self.unsent.extend(marks.map(ClientFrame::Read));
                let steps = self.resume.ready(&epoch, &rooms);
                self.deliver(Event::Ready { user_id, session_id, epoch, rooms }).await?;
                self.take(steps).await
            }
            ServerFrame::Ack { id, room_id, seq, version, created_at } => {
                self.outgoing.acked(Ack { id, room_id, seq, version, created_at });
                ControlFlow::Continue(())
            }
            ServerFrame::Error { id: Some(id), code, detail, retryable: _ }
                if id.parse::<MessageId>().is_ok() =>
            {
                if let Ok(id) = id.parse() {
                    let paused = self.outgoing.refused(id, code, &detail, Instant::now());
                    let is_paused = |frame: &ClientFrame| matches!(frame, ClientFrame::Send(message) if Some(message.room_id) == paused);
                    self.unsent.retain(|frame| !is_paused(frame));
                }
                ControlFlow::Continue(())
            }
            ServerFrame::Pong { id } => {
                if let Some(place) = self.pings.iter().position(|(ping, ..)| Some(ping) == id.as_ref())
                    && let Some((_, since, answer)) = self.pings.remove(place)
                {
                    let _ = answer.send(since.elapsed());
                }
                ControlFlow::Continue(())
            }
            frame => {
                let steps = self.resume.frame(frame);
                self.take(steps).await
            }
        }
    }

    async fn take(&mut self, steps: Vec<Step>) -> ControlFlow<()> {
        for step in steps {
            match step {
                Step::Deliver(event) => self.deliver(event).await?,
                Step::Fetch(fetch) => self.waiting_fetches.push_back(fetch),
            }
        }
        self.start_fetches();
        ControlFlow::Continue(())
    }

    async fn deliver(&self, event: Event) -> ControlFlow<()> {
        match self.events.send(event).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    fn start_fetches(&mut self) {
        while self.fetches.len() < FETCHES
            && let Some(fetch) = self.waiting_fetches.pop_front()
        {
            let client = self.client.clone();
            let wait = match (fetch.cause, fetch.repeated) {
                (Cause::Reconnected, false) => Duration::ZERO,
                (_, false) => jitter(self.options.resync_jitter),
                (_, true) => self.options.backoff_base / 2 + jitter(self.options.backoff_base),
            };
            self.fetches.spawn(async move {
                sleep(wait).await;
                let epoch = Some(fetch.epoch.as_str()).filter(|epoch| !epoch.is_empty());
                (fetch.room_id, client.changes(fetch.room_id, fetch.since, epoch).await)
            });
        }
    }

    async fn fetched(&mut self, room_id: RoomId, result: Result<Changes, Error>) -> ControlFlow<()> {
        let steps = match result {
            Ok(changes) => self.resume.fetched(room_id, changes),
            Err(error) if matches!(error.code(), Some(ErrorCode::RoomNotFound | ErrorCode::NotAMember)) => {
                self.resume.gone(room_id)
            }
            Err(error) => {
                tracing::debug!(%error, "could not fetch changes; trying again");
                self.resume.again(room_id).map(Step::Fetch).into_iter().collect()
            }
        };
        self.take(steps).await
    }
}

/// Writes queued frames, flushing after each batch that is available.
async fn write(mut sink: SplitSink<Stream, Message>, mut queue: mpsc::Receiver<ClientFrame>) {
    let mut burst = Vec::with_capacity(WRITES);
    while queue.recv_many(&mut burst, WRITES).await > 0 {
        for frame in burst.drain(..) {
            let Ok(text) = serde_json::to_string(&frame) else { continue };
            // The reading side notices the failed connection, too.
            if sink.feed(Message::text(text)).await.is_err() {
                return;
            }
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
    let _ = sink.close().await;
}

/// Decides what a refused upgrade means: temporary refusals are tried again.
fn refused_upgrade(error: Error) -> End {
    let status = match &error {
        Error::Socket(cause) => match cause.as_ref() {
            WsError::Http(response) => Some(response.status().as_u16()),
            _ => None,
        },
        _ => return End::Final(error),
    };
    match status {
        Some(400..=428 | 430..=499) => End::Final(error),
        _ => End::Lost(None),
    }
}
