//! Mentioning several people at once: `@here` and groups.

use confluence_protocol::{
    AuditAction, CreateGroup, Group, GroupId, MessageBody, PatchGroup, Role, RoomId, SessionId, Timestamp,
    UserId,
};
use confluence_rights::{Administrator, Elevated, Member, Owner, ServerProof as _};
use confluence_store::{Append, AuditFilter, Keeper, Reader};

use crate::world::{World, name};

fn body(text: &str) -> MessageBody {
    text.parse().unwrap()
}

fn sorted(people: &[UserId]) -> Vec<UserId> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people
}

pub async fn talk11_here_mentions_the_active_members_and_nobody_else(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    let stranger = world.person().await;
    let mentions = async |user| world.see(room, user).await.you.unwrap().mentions;
    let mut everybody = world.store.people_to_call(room, owner).await.unwrap().unwrap();
    everybody.sort_unstable();
    assert_eq!(everybody, sorted(&members));

    let mut send = world.append(room, owner, "lunch, @Here? and @person3");
    send.active = Some(vec![members[0], members[1], stranger, owner]);
    let said = world.store.append(send.clone()).await.unwrap().message;
    assert_eq!(said.mentions, sorted(&members), "two who are active, and one by name");
    assert_eq!((said.mentions_groups.as_slice(), said.mentions_room), (&["here".to_owned()][..], false));
    let read = world.store.message(room, said.id, members[0]).await.unwrap().unwrap();
    assert_eq!((read.mentions, read.mentions_groups), (said.mentions.clone(), said.mentions_groups.clone()));
    assert_eq!((mentions(members[0]).await, mentions(members[2]).await, mentions(owner).await), (1, 1, 0));

    // A repeat is the same message, whoever is active by then.
    let repeat = world.store.append(Append { active: Some(vec![members[2]]), ..send }).await;
    let repeat = repeat.unwrap();
    assert!(!repeat.fresh);
    assert_eq!(repeat.message.mentions, said.mentions);

    // Where it is plain text, and in code, it mentions nobody.
    for (text, active) in [("@here", None), ("`@here`", Some(members.clone()))] {
        let send = Append { active, ..world.append(room, owner, text) };
        let said = world.store.append(send).await.unwrap().message;
        assert!(said.mentions.is_empty() && said.mentions_groups.is_empty(), "{text}");
    }
    // Nobody is active.
    let send = Append { active: Some(Vec::new()), ..world.append(room, owner, "@here") };
    let said = world.store.append(send).await.unwrap().message;
    assert_eq!((said.mentions.len(), said.mentions_groups.as_slice()), (0, &["here".to_owned()][..]));
}

pub async fn talk11_an_edit_calls_nobody_with_here_and_keeps_whom_it_called(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let send = |text: &str, active: &[UserId]| Append {
        active: Some(active.to_vec()),
        ..world.append(room, owner, text)
    };
    let edit = async |id, text: &str| {
        let edited = world.store.edit_message(room, id, owner, body(text), world.now()).await.unwrap();
        (edited.mentions, edited.mentions_groups)
    };
    let said = world.store.append(send("lunch, @here?", &members[..1])).await.unwrap().message;
    let here = vec!["here".to_owned()];
    assert_eq!(edit(said.id, "dinner, @here?").await, (vec![members[0]], here.clone()));
    assert_eq!(edit(said.id, "dinner, @here and @person2?").await, (sorted(&members), here.clone()));
    assert_eq!(edit(said.id, "dinner, all?").await, (vec![], vec![]));
    assert_eq!(edit(said.id, "dinner, @here?").await, (vec![], vec![]), "added by an edit");

    // Those who left since are no longer mentioned.
    let said = world.store.append(send("@here", &members)).await.unwrap().message;
    world.store.leave(room, members[1]).await.unwrap();
    assert_eq!(edit(said.id, "tea, @here").await, (vec![members[0]], here));
    world.store.delete_message(room, said.id, owner, world.now()).await.unwrap();
    let gone = world.store.message(room, said.id, owner).await.unwrap().unwrap();
    assert!(gone.mentions.is_empty() && gone.mentions_groups.is_empty());
}

pub async fn talk11_here_is_plain_text_where_room_would_be_and_in_rooms_without_presence(world: &World) {
    let (room, owner, members) = world.room_with(50).await;
    assert_eq!(world.store.people_to_call(room, members[0]).await.unwrap(), None);
    assert_eq!(world.store.people_to_call(room, owner).await.unwrap().unwrap().len(), 50);
    let send = Append { active: Some(members[1..].to_vec()), ..world.append(room, members[0], "all, @here") };
    let said = world.store.append(send).await.unwrap().message;
    assert!(said.mentions.is_empty() && said.mentions_groups.is_empty(), "the commit decides");
    world.sql("UPDATE rooms SET member_count = 501", "UPDATE rooms SET member_count = 501").await;
    assert_eq!(world.store.people_to_call(room, owner).await.unwrap(), None);
}

fn design(handle: &str) -> CreateGroup {
    CreateGroup { handle: handle.parse().unwrap(), name: "Design".parse().unwrap() }
}

