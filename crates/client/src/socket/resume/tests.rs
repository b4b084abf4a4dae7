//! Every way in which frames can be late, lost, repeated or already held.

use confluence_protocol::{
    LeaveReason, MemberCard, Posting, Role, Room, RoomKind, Timestamp, UserId, UserRef,
};

use super::*;

fn room_id() -> RoomId {
    "018f0000-0000-7000-8000-000000000001".parse().unwrap()
}

fn user() -> UserId {
    "018f0000-0000-7000-8000-0000000000aa".parse().unwrap()
}

fn frame(version: i64) -> ServerFrame {
    let user = UserRef { id: user(), username: "ana".into(), display_name: "Ana".into(), avatar_url: None };
    let member = MemberCard {
        user,
        role: Role::Member,
        joined_at: Timestamp::from_millis(0),
        may_post: false,
        guest_until: None,
    };
    ServerFrame::MemberUpdated { room_id: room_id(), version, member }
}

fn room(version: i64) -> Room {
    Room {
        id: room_id(),
        kind: RoomKind::Public,
        name: "Lobby".into(),
        description: String::new(),
        avatar_url: None,
        created_by: user(),
        created_at: Timestamp::from_millis(0),
        version,
        last_seq: 0,
        member_count: 1,
        posting: Posting::Everyone,
        archived: false,
        slow_mode_seconds: 0,
        people: Vec::new(),
        you: None,
    }
}

fn changes(version: i64) -> Changes {
    Changes {
        epoch: "e".into(),
        version,
        messages: Vec::new(),
        members_changed: false,
        room: room(version),
        reset: false,
    }
}

fn ready(resume: &mut Resume, version: i64) -> Vec<Step> {
    resume.ready("e", &BTreeMap::from([(room_id(), version)]))
}

/// Steps in short: `3` is a delivered frame, `≤5` changes, `?2` a fetch since version 2.
fn short(steps: &[Step]) -> String {
    let words: Vec<String> = steps
        .iter()
        .map(|step| match step {
            Step::Deliver(Event::Frame(frame)) => match frame.durable() {
                Some((_, version)) => version.to_string(),
                None => "other".into(),
            },
            Step::Deliver(Event::Changed { changes, .. }) => format!("≤{}", changes.version),
            Step::Deliver(Event::Reset { changes, .. }) => format!("reset≤{}", changes.version),
            Step::Deliver(Event::Gone { .. }) => "gone".into(),
            Step::Deliver(other) => format!("{other:?}"),
            Step::Fetch(fetch) => format!("?{}", fetch.since),
        })
        .collect();
    words.join(" ")
}

#[test]
fn sync5_frames_in_order_are_delivered_and_held_ones_dropped() {
    let mut resume = Resume::default();
    assert_eq!(short(&ready(&mut resume, 4)), "");
    assert_eq!(short(&resume.frame(frame(4))), "");
    assert_eq!(short(&resume.frame(frame(5))), "5");
    assert_eq!(short(&resume.frame(frame(5))), "");
    assert_eq!(short(&resume.frame(frame(6))), "6");
}

#[test]
fn sync5_a_gap_is_fetched_and_waiting_frames_follow() {
    let mut resume = Resume::default();
    ready(&mut resume, 1);
    assert_eq!(short(&resume.frame(frame(4))), "?1");
    assert_eq!(short(&resume.frame(frame(5))), "");
    assert_eq!(short(&resume.fetched(room_id(), changes(4))), "≤4 5");
    assert_eq!(short(&resume.frame(frame(6))), "6");
}

#[test]
fn sync4_missed_changes_are_fetched_before_live_frames() {
    let mut resume = Resume::default();
    ready(&mut resume, 3);
    assert_eq!(short(&ready(&mut resume, 9)), "?3");
    assert_eq!(short(&resume.frame(frame(10))), "");
    assert_eq!(short(&resume.fetched(room_id(), changes(10))), "≤10");
    assert_eq!(short(&resume.frame(frame(11))), "11");
}

#[test]
fn sync4_a_fetch_starts_over_after_the_connection_is_lost() {
    let mut resume = Resume::default();
    ready(&mut resume, 3);
    ready(&mut resume, 5);
    resume.frame(frame(6));
    assert_eq!(short(&ready(&mut resume, 7)), "?3");
    assert_eq!(short(&resume.fetched(room_id(), changes(7))), "≤7");
}

#[test]
fn sock4_repeated_resyncs_cause_one_fetch() {
    let mut resume = Resume::default();
    ready(&mut resume, 1);
    let resync = |version| ServerFrame::Resync { room_id: room_id(), version };
    assert_eq!(short(&resume.frame(resync(8))), "?1");
    assert_eq!(short(&resume.frame(resync(12))), "");
    assert_eq!(short(&resume.frame(frame(13))), "");
    assert_eq!(short(&resume.fetched(room_id(), changes(9))), "≤9 ?9");
    assert_eq!(short(&resume.fetched(room_id(), changes(12))), "≤12 13");
    assert_eq!(short(&resume.frame(resync(13))), "", "held already");
}

#[test]
fn sync3_reset_is_passed_on_and_frames_resume_after_it() {
    let mut resume = Resume::new(std::iter::once((room_id(), 50)).collect(), "old".into());
    let steps = ready(&mut resume, 3);
    assert_eq!(short(&steps), "?50");
    assert!(matches!(&steps[0], Step::Fetch(fetch) if fetch.epoch == "old"));
    let reset = Changes { reset: true, ..changes(3) };
    assert_eq!(short(&resume.fetched(room_id(), reset)), "reset≤3");
    assert_eq!(short(&resume.frame(frame(4))), "4");
}

#[test]
fn changes_are_fetched_after_a_new_epoch_even_at_the_same_version() {
    let mut resume = Resume::new(std::iter::once((room_id(), 3)).collect(), "old".into());
    assert_eq!(short(&ready(&mut resume, 3)), "?3");
}

#[test]
fn no_frame_of_a_room_follows_after_it_is_gone() {
    let mut resume = Resume::default();
    ready(&mut resume, 1);
    assert_eq!(short(&resume.ready("e", &BTreeMap::new())), "gone");
    assert_eq!(short(&resume.frame(frame(2))), "");

    let mut resume = Resume::default();
    ready(&mut resume, 1);
    let left = ServerFrame::RoomLeft { room_id: room_id(), reason: LeaveReason::Left };
    assert_eq!(short(&resume.frame(left)), "other");
    assert_eq!(short(&resume.frame(frame(2))), "");
}

#[test]
fn sock7_frames_of_a_joined_room_follow_from_its_version() {
    let mut resume = Resume::default();
    resume.ready("e", &BTreeMap::new());
    assert_eq!(short(&resume.frame(ServerFrame::RoomJoined { room: room(7) })), "other");
    assert_eq!(short(&resume.frame(frame(8))), "8");
}

#[test]
fn too_many_waiting_frames_are_dropped_and_fetched_again() {
    let mut resume = Resume::default();
    ready(&mut resume, 0);
    assert_eq!(short(&resume.frame(frame(2))), "?0");
    let last = 2 + i64::try_from(WAITING_FRAMES).unwrap();
    for version in 3..=last {
        resume.frame(frame(version));
    }
    assert_eq!(short(&resume.fetched(room_id(), changes(2))), "≤2 ?2");
    assert_eq!(short(&resume.fetched(room_id(), changes(last))), format!("≤{last}"));
    assert_eq!(short(&resume.frame(frame(last + 1))), (last + 1).to_string());
}
