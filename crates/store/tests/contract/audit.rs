//! The audit log.

use confluence_protocol::{AuditAction, AuditEntry, Role, SetBan, UserId};
use confluence_rights::Moderator;
use confluence_store::{ActsRange, AuditFilter};

use crate::world::{World, name, versions};

/// What was done, by whom, to whom, with which detail.
fn read(entry: &AuditEntry) -> (AuditAction, Option<UserId>, Option<UserId>, &str) {
    let id = |user: &Option<confluence_protocol::UserRef>| user.as_ref().map(|user| user.id);
    (entry.action, id(&entry.actor), id(&entry.target), &entry.detail)
}

pub async fn mod1_acts_of_moderation_are_in_the_audit_log(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let (ana, ben) = (members[0], members[1]);
    let by: Moderator = world.store.prove(room, owner).await.unwrap();
    let store = &world.store.0;
    store.set_role(by, ana, Role::Moderator, world.now()).await.unwrap();
    store.set_role(by, ana, Role::Moderator, world.now()).await.unwrap();
    let reason = Some("advertising".parse().unwrap());
    store.remove_member(by, ben, reason.clone(), world.now()).await.unwrap();
    assert_eq!(name(store.remove_member(by, ben, None, world.now()).await), "NotFound");
    let end = Some(world.now().plus_seconds(3600));
    store.ban(by, ben, SetBan { reason: None, until: end }, world.now()).await.unwrap();
    let ban = SetBan { reason, until: None };
    store.ban(by, ben, ban, world.now()).await.unwrap();
    store.unban(by, ben, world.now()).await.unwrap();
    let last = world.now();
    store.unban(by, ben, last).await.unwrap();
    let page = store.audit_page(AuditFilter::default(), None, 50).await.unwrap();
    let expected = [
        (AuditAction::BanLifted, Some(owner), Some(ben), ""),
        (AuditAction::MemberBanned, Some(owner), Some(ben), "advertising"),
        (AuditAction::MemberSuspended, Some(owner), Some(ben), ""),
        (AuditAction::MemberRemoved, Some(owner), Some(ben), "advertising"),
        (AuditAction::RoleChanged, Some(owner), Some(ana), "moderator"),
    ];
    assert_eq!(page.entries.iter().map(read).collect::<Vec<_>>(), expected);
    assert!(page.entries.iter().all(|entry| entry.room_id == Some(room) && entry.at < last));
    assert_eq!(page.entries[0].room_name.as_deref(), Some("Room"));
    // Acts in the room, by their place in the conversation.
    world.say(room, owner, "hello").await;
    store.set_role(by, ana, Role::Member, world.now()).await.unwrap();
    let range = |after_seq, before_seq| ActsRange { after_seq, before_seq };
    let places = async |range| {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = store.acts(by, range, cursor.as_deref(), 2).await.unwrap();
            found.extend(page.acts.iter().map(|act| act.after_seq));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    assert_eq!(places(range(None, None)).await, [1, 0, 0, 0, 0, 0]);
    assert_eq!(places(range(Some(1), None)).await, [1]);
    assert_eq!(places(range(None, Some(1))).await, [0; 5]);
    // The log outlives the room.
    world.store.delete_room_for_good(room, owner).await.unwrap();
    while store.do_chore().await.unwrap() {}
    let kept =
        store.audit_page(AuditFilter { room: Some(room), ..AuditFilter::default() }, None, 50).await.unwrap();
    assert!(kept.entries.iter().all(|entry| entry.room_name.is_none()));
    assert!(kept.entries.len() >= expected.len());
}

pub async fn mod2_the_log_is_paged_by_what_it_is_filtered_for(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let (elsewhere, other, _) = world.room_with(0).await;
    let ana = members[0];
    for role in [Role::Moderator, Role::Owner].repeat(3) {
        world
            .store
            .0
            .set_role(world.store.prove(room, owner).await.unwrap(), ana, role, world.now())
            .await
            .unwrap();
        let by: Moderator = world.store.prove(elsewhere, other).await.unwrap();
        world.store.0.ban(by, ana, SetBan::default(), world.now()).await.unwrap();
    }
    let list = async |filter: AuditFilter| {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = world.store.audit_page(filter, cursor.as_deref(), 2).await.unwrap();
            assert!(page.entries.len() <= 2);
            found.extend(page.entries);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    let all = list(AuditFilter::default()).await;
    assert_eq!(all.len(), 12);
    assert!(all.is_sorted_by(|a, b| a.id > b.id), "newest first, each once");
    let (roles, bans) = (Some(AuditAction::RoleChanged), Some(AuditAction::MemberBanned));
    for (actor, action, of, expected) in [
        (Some(owner), None, None, 6),
        (None, bans, None, 6),
        (None, None, Some(room), 6),
        (Some(owner), roles, Some(room), 6),
        (Some(owner), bans, None, 0),
        (Some(other), roles, Some(room), 0),
        (Some(ana), None, None, 0),
    ] {
        let found = list(AuditFilter { actor, action, room: of }).await;
        assert_eq!(found.len(), expected, "{actor:?} {action:?} {of:?}");
    }
    let garbage = world.store.audit_page(AuditFilter::default(), Some("garbage"), 2).await;
    assert_eq!(name(garbage), "InvalidCursor");
}

pub async fn mod5_recent_messages_are_deleted_in_small_steps(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let ana = members[0];
    world.say(room, ana, "old").await;
    let since = world.now();
    for _ in 0..120 {
        world.say(room, ana, "noise").await;
    }
    world.say(room, owner, "by somebody else").await;
    let by: Moderator = world.store.prove(room, owner).await.unwrap();
    let gone = world.store.delete_recent_messages(by, ana, since, None, world.now()).await.unwrap();
    assert_eq!((gone.deleted, gone.more), (120, false));
    let page = world.store.acts(by, ActsRange::default(), None, 50).await.unwrap();
    assert_eq!(page.acts.iter().map(|act| act.action).collect::<Vec<_>>(), [AuditAction::MessagesDeleted]);
    let told = world.all_told().await;
    let versions = versions(&told, room);
    assert_eq!(versions, (1..=244).collect::<Vec<_>>(), "each deletion takes a version of its own");
}
