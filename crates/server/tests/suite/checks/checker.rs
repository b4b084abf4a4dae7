//! The checker of all fault tests: compares the clients' logs with what is stored at the end.
//!
//! Acked ⊆ stored; ids are unique; `seq` is contiguous; every observer's order is a gap-free run of the
//! stored order; observed ⊆ stored; sends with unknown outcome are stored at most once; refused sends are not
//! stored; nothing is stored that nobody sent. It reads only logs and the room: no server, no clock.

use std::collections::HashMap;

use confluence_protocol::{Message, MessageId};

use super::Violations;

/// What one client did and saw.
#[derive(Debug, Default)]
pub struct Log {
    pub who: String,
    pub sent: Vec<Sending>,
    /// Messages in the order in which they were shown.
    pub observed: Vec<Seen>,
    /// Whether it must have observed the room up to its end.
    pub observes: bool,
    /// Violations that the client itself noticed, such as a version that was missing without a `resync`.
    pub complaints: Violations,
}

/// One send.
#[derive(Debug)]
pub struct Sending {
    pub id: MessageId,
    pub body: String,
    pub outcome: Outcome,
}

/// State of a send as its sender knows it.
#[derive(Debug)]
pub enum Outcome {
    Acked {
        seq: i64,
        version: i64,
    },
    /// Refused for good: it must not be stored.
    Refused,
    /// The connection broke: it is stored once or not at all.
    Unknown,
}

/// A message as it was shown or stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: MessageId,
    pub seq: i64,
    pub version: i64,
    pub body: String,
}

/// The room at the end of the run.
#[derive(Debug)]
pub struct Stored {
    /// The `seq` after which the run began; earlier messages are not checked.
    pub before: i64,
    /// Messages by `seq`.
    pub messages: Vec<Seen>,
    pub last_seq: i64,
    pub version: i64,
    /// Whether messages were also edited, deleted or reacted to. Then a stored version may be higher than the
    /// one that was seen, and bodies are not compared.
    pub altered: bool,
}

impl Stored {
    fn at(&self, seq: i64) -> Option<&Seen> {
        self.messages.get(usize::try_from(seq - self.before - 1).ok()?)
    }

    /// Whether a stored message is what somebody saw, or a later state of it.
    fn agrees(&self, stored: &Seen, seen: &Seen) -> bool {
        if self.altered {
            (stored.id, stored.seq) == (seen.id, seen.seq) && stored.version >= seen.version
        } else {
            stored == seen
        }
    }
}

impl From<&Message> for Seen {
    fn from(message: &Message) -> Self {
        let Message { id, seq, version, body, .. } = message;
        Self { id: *id, seq: *seq, version: *version, body: body.clone() }
    }
}

/// All violations.
pub fn check(logs: &[Log], stored: &Stored) -> Violations {
    let mut found: Violations = logs
        .iter()
        .flat_map(|log| log.complaints.iter().map(move |complaint| format!("{}: {complaint}", log.who)))
        .collect();
    found.extend(check_room(stored));
    let by_id: HashMap<MessageId, &Seen> = stored.messages.iter().map(|seen| (seen.id, seen)).collect();
    for log in logs {
        found.extend(log.sent.iter().filter_map(|sending| {
            check_sending(sending, by_id.get(&sending.id).copied(), stored.altered)
                .map(|fault| format!("{}: {} {fault}", log.who, sending.id))
        }));
        found.extend(check_observer(log, stored).into_iter().map(|fault| format!("{}: {fault}", log.who)));
    }
    let sent: HashMap<MessageId, &str> = logs
        .iter()
        .flat_map(|log| log.sent.iter().map(|sending| (sending.id, sending.body.as_str())))
        .collect();
    found.extend(stored.messages.iter().filter_map(|seen| match sent.get(&seen.id) {
        None => Some(format!("{} is stored but nobody sent it", seen.id)),
        Some(body) if !stored.altered && *body != seen.body => {
            Some(format!("{} is stored with another body", seen.id))
        }
        Some(_) => None,
    }));
    found
}

