//! What administration must not show or outlive: people of private rooms, lost rights, and rooms without an owner.

use confluence_protocol::{AuditAction, CreateReport, ReportOutcome, Role, RoomKind, SetBan};
use confluence_rights::{Administrator, Elevated, GroupMember, Moderator, ServerProof};
use confluence_store::{ActsRange, AuditFilter};

use crate::{
    admin::{DAY, Person, elevated, promotion, prove, sign_up, suspension},
    world::{World, name},
};

pub async fn admin6_a_room_gets_an_owner_only_if_none_can_act(world: &World) {
    let [ana, ben, cleo] =
        [sign_up(world, "ana").await, sign_up(world, "ben").await, sign_up(world, "cleo").await];
    let room = world.room(ben.id).await;
    world.store.join(room, cleo.id, world.now()).await.unwrap();
    let by = elevated(world, &ana).await;
    let set = async |person: &Person| world.store.set_owner(by, room, person.id, world.now()).await;
    let suspend = async |until| {
        world.store.change_account(by, ben.id, suspension(until), world.now()).await.unwrap();
    };
    assert_eq!(name(set(&cleo).await), "HasOwner");
    // An owner who is suspended for a time comes back.
    suspend(Some(world.now().plus_seconds(DAY))).await;
    assert_eq!(name(set(&cleo).await), "HasOwner");
    suspend(None).await;
    assert_eq!(name(set(&ana).await), "NotAMember");
    assert_eq!(name(set(&ben).await), "NotAMember", "somebody who cannot act themselves");
    let shown = set(&cleo).await.unwrap();
    assert_eq!((shown.owner_count, shown.owners.len()), (1, 2));
    assert_eq!(world.see(room, cleo.id).await.you.unwrap().role, Role::Owner);
    assert_eq!(name(set(&cleo).await), "HasOwner");
}

pub async fn admin6_the_log_does_not_name_people_of_private_rooms(world: &World) {
    let [ana, ben, cleo] =
        [sign_up(world, "ana").await, sign_up(world, "ben").await, sign_up(world, "cleo").await];
    let den = world.store.create_room(world.new_room(ben.id, RoomKind::Private, "Den")).await.unwrap().id;
    let open = world.room(ben.id).await;
    let store = &world.store.0;
    for room in [open, den] {
        let by: Moderator = world.store.prove(room, ben.id).await.unwrap();
        let reason = Some("advertising".parse().unwrap());
        store.ban(by, cleo.id, SetBan { reason, until: None }, world.now()).await.unwrap();
    }
    let by = elevated(world, &ana).await;
    store.plan_room_deletion(by, den, world.now()).await.unwrap();
    let list = async |filter| store.audit_page(filter, None, 50).await.unwrap().entries;
    let all = list(AuditFilter::default()).await;
    let [deletion, _, private, public] = &all[..] else { panic!("{all:?}") };
    let id = |user: &Option<confluence_protocol::UserRef>| user.as_ref().map(|user| user.id);
    assert_eq!((public.private, id(&public.actor), id(&public.target)), (false, Some(ben.id), Some(cleo.id)));
    assert_eq!(public.detail, "advertising");
    assert_eq!((private.private, id(&private.actor), id(&private.target)), (true, None, None));
    assert_eq!((private.action, private.room_id, private.detail.as_str()), (public.action, Some(den), ""));
    // What administrators do to a private room is named.
    assert_eq!((deletion.private, id(&deletion.actor)), (false, Some(ana.id)));
    // The filters tell nothing more.
    let of_ben = AuditFilter { actor: Some(ben.id), ..AuditFilter::default() };
    assert_eq!(list(of_ben).await, std::slice::from_ref(public));
    assert_eq!(list(AuditFilter { room: Some(den), ..of_ben }).await, []);
    // Moderators still see names in their room.
    store.restore_room(by, den, world.now()).await.unwrap();
    let moderator: Moderator = world.store.prove(den, ben.id).await.unwrap();
    let acts = store.acts(moderator, ActsRange::default(), None, 50).await.unwrap().acts;
    assert!(acts.iter().any(|act| id(&act.target) == Some(cleo.id) && act.detail == "advertising"));
}