async fn owner_of(world: &World, room: RoomId, owner: UserId) -> Keeper {
    Keeper::Owner(world.store.prove::<Owner>(room, owner).await.unwrap())
}

async fn seen_by(world: &World, room: RoomId, member: UserId) -> Reader {
    Reader::Member(world.store.prove::<Member>(room, member).await.unwrap())
}

/// An administrator whose session is elevated.
async fn administrator(world: &World) -> Elevated {
    let user = world.person().await;
    world.sql("UPDATE users SET is_admin = TRUE", "UPDATE users SET is_admin = TRUE").await;
    let session = world.session_for(user);
    let id: SessionId = session.id;
    world.store.create_session(session).await.unwrap();
    let standing = world.store.standing(user, id, world.now()).await.unwrap().unwrap();
    let by = Administrator::of(&standing).unwrap();
    world.store.elevate(by, world.now(), world.now().plus_seconds(900)).await.unwrap();
    let standing = world.store.standing(user, id, world.now()).await.unwrap().unwrap();
    Elevated::of(&standing).unwrap()
}

/// A group of the room with these people in it.
async fn group(world: &World, by: Keeper, handle: &str, people: &[UserId]) -> Group {
    let group = world.store.create_group(by, design(handle), world.now()).await.unwrap();
    for person in people {
        world.store.add_to_group(by, group.id, *person, world.now()).await.unwrap();
    }
    group
}

pub async fn group1_a_group_mentions_its_people_who_are_members(world: &World) {
    let (room, owner, members) = world.room_with(3).await;
    let stranger = world.person().await;
    let admin = Keeper::Administrator(administrator(world).await);
    let by = owner_of(world, room, owner).await;
    group(world, admin, "design", &[members[0], members[1], stranger]).await;
    let own = group(world, by, "builders", &[members[1], owner]).await;
    let mentions = async |user| world.see(room, user).await.you.unwrap().mentions;

    let said = world.say(room, owner, "@Design, @builders and @nobody").await.message;
    assert_eq!(said.mentions, sorted(&members[..2]), "neither the stranger nor the author");
    assert_eq!(said.mentions_groups, ["builders", "design"]);
    assert_eq!((mentions(members[0]).await, mentions(members[2]).await, mentions(owner).await), (1, 0, 0));
    // In another room, only those of the server mean anybody.
    let elsewhere = world.room(members[1]).await;
    let said_there = world.say(elsewhere, members[1], "@design @builders").await.message;
    assert!(said_there.mentions.is_empty() && said_there.mentions_groups.is_empty());

    // An edit resolves again; a deleted group leaves old mentions as they are.
    world.store.delete_group(by, own.id, world.now()).await.unwrap();
    let read = world.store.message(room, said.id, owner).await.unwrap().unwrap();
    assert_eq!((read.mentions.len(), read.mentions_groups.len()), (2, 2));
    let edited =
        world.store.edit_message(room, said.id, owner, body("@builders @person3"), world.now()).await;
    let edited = edited.unwrap();
    assert_eq!((edited.mentions, edited.mentions_groups.len()), (vec![members[2]], 0));
}

pub async fn group2_handles_are_unique_and_people_come_first(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let by = owner_of(world, room, owner).await;
    let admin = Keeper::Administrator(administrator(world).await);
    let create = async |by, handle: &str| {
        let made = world.store.create_group(by, design(handle), world.now()).await;
        made.map(|group| group.handle.as_str().to_owned())
    };
    assert_eq!(name(create(by, "person1").await), "HandleTaken");
    create(admin, "design").await.unwrap();
    assert_eq!(name(create(admin, "design").await), "HandleTaken");
    assert_eq!(name(create(by, "design").await), "HandleTaken");
    create(by, "builders").await.unwrap();
    // Groups of rooms take no names from others.
    create(admin, "builders").await.unwrap();
    let taken = world.store.sign_up(world.account("design")).await;
    assert_eq!(name(taken), "UsernameTaken");
    let own = world.store.room_groups(room, owner).await.unwrap();
    let rename = PatchGroup { handle: Some("design".parse().unwrap()), name: None };
    assert_eq!(name(world.store.change_group(by, own[0].id, rename, world.now()).await), "HandleTaken");

    // The room's own group comes before that of the server, and a member before both.
    world.store.add_to_group(by, own[0].id, members[0], world.now()).await.unwrap();
    assert_eq!(world.say(room, owner, "@builders").await.message.mentions, [members[0]]);
    group(world, by, "crew", &members).await;
    let crew = world.person_named("crew").await.id;
    assert_eq!(world.say(room, owner, "@crew").await.message.mentions, members);
    world.store.join(room, crew, world.now()).await.unwrap();
    let said = world.say(room, owner, "@crew").await.message;
    assert_eq!((said.mentions.as_slice(), said.mentions_groups.len()), (&[crew][..], 0));
}