fn check_room(stored: &Stored) -> Violations {
    let mut found = Violations::new();
    let mut places: HashMap<MessageId, i64> = HashMap::new();
    let mut version = 0;
    for (seen, place) in stored.messages.iter().zip(stored.before + 1..) {
        if seen.seq != place {
            found.push(format!("seq {} is at place {place}", seen.seq));
            break;
        }
        if let Some(before) = places.insert(seen.id, seen.seq) {
            found.push(format!("{} is stored twice, at {before} and at {place}", seen.id));
        }
        if seen.version <= version && !stored.altered {
            found.push(format!("version {} at seq {place} follows {version}", seen.version));
        }
        version = version.max(seen.version);
    }
    let count = i64::try_from(stored.messages.len()).unwrap();
    if stored.last_seq != stored.before + count {
        let (last, before) = (stored.last_seq, stored.before);
        found.push(format!("last_seq is {last} and {count} messages are stored after {before}"));
    }
    if stored.version < version {
        found.push(format!("the room's version {} is below a message's {version}", stored.version));
    }
    found
}

fn check_sending(sending: &Sending, stored: Option<&Seen>, altered: bool) -> Option<String> {
    match (&sending.outcome, stored) {
        (Outcome::Acked { .. }, None) => Some("was acked but is not stored".to_owned()),
        (Outcome::Acked { seq, version }, Some(seen))
            if *seq != seen.seq
                || if altered { *version > seen.version } else { *version != seen.version } =>
        {
            Some(format!(
                "was acked as seq {seq} version {version}, stored as {} and {}",
                seen.seq, seen.version
            ))
        }
        (Outcome::Refused, Some(_)) => Some("was refused but is stored".to_owned()),
        _ => None,
    }
}

fn check_observer(log: &Log, stored: &Stored) -> Violations {
    let mut found = Violations::new();
    let mut last: Option<&Seen> = None;
    for seen in &log.observed {
        let at_place = stored.at(seen.seq);
        if !at_place.is_some_and(|there| stored.agrees(there, seen)) {
            found.push(format!("saw {} at seq {}, where {at_place:?} is stored", seen.id, seen.seq));
        }
        if let Some(last) = last
            && seen.seq != last.seq + 1
        {
            found.push(format!("saw seq {} after {}", seen.seq, last.seq));
        }
        last = Some(seen);
        if found.len() > 5 {
            found.push("further violations are left out".to_owned());
            return found;
        }
    }
    let end = last.map_or(0, |seen| seen.seq);
    if log.observes && end != stored.last_seq {
        found.push(format!("saw up to seq {end} of {}", stored.last_seq));
    }
    found
}

/// Tests of the checker itself: it reports each kind of violation, and nothing for a sound room.
mod tests {
    use confluence_client::new_message_id;

    use super::*;

    fn room(count: i64) -> (Vec<Log>, Stored) {
        let messages: Vec<Seen> = (1..=count)
            .map(|seq| Seen { id: new_message_id(), seq, version: seq + 1, body: format!("message {seq}") })
            .collect();
        let sent = messages.iter().map(|seen| Sending {
            id: seen.id,
            body: seen.body.clone(),
            outcome: Outcome::Acked { seq: seen.seq, version: seen.version },
        });
        let sender = Log { who: "sender".to_owned(), sent: sent.collect(), ..Log::default() };
        let observer = Log {
            who: "observer".to_owned(),
            observed: messages[1..].to_vec(),
            observes: true,
            ..Log::default()
        };
        let stored = Stored { before: 0, messages, last_seq: count, version: count + 1, altered: false };
        (vec![sender, observer], stored)
    }

    fn fault(change: impl FnOnce(&mut Vec<Log>, &mut Stored)) -> String {
        let (mut logs, mut stored) = room(5);
        change(&mut logs, &mut stored);
        check(&logs, &stored).join("\n")
    }