pub async fn admin4_a_suspension_ends_links_and_a_lost_right_its_elevation(world: &World) {
    let (ana, ben) = (sign_up(world, "ana").await, sign_up(world, "ben").await);
    let by = elevated(world, &ana).await;
    let store = &world.store;
    let now = world.now();
    store.change_account(by, ben.id, promotion(true), now).await.unwrap();
    elevated(world, &ben).await;
    for is_admin in [false, true] {
        store.change_account(by, ben.id, promotion(is_admin), world.now()).await.unwrap();
    }
    let standing = store.standing(ben.id, ben.session.id, world.now()).await.unwrap().unwrap();
    assert!(Administrator::of(&standing).is_ok() && Elevated::of(&standing).is_err());
    let works = async |hash| store.owner_of_password_link(hash, world.now()).await.unwrap().is_some();
    let make = async |hash| {
        let until = world.now().plus_seconds(DAY);
        store.make_password_link(by, ben.id, hash, world.now(), until).await.unwrap();
        assert!(works(hash).await);
    };
    make([1; 32]).await;
    store.change_account(by, ben.id, suspension(None), world.now()).await.unwrap();
    assert!(!works([1; 32]).await);
    make([2; 32]).await;
    store.end_sessions(by, ben.id, world.now()).await.unwrap();
    assert!(!works([2; 32]).await);
}

pub async fn admin11_failed_sign_ins_are_forgotten_after_90_days(world: &World) {
    let ana = sign_up(world, "ana").await;
    elevated(world, &ana).await;
    let store = &world.store;
    let began = world.now();
    for at in [began, began.plus_seconds(DAY)] {
        store.record_failed_sign_in(Some(ana.id), "wrong password".to_owned(), at).await.unwrap();
    }
    let later = began.plus_seconds(90 * DAY).plus_millis(1);
    assert!(!store.forget_failed_sign_ins(later.plus_millis(-2)).await.unwrap());
    let listed = async || {
        let page = store.audit_page(AuditFilter::default(), None, 50).await.unwrap();
        page.entries.into_iter().map(|entry| entry.action).collect::<Vec<_>>()
    };
    let (failed, elevation) = (AuditAction::SignInFailed, AuditAction::Elevated);
    assert_eq!(listed().await, [failed, failed, elevation]);
    store.forget_failed_sign_ins(later).await.unwrap();
    assert_eq!(listed().await, [failed, elevation]);
}

pub async fn mod4_administrators_see_no_content_of_private_rooms(world: &World) {
    let (ana, owner) = (sign_up(world, "ana").await, sign_up(world, "owner").await.id);
    let open = world.room(owner).await;
    let den = world.store.create_room(world.new_room(owner, RoomKind::Private, "Den")).await.unwrap().id;
    for room in [open, den] {
        let said = world.say(room, owner, "hello there").await.message.id;
        let by: GroupMember = world.store.prove(room, owner).await.unwrap();
        for reason in ["spam", "again"] {
            let form = CreateReport { reason: reason.parse().unwrap() };
            world.store.report(by, said, form, world.now()).await.unwrap();
        }
    }
    let reader: Administrator = prove(&world.store, &ana, world.now()).await;
    let first = world.store.all_reports(reader, None, 1).await.unwrap();
    let rest = world.store.all_reports(reader, first.next_cursor.as_deref(), 1).await.unwrap();
    assert_eq!(rest.next_cursor, None);
    let found: Vec<_> = first.reports.iter().chain(&rest.reports).collect();
    let shown: Vec<_> = found
        .iter()
        .map(|one| {
            let author = one.author.as_ref().map(|user| user.id);
            (one.room_id, author, one.excerpt.as_str(), one.reason.as_str())
        })
        .collect();
    assert_eq!(shown, [(den, None, "", ""), (open, Some(owner), "hello there", "spam")]);
    // What moderators dealt with is no longer open; what was deleted is empty.
    let by: Moderator = world.store.prove(den, owner).await.unwrap();
    world.store.close_report(by, found[0].id, ReportOutcome::Dismissed, world.now()).await.unwrap();
    world.store.delete_message(open, found[1].message_id.unwrap(), owner, world.now()).await.unwrap();
    let left = world.store.all_reports(reader, None, 50).await.unwrap().reports;
    assert_eq!(left.iter().map(|one| (one.room_id, one.excerpt.as_str())).collect::<Vec<_>>(), [(open, "")]);
    assert_eq!(name(world.store.all_reports(reader, Some("garbage"), 50).await), "InvalidCursor");
}
