//! Rights that end between the check and the operation: every change in the store checks again in its own
//! transaction.

use std::{future::Future, pin::Pin};

use confluence_protocol::{
    CreateReport, Emoji, MarkRead, MessageId, Notify, PatchMembership, PatchRoom, Posting, ReportId,
    ReportOutcome, Role, RoomId, RoomKind, SetBan, UserId,
};
use confluence_rights::{
    GroupMember, Inviter, Member, Moderator, Owner, Participant, Pinner, Poster, Visitor,
};
use confluence_store::{NewInvite, Store, StoreError};

use crate::{acting::NOW, world::World};

/// The room in which each deed is tried.
#[derive(Clone, Copy)]
struct Scene {
    room: RoomId,
    owner: UserId,
    /// The user whose right ends.
    actor: UserId,
    other: UserId,
    /// A message of the actor, and one of the owner.
    mine: MessageId,
    theirs: MessageId,
    /// A report by the other person of the actor's message.
    report: ReportId,
}

/// How the actor's right ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Leaves,
    IsBanned,
    IsDemoted,
    /// From owner to moderator.
    StepsDown,
    RoomIsDeleted,
    /// Only moderators may post from now on, and the actor no longer is one.
    IsSilenced,
    RoomIsArchived,
}

type Deed = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;
/// A change, holding a proof that was made before the right ended.
type Change = Box<dyn FnOnce(Store, Scene) -> Deed + Send>;

/// Makes a proof of this type now, for a call `store.…(proof, …)` that runs later.
macro_rules! deed {
    ($world:expr, $scene:expr, $right:ty, |$store:ident, $by:ident, $s:ident| $call:expr) => {{
        let by: $right = $world.store.prove($scene.room, $scene.actor).await.unwrap();
        let deed: Change = Box::new(move |$store: Store, $s: Scene| {
            let $by = by;
            let _ = $s;
            Box::pin(async move { $call.await.map(drop) })
        });
        deed
    }};
}