    #[test]
    fn sound_room_passes() {
        assert_eq!(fault(|_, _| {}), "");
        assert_eq!(fault(|logs, _| logs[0].sent[2].outcome = Outcome::Unknown), "");
        assert_eq!(
            fault(|logs, _| logs[0].sent.push(Sending {
                id: new_message_id(),
                body: "lost".to_owned(),
                outcome: Outcome::Unknown,
            })),
            ""
        );
    }

    #[test]
    fn acked_but_lost_message_is_found() {
        let text = fault(|_, stored| {
            stored.messages.pop();
            stored.last_seq = 4;
        });
        assert!(text.contains("was acked but is not stored"), "{text}");
        assert!(text.contains("where None is stored"), "an observed message that is not stored: {text}");
    }

    #[test]
    fn duplicate_gap_and_wrong_count_are_found() {
        let text = fault(|_, stored| {
            let again = Seen { seq: 6, version: 9, ..stored.messages[0].clone() };
            stored.messages.push(again);
            stored.last_seq = 6;
        });
        assert!(text.contains("is stored twice, at 1 and at 6"), "{text}");
        assert!(fault(|_, stored| stored.messages[3].seq = 9).contains("seq 9 is at place 4"));
        assert!(fault(|_, stored| stored.last_seq = 7).contains("last_seq is 7"));
    }

    #[test]
    fn observer_with_a_gap_wrong_order_or_early_end_is_found() {
        assert!(fault(|logs, _| drop(logs[1].observed.remove(1))).contains("saw seq 4 after 2"));
        assert!(fault(|logs, _| logs[1].observed.swap(0, 1)).contains("saw seq 2 after 3"));
        assert!(fault(|logs, _| drop(logs[1].observed.pop())).contains("saw up to seq 4 of 5"));
        assert!(fault(|logs, _| logs[1].observed[0].id = new_message_id()).contains("at seq 2, where"));
    }

    #[test]
    fn altered_messages_may_be_newer_than_observed_but_not_older() {
        let altered = |change: fn(&mut Seen)| {
            fault(|_, stored| {
                (stored.altered, stored.version) = (true, 99);
                change(&mut stored.messages[2]);
            })
        };
        assert_eq!(altered(|seen| (seen.version, seen.body) = (50, "edited".to_owned())), "");
        assert!(altered(|seen| seen.version = 1).contains("was acked as seq 3 version 4, stored as 3 and 1"));
        assert!(altered(|seen| seen.id = new_message_id()).contains("was acked but is not stored"));
        assert!(altered(|seen| seen.version = 100).contains("is below a message's 100"));
    }

    #[test]
    fn run_after_a_history_is_checked_after_it() {
        let shifted = |before: i64| {
            fault(|logs, stored| {
                stored.before = before;
                stored.last_seq += 1000;
                stored.messages.iter_mut().for_each(|seen| seen.seq += 1000);
                logs[1].observed.iter_mut().for_each(|seen| seen.seq += 1000);
                for sending in &mut logs[0].sent {
                    if let Outcome::Acked { seq, .. } = &mut sending.outcome {
                        *seq += 1000;
                    }
                }
            })
        };
        assert_eq!(shifted(1000), "");
        assert!(shifted(999).contains("seq 1001 is at place 1000"));
    }

    #[test]
    fn refused_and_unsent_messages_must_not_be_stored() {
        assert!(
            fault(|logs, _| logs[0].sent[1].outcome = Outcome::Refused).contains("was refused but is stored")
        );
        assert!(fault(|logs, _| drop(logs[0].sent.pop())).contains("nobody sent it"));
        assert!(fault(|logs, _| logs[0].sent[0].body.push('!')).contains("with another body"));
        assert!(fault(|logs, _| logs[1].complaints.push("a gap".to_owned())).contains("observer: a gap"));
    }
}
