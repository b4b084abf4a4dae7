//! Link preview cards of messages, and the cache of cards.

use confluence_protocol::{Message, MessageId, Preview, RoomId, Timestamp, UserId};
use confluence_store::Cached;

use crate::world::{World, name};

fn card(title: &str) -> Preview {
    Preview {
        url: "https://a.example/".to_owned(),
        title: title.to_owned(),
        description: "Words".to_owned(),
        site_name: String::new(),
    }
}

async fn read(world: &World, room: RoomId, id: MessageId, viewer: UserId) -> Message {
    world.store.message(room, id, viewer).await.unwrap().unwrap()
}

pub async fn prev1_cards_are_shown_only_for_the_body_they_were_found_in(world: &World) {
    let (room, owner, members) = world.room_with(1).await;
    let store = &world.store;
    let said = world.say(room, owner, "one").await.message;
    let shown = async |body: &str, title: &str| {
        store.show_previews(room, said.id, body.to_owned(), vec![card(title)]).await.unwrap()
    };
    let before = world.see(room, owner).await.version;
    let told = shown("one", "First").await.unwrap();
    assert_eq!((told.version, &told.previews), (before + 1, &vec![card("First")]));
    assert_eq!(read(world, room, said.id, owner).await, told);
    // Identical cards, and cards found for another body, change nothing.
    assert_eq!(shown("one", "First").await, None);
    assert_eq!(shown("two", "Second").await, None);
    let edited = store.edit_message(room, said.id, owner, "two".parse().unwrap(), world.now()).await.unwrap();
    assert_eq!(edited.previews, []);
    assert_eq!(shown("one", "First").await, None);
    assert_eq!(shown("two", "Second").await.unwrap().previews, [card("Second")]);

    // The author dismisses the card, once and for good.
    assert_eq!(name(store.dismiss_previews(room, said.id, members[0]).await), "OnlyAuthor");
    let stranger = world.person().await;
    assert_eq!(name(store.dismiss_previews(room, said.id, stranger).await), "NotAMember");
    let before = world.see(room, owner).await.version;
    for _ in 0..2 {
        store.dismiss_previews(room, said.id, owner).await.unwrap();
        assert_eq!(world.see(room, owner).await.version, before + 1);
    }
    assert_eq!(read(world, room, said.id, owner).await.previews, []);
    assert_eq!(shown("two", "Second").await, None);
    store.edit_message(room, said.id, owner, "three".parse().unwrap(), world.now()).await.unwrap();
    assert_eq!(shown("three", "Third").await, None);

    // A tombstone keeps no cards and gets no new ones.
    let other = world.say(room, owner, "other").await.message;
    store.show_previews(room, other.id, "other".to_owned(), vec![card("Other")]).await.unwrap().unwrap();
    store.delete_message(room, other.id, owner, world.now()).await.unwrap();
    assert_eq!(read(world, room, other.id, owner).await.previews, []);
    assert_eq!(store.show_previews(room, other.id, String::new(), vec![card("x")]).await.unwrap(), None);
    assert_eq!(name(store.dismiss_previews(room, other.id, owner).await), "Deleted");
}

pub async fn prev1_cached_cards_expire(world: &World) {
    let store = &world.store;
    let at = |millis: i64| Timestamp::from_millis(world.now().as_millis() + millis);
    let (url, none) = ("https://a.example/".to_owned(), "https://b.example/".to_owned());
    let now = at(0);
    assert_eq!(store.page_card(&url, now).await.unwrap(), Cached::Unknown);
    store.keep_page_card(url.clone(), Some(card("Found")), now, at(60_000)).await.unwrap();
    store.keep_page_card(none.clone(), None, now, at(90_000)).await.unwrap();
    assert_eq!(store.page_card(&url, now).await.unwrap(), Cached::Known(Some(card("Found"))));
    assert_eq!(store.page_card(&none, now).await.unwrap(), Cached::Known(None));
    assert_eq!(store.page_card(&url, at(80_000)).await.unwrap(), Cached::Unknown);
    store.keep_page_card(url.clone(), Some(card("Anew")), at(80_000), at(200_000)).await.unwrap();
    assert_eq!(store.page_card(&url, at(80_000)).await.unwrap(), Cached::Known(Some(card("Anew"))));
}
