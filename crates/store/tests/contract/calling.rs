//! Mentioning several people at once: `@here` and groups.

use confluence_protocol::{MessageBody, UserId};
use confluence_store::Append;

use crate::world::World;

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