/// Every change that a user can make in a room, with the endings that take away the right to it.
#[expect(clippy::too_many_lines, reason = "it is a table")]
async fn changes(world: &World, scene: Scene) -> Vec<(&'static str, &'static [Ending], Change)> {
    use Ending::{IsBanned, IsDemoted, IsSilenced, Leaves, RoomIsArchived, RoomIsDeleted, StepsDown};
    const GONE: &[Ending] = &[Leaves, IsBanned, RoomIsDeleted];
    const MODERATES: &[Ending] = &[Leaves, IsBanned, IsDemoted, RoomIsDeleted];
    const OWNS: &[Ending] = &[Leaves, IsBanned, IsDemoted, StepsDown, RoomIsDeleted];
    const POSTS: &[Ending] = &[Leaves, IsBanned, IsSilenced, RoomIsArchived, RoomIsDeleted];
    const REACTS: &[Ending] = &[Leaves, IsBanned, RoomIsArchived, RoomIsDeleted];
    const PINS: &[Ending] = &[Leaves, IsBanned, IsDemoted, RoomIsArchived, RoomIsDeleted];
    let now = world.now();
    let invite = |code: &str| NewInvite {
        code: code.parse().unwrap(),
        created_at: now,
        expires_at: None,
        max_uses: None,
        guest_until: None,
    };
    let theirs = invite(&format!("theirs-{}", now.as_millis()));
    let code = world.store.create_invite(scene.room, scene.owner, theirs).await.unwrap().code;
    let new = invite(&format!("mine-{}", now.as_millis()));
    let (heart, same): (Emoji, Emoji) = ("❤️".parse().unwrap(), "❤️".parse().unwrap());
    vec![
        (
            "edit_message",
            POSTS,
            deed!(world, scene, Poster, |store, by, s| store.edit_message(
                by,
                s.mine,
                "other words".parse().unwrap(),
                now
            )),
        ),
        (
            "remind",
            POSTS,
            deed!(world, scene, Poster, |store, by, s| store.remind(by, s.mine, MessageId::new(now), now)),
        ),
        (
            "delete_message",
            MODERATES,
            deed!(world, scene, Member, |store, by, s| store.delete_message(by, s.theirs, None, now)),
        ),
        (
            "react",
            REACTS,
            deed!(world, scene, Participant, |store, by, s| {
                let heart = heart.clone();
                async move { store.react(by, s.theirs, &heart).await }
            }),
        ),
        (
            "unreact",
            REACTS,
            deed!(world, scene, Participant, |store, by, s| {
                let same = same.clone();
                async move { store.unreact(by, s.theirs, &same).await }
            }),
        ),
        ("pin", PINS, deed!(world, scene, Pinner, |store, by, s| store.pin(by, s.theirs, now))),
        ("unpin", PINS, deed!(world, scene, Pinner, |store, by, s| store.unpin(by, s.theirs))),
        ("save", GONE, deed!(world, scene, Member, |store, by, s| store.save(by, s.theirs, now))),
        ("unsave", GONE, deed!(world, scene, Member, |store, by, s| store.unsave(by, s.theirs))),
        (
            "dismiss_previews",
            GONE,
            deed!(world, scene, Member, |store, by, s| store.dismiss_previews(by, s.mine)),
        ),
        (
            "mark_read",
            GONE,
            deed!(world, scene, Member, |store, by, s| store.mark_read(
                by,
                MarkRead { seq: 1, force: true },
                now
            )),
        ),
        (
            "move_mark",
            GONE,
            deed!(world, scene, Member, |store, by, s| store.move_mark(
                by,
                MarkRead { seq: 1, force: true },
                now
            )),
        ),
        (
            "set_membership",
            GONE,
            deed!(world, scene, Member, |store, by, s| store.set_membership(
                by,
                PatchMembership { notify: Some(Notify::Mentions), ..PatchMembership::default() }
            )),
        ),
        ("leave", GONE, deed!(world, scene, GroupMember, |store, by, s| store.leave(by))),
        (
            "join",
            &[IsBanned, RoomIsDeleted],
            deed!(world, scene, Visitor, |store, by, s| store.join(by, now)),
        ),
        (
            "create_invite",
            GONE,
            deed!(world, scene, Inviter, |store, by, s| {
                let new = new.clone();
                async move { store.create_invite(by, new).await }
            }),
        ),
        (
            "delete_invite",
            MODERATES,
            deed!(world, scene, GroupMember, |store, by, s| {
                let code = code.clone();
                async move { store.delete_invite(by, &code, NOW).await }
            }),
        ),
        (
            "update_room",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| store.update_room(
                by,
                PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() },
                None,
                NOW
            )),
        ),
        (
            "update_room, its kind",
            OWNS,
            deed!(world, scene, Moderator, |store, by, s| store.update_room(
                by,
                PatchRoom { kind: Some(RoomKind::Private), ..PatchRoom::default() },
                None,
                NOW
            )),
        ),
        (
            "update_room, archived",
            OWNS,
            deed!(world, scene, Moderator, |store, by, s| store.update_room(
                by,
                PatchRoom { archived: Some(true), ..PatchRoom::default() },
                None,
                NOW
            )),
        ),
        (
            "remove_member",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| store.remove_member(by, s.other, None, NOW)),
        ),
        (
            "ban",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| store.ban(by, s.other, SetBan::default(), now)),
        ),
        ("unban", MODERATES, deed!(world, scene, Moderator, |store, by, s| store.unban(by, s.other, NOW))),
        (
            "set_role",
            OWNS,
            deed!(world, scene, Moderator, |store, by, s| store.set_role(by, s.other, Role::Moderator, NOW)),
        ),
        (
            "set_may_post",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| store.set_may_post(by, s.other, true, NOW)),
        ),
        (
            "delete_recent_messages",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| {
                store.delete_recent_messages(by, s.other, NOW, None, NOW)
            }),
        ),
        (
            "report",
            GONE,
            deed!(world, scene, GroupMember, |store, by, s| {
                store.report(by, s.theirs, CreateReport { reason: "spam".parse().unwrap() }, NOW)
            }),
        ),
        (
            "close_report",
            MODERATES,
            deed!(world, scene, Moderator, |store, by, s| {
                store.close_report(by, s.report, ReportOutcome::Done, NOW)
            }),
        ),
        ("delete_room", OWNS, deed!(world, scene, Owner, |store, by, s| store.delete_room(by, NOW))),
    ]
}