pub async fn group3_people_leave_groups_with_their_room_and_account(world: &World) {
    let (room, owner, members) = world.room_with(2).await;
    let by = owner_of(world, room, owner).await;
    let admin = Keeper::Administrator(administrator(world).await);
    let own = group(world, by, "builders", &members).await;
    let of_server = group(world, admin, "design", &members).await;
    let reader = seen_by(world, room, owner).await;
    let people = async |id| world.store.group_people(reader, id).await.unwrap();
    assert_eq!(people(own.id).await.len(), 2);

    let stranger = world.person().await;
    let added = world.store.add_to_group(by, own.id, stranger, world.now()).await;
    assert_eq!(name(added), "PersonNotFound");
    world.store.leave(room, members[0]).await.unwrap();
    world.store.join(room, members[0], world.now()).await.unwrap();
    assert_eq!(people(own.id).await.iter().map(|user| user.id).collect::<Vec<_>>(), [members[1]]);
    world.store.delete_account(members[1], world.now()).await.unwrap();
    while world.store.do_chore().await.unwrap() {}
    assert_eq!(people(own.id).await, []);
    let counts = async || world.store.groups(None).await.unwrap()[0].people;
    assert_eq!((world.store.room_groups(room, owner).await.unwrap()[0].people, counts().await), (0, 1));
    let gone = world.store.add_to_group(admin, of_server.id, members[1], world.now()).await;
    assert_eq!(name(gone), "PersonNotFound");
    // A group of the server is none of the room's.
    assert_eq!(name(world.store.group_people(reader, of_server.id).await), "NotFound");
    assert_eq!(name(world.store.delete_group(by, of_server.id, world.now()).await), "NotFound");
    assert_eq!(name(world.store.delete_group(admin, own.id, world.now()).await), "NotFound");
    world.store.delete_room_for_good(room, owner).await.unwrap();
    while world.store.do_chore().await.unwrap() {}
    assert_eq!(world.count("people_groups").await, 1);
}

pub async fn group4_changes_need_the_right_and_are_recorded(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let by = owner_of(world, room, owner).await;
    let own = group(world, by, "builders", &members).await;
    let patch = PatchGroup { handle: Some("makers".parse().unwrap()), name: None };
    let changed = world.store.change_group(by, own.id, patch.clone(), world.now()).await.unwrap();
    assert_eq!((changed.handle.as_str(), changed.name.as_str(), changed.people), ("makers", "Design", 1));
    // The same again changes nothing, and leaves no entry.
    world.store.change_group(by, own.id, patch, world.now()).await.unwrap();
    world.store.add_to_group(by, own.id, members[0], world.now()).await.unwrap();
    world.store.remove_from_group(by, own.id, members[0], world.now()).await.unwrap();
    world.store.remove_from_group(by, own.id, members[0], world.now()).await.unwrap();
    world.store.delete_group(by, own.id, world.now()).await.unwrap();
    let filter = AuditFilter { room: Some(room), ..AuditFilter::default() };
    let entries = world.store.audit_page(filter, None, 50).await.unwrap().entries;
    let acts: Vec<_> = entries.iter().rev().map(|entry| (entry.action, entry.detail.as_str())).collect();
    let expected = [
        (AuditAction::GroupCreated, "builders"),
        (AuditAction::GroupMemberAdded, "builders"),
        (AuditAction::GroupChanged, "makers"),
        (AuditAction::GroupMemberRemoved, "makers"),
        (AuditAction::GroupDeleted, "makers"),
    ];
    assert_eq!(acts, expected);
    let missing = GroupId::new(Timestamp::from_millis(1_700_000_000_000));
    assert_eq!(name(world.store.delete_group(by, missing, world.now()).await), "NotFound");

    // The right is checked again when the change is made.
    world.store.join(room, world.person().await, world.now()).await.unwrap();
    world.store.set_role(room, owner, members[0], Role::Owner).await.unwrap();
    world.store.leave(room, owner).await.unwrap();
    assert_eq!(name(world.store.create_group(by, design("late"), world.now()).await), "NotAMember");
}

pub async fn group5_groups_their_people_and_what_a_message_mentions_are_bounded(world: &World) {
    let (room, owner, members) = world.room_with(201).await;
    let by = owner_of(world, room, owner).await;
    let all = group(world, by, "all-hands", &members[..200]).await;
    let added = world.store.add_to_group(by, all.id, members[200], world.now()).await;
    assert_eq!(name(added), "LimitReached");
    let one = group(world, by, "beyond", &members[200..]).await;
    assert_eq!(one.people, 0, "as it was made");
    let said = world.say(room, owner, "@beyond and @all-hands").await.message;
    assert_eq!((said.mentions.len(), said.mentions_groups.clone()), (200, vec!["all-hands".to_owned()]));
    // With two that there are already, the room has as many as it may have; some have a person in them.
    for (number, person) in members.iter().enumerate().take(50).skip(2) {
        let people = if number < 14 { std::slice::from_ref(person) } else { &[] };
        group(world, by, &format!("small{number:02}"), people).await;
    }
    let extra = world.store.create_group(by, design("extra"), world.now()).await;
    assert_eq!(name(extra), "LimitReached");
    let many = (2..14).map(|number| format!("@small{number:02}")).collect::<Vec<_>>().join(" ");
    let said = world.say(room, owner, &many).await.message;
    assert_eq!((said.mentions.len(), said.mentions_groups.len()), (10, 10));
}