async fn scene(world: &World) -> Scene {
    let (room, owner, members) = world.room_with(2).await;
    let (actor, other) = (members[0], members[1]);
    world.store.set_role(room, owner, actor, Role::Owner).await.unwrap();
    let mine = world.say(room, actor, "mine").await.message.id;
    let theirs = world.say(room, owner, "theirs").await.message.id;
    let reporter: GroupMember = world.store.prove(room, other).await.unwrap();
    let form = CreateReport { reason: "spam".parse().unwrap() };
    let report = world.store.report(reporter, mine, form, world.now()).await.unwrap().id;
    Scene { room, owner, actor, other, mine, theirs, report }
}

async fn end(world: &World, scene: Scene, ending: Ending) {
    let Scene { room, owner, actor, .. } = scene;
    let store = &world.store;
    match ending {
        Ending::Leaves => store.leave(room, actor).await.unwrap(),
        Ending::IsBanned => store.ban(room, owner, actor, None, world.now()).await.map(drop).unwrap(),
        Ending::IsDemoted => drop(store.set_role(room, owner, actor, Role::Member).await.unwrap()),
        Ending::StepsDown => drop(store.set_role(room, owner, actor, Role::Moderator).await.unwrap()),
        Ending::RoomIsArchived => {
            let patch = PatchRoom { archived: Some(true), ..PatchRoom::default() };
            store.update_room(room, owner, patch, None).await.unwrap();
        }
        Ending::RoomIsDeleted => store.delete_room(room, owner).await.unwrap(),
        Ending::IsSilenced => {
            let patch = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
            store.update_room(room, owner, patch, None).await.unwrap();
            store.set_role(room, owner, actor, Role::Member).await.unwrap();
        }
    }
}

pub async fn room19_every_change_is_refused_once_the_right_has_ended(world: &World) {
    use Ending::{IsBanned, IsDemoted, IsSilenced, Leaves, RoomIsArchived, RoomIsDeleted, StepsDown};
    for ending in [Leaves, IsBanned, IsDemoted, StepsDown, IsSilenced, RoomIsArchived, RoomIsDeleted] {
        let here = scene(world).await;
        let changes = changes(world, here).await;
        end(world, here, ending).await;
        let before = world.store.heads(&[here.room]).await.unwrap();
        for (name, endings, change) in changes {
            if !endings.contains(&ending) {
                continue;
            }
            let outcome = change(Store::clone(&world.store), here).await;
            // For a former moderator, invites of others do not exist.
            let refused = matches!(
                outcome,
                Err(StoreError::Refused(_) | StoreError::Banned | StoreError::InviteNotFound)
            );
            assert!(refused, "{name} after {ending:?}: {outcome:?}");
        }
        assert_eq!(
            world.store.heads(&[here.room]).await.unwrap(),
            before,
            "nothing changed after {ending:?}"
        );
    }
}

/// Control for the test above: with the right intact, each change succeeds, in a room of its own.
pub async fn room19_every_change_succeeds_with_the_right(world: &World) {
    let many = changes(world, scene(world).await).await.len();
    for place in 0..many {
        let here = scene(world).await;
        let (name, _, change) = changes(world, here).await.swap_remove(place);
        let outcome = change(Store::clone(&world.store), here).await;
        assert!(outcome.is_ok(), "{name}: {outcome:?}");
    }
}
