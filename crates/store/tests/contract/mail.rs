//! E-mail addresses of accounts, links that are mailed, and the mails that wait.

use confluence_protocol::{
    AuditAction, EmailAddress, Nullable, PatchAdminUser, SetSuspension, Timestamp, UserId,
};
use confluence_store::{AuditFilter, Confirmed, Emails, Language, Letter, LetterKind, TakenMail};

use crate::{
    admin::{elevated, sign_up},
    world::{World, name},
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn email(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn token(number: u8) -> [u8; 32] {
    [number; 32]
}

/// The next mail, taken with this token's hash; `None` if no mail is left, or no reason to send it.
async fn taken(world: &World, hash: [u8; 32], now: Timestamp) -> Option<TakenMail> {
    let next = world.store.next_mail().await.unwrap()?;
    assert!(next.due_at <= now, "{next:?}");
    world.store.take_mail(next, hash, now).await.unwrap()
}

/// Sends the next mail.
async fn sent(world: &World, hash: [u8; 32]) -> Option<Letter> {
    let taken = taken(world, hash, world.now()).await?;
    world.store.drop_mail(&taken).await.unwrap();
    Some(taken.letter)
}

async fn request(world: &World, id: UserId, address: &str) {
    let now = world.now();
    let until = now.plus_seconds(DAY);
    // People whose sessions have ended sign in again.
    let open = world.store.sessions_of(id, now).await.unwrap();
    let session = if let Some(session) = open.first() {
        session.id
    } else {
        let new = world.session_for(id);
        world.store.create_session(new.clone()).await.unwrap();
        new.id
    };
    let by = (id, session);
    world.store.request_email(by, email(address), Language::English, now, until).await.unwrap();
}

async fn confirm(world: &World, hash: [u8; 32]) -> Result<Confirmed, confluence_store::StoreError> {
    world.store.confirm_email(hash, Some(Language::English), world.now()).await
}

/// Gives the account a confirmed address; uses and forgets every mail.
async fn give(world: &World, id: UserId, address: &str, number: u8) {
    request(world, id, address).await;
    assert_eq!(sent(world, token(number)).await.unwrap().kind, LetterKind::Confirm);
    assert_eq!(confirm(world, token(number)).await.unwrap(), Confirmed::By(id));
}

async fn forget_password(world: &World, address: &str) {
    world.store.request_reset(email(address), Language::German, world.now()).await.unwrap();
}

async fn emails(world: &World, id: UserId) -> (Option<String>, Option<String>) {
    let Emails { confirmed, pending } = world.store.emails(id, world.now()).await.unwrap();
    (confirmed, pending)
}

pub async fn mail2_an_address_counts_once_it_is_confirmed(world: &World) {
    let ana = world.person_named("ana").await.id;
    request(world, ana, "Ana@Example.org").await;
    assert_eq!(emails(world, ana).await, (None, Some("Ana@Example.org".to_owned())));
    let letter = sent(world, token(1)).await.unwrap();
    let expected = Letter {
        kind: LetterKind::Confirm,
        to: "Ana@Example.org".to_owned(),
        username: "ana".to_owned(),
        language: Language::English,
    };
    assert_eq!(letter, expected);
    forget_password(world, "ana@example.org").await;
    assert_eq!(sent(world, token(2)).await, None, "not confirmed");
    assert_eq!(name(confirm(world, token(9)).await), "NotFound");
    assert_eq!(confirm(world, token(1)).await.unwrap(), Confirmed::By(ana));
    assert_eq!(emails(world, ana).await, (Some("Ana@Example.org".to_owned()), None));
    assert_eq!(name(confirm(world, token(1)).await), "NotFound");
    // A later mail ends the link of an earlier one, and so does another address.
    request(world, ana, "one@example.org").await;
    assert_eq!(sent(world, token(3)).await.unwrap().to, "one@example.org");
    request(world, ana, "two@example.org").await;
    assert_eq!(name(confirm(world, token(3)).await), "NotFound");
    assert_eq!(
        emails(world, ana).await,
        (Some("Ana@Example.org".to_owned()), Some("two@example.org".to_owned()))
    );
    assert_eq!(sent(world, token(4)).await.unwrap().to, "two@example.org");
    assert_eq!(confirm(world, token(4)).await.unwrap(), Confirmed::By(ana));
    let letter = sent(world, token(5)).await.unwrap();
    assert_eq!((letter.kind, letter.to.as_str()), (LetterKind::Replaced, "Ana@Example.org"));
}

pub async fn mail2_a_confirmation_expires_after_a_day(world: &World) {
    let ana = world.person_named("ana").await.id;
    request(world, ana, "ana@example.org").await;
    let late = world.now().plus_seconds(DAY);
    assert_eq!(world.store.emails(ana, late).await.unwrap(), Emails::default());
    let taken = taken(world, token(1), world.now()).await.unwrap();
    world.store.put_off_mail(&taken, late).await.unwrap();
    let confirmed = world.store.confirm_email(token(1), None, late).await;
    assert_eq!(name(confirmed), "NotFound");
    // Nor is it sent that late.
    let next = world.store.next_mail().await.unwrap().unwrap();
    assert_eq!(next.due_at, late);
    assert_eq!(world.store.take_mail(next, token(2), late).await.unwrap(), None);
    assert_eq!(world.store.next_mail().await.unwrap(), None);
    request(world, ana, "ana@example.org").await;
    world.store.forget_mail(world.now().plus_seconds(2 * DAY)).await.unwrap();
    assert_eq!(world.store.next_mail().await.unwrap(), None);
    assert_eq!(world.store.emails(ana, Timestamp::from_millis(0)).await.unwrap(), Emails::default());
}

pub async fn mail3_a_second_account_learns_nothing_about_an_address(world: &World) {
    let (ana, ben) = (world.person_named("ana").await.id, world.person_named("ben").await.id);
    let cleo = world.person_named("cleo").await.id;
    request(world, cleo, "ana@example.org").await;
    assert_eq!(sent(world, token(7)).await.unwrap().kind, LetterKind::Confirm);
    give(world, ana, "ana@example.org", 1).await;
    request(world, ben, "ANA@example.org").await;
    assert_eq!(emails(world, ben).await, (None, Some("ANA@example.org".to_owned())));
    let letter = sent(world, token(2)).await.unwrap();
    assert_eq!((letter.kind, letter.username.as_str()), (LetterKind::Taken, "ana"));
    assert_eq!(name(confirm(world, token(2)).await), "NotFound");
    assert_eq!(emails(world, ben).await, (None, Some("ANA@example.org".to_owned())));
    // Somebody whose link was made before finds out only by using it.
    assert_eq!(emails(world, cleo).await, (None, Some("ana@example.org".to_owned())));
    assert_eq!(confirm(world, token(7)).await.unwrap(), Confirmed::Taken);
    let letter = sent(world, token(8)).await.unwrap();
    assert_eq!((letter.kind, letter.username.as_str()), (LetterKind::Taken, "ana"));
    assert_eq!(emails(world, cleo).await, (None, None));
    assert_eq!(emails(world, ana).await, (Some("ana@example.org".to_owned()), None));
}

pub async fn mail3_two_nodes_never_give_one_address_to_two_accounts(world: &World) {
    let (ana, ben) = (world.person_named("ana").await.id, world.person_named("ben").await.id);
    for (id, hash) in [(ana, token(1)), (ben, token(2))] {
        request(world, id, "both@example.org").await;
        assert_eq!(sent(world, hash).await.unwrap().kind, LetterKind::Confirm);
    }
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let (first, second) = tokio::join!(
        confirm(world, token(1)),
        other.confirm_email(token(2), Some(Language::English), world.now()),
    );
    let outcomes = [first.unwrap(), second.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Confirmed::Taken).count(), 1, "{outcomes:?}");
    other.close().await;
    drain.await.unwrap();
}

pub async fn mail4_a_mailed_link_sets_the_password_once_within_an_hour(world: &World) {
    let ana = world.person_named("ana").await.id;
    give(world, ana, "ana@example.org", 1).await;
    forget_password(world, "nobody@example.org").await;
    assert_eq!(sent(world, token(2)).await, None);
    forget_password(world, "ANA@example.org").await;
    let letter = sent(world, token(3)).await.unwrap();
    let expected = (LetterKind::Reset, "ana@example.org", "ana", Language::German);
    assert_eq!((letter.kind, &*letter.to, &*letter.username, letter.language), expected);
    let late = world.now().plus_seconds(HOUR);
    assert!(world.store.owner_of_password_link(token(3), late).await.unwrap().is_none());
    assert_eq!(world.store.owner_of_password_link(token(3), world.now()).await.unwrap().unwrap().id, ana);
    world.store.use_password_link(token(3), "new".to_owned(), world.now()).await.unwrap();
    let again = world.store.use_password_link(token(3), "newer".to_owned(), world.now()).await;
    assert_eq!(name(again), "NotFound");
    let known = world.store.credentials(&"ana".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(known.password_hash, "new");
    let log = world.store.audit_page(AuditFilter::default(), None, 50).await.unwrap().entries;
    let actions: Vec<AuditAction> = log.iter().map(|entry| entry.action).collect();
    let expected = [AuditAction::PasswordReset, AuditAction::PasswordLinkMade, AuditAction::EmailChanged];
    assert_eq!(actions, expected);
    assert!(log.iter().all(|entry| entry.detail.is_empty()), "{log:?}");
}

pub async fn mail5_links_end_with_the_address_the_password_a_suspension_and_the_account(world: &World) {
    let ana = world.person_named("ana").await.id;
    give(world, ana, "ana@example.org", 1).await;
    let links = async |first: u8| {
        forget_password(world, "ana@example.org").await;
        assert_eq!(sent(world, token(first)).await.unwrap().kind, LetterKind::Reset);
        request(world, ana, "other@example.org").await;
        assert_eq!(sent(world, token(first + 1)).await.unwrap().kind, LetterKind::Confirm);
    };
    let ended = async |first: u8| {
        let link = world.store.owner_of_password_link(token(first), world.now()).await.unwrap();
        assert!(link.is_none(), "{first}");
        assert_eq!(name(confirm(world, token(first + 1)).await), "NotFound", "{first}");
    };
    links(10).await;
    world.store.set_password(ana, "new".to_owned(), None).await.unwrap();
    ended(10).await;
    links(20).await;
    world.store.remove_email(ana, Some(Language::English), world.now()).await.unwrap();
    ended(20).await;
    assert_eq!(emails(world, ana).await, (None, None));
    assert_eq!(sent(world, token(22)).await.unwrap().kind, LetterKind::Replaced);
    give(world, ana, "ana@example.org", 30).await;
    links(31).await;
    let suspended = Nullable::Value(SetSuspension::default());
    let patch = PatchAdminUser { suspended, ..PatchAdminUser::default() };
    // Not the only administrator any more.
    let ben = world.person_named("ben").await.id;
    let promotion = PatchAdminUser { is_admin: Some(true), ..PatchAdminUser::default() };
    world.store.change_account_as_operator(ben, promotion, world.now()).await.unwrap();
    world.store.change_account_as_operator(ana, patch, world.now()).await.unwrap();
    ended(31).await;
    forget_password(world, "ana@example.org").await;
    assert_eq!(sent(world, token(33)).await, None, "suspended");
    let patch = PatchAdminUser { suspended: Nullable::Null, ..PatchAdminUser::default() };
    world.store.change_account_as_operator(ana, patch, world.now()).await.unwrap();
    links(40).await;
    request(world, ana, "later@example.org").await;
    forget_password(world, "ana@example.org").await;
    world.store.delete_account(ana, world.now()).await.unwrap();
    ended(40).await;
    assert_eq!(emails(world, ana).await, (None, None));
    assert_eq!(world.store.next_mail().await.unwrap(), None, "waiting mails have the address");
    // The address is free again.
    give(world, ben, "ana@example.org", 50).await;
}

pub async fn mail5_a_mail_that_waits_ends_with_the_password(world: &World) {
    let ana = world.person_named("ana").await.id;
    give(world, ana, "ana@example.org", 1).await;
    forget_password(world, "ana@example.org").await;
    request(world, ana, "other@example.org").await;
    forget_password(world, "ben@example.org").await;
    world.store.set_password(ana, "new".to_owned(), None).await.unwrap();
    assert_eq!(world.count("mails").await, 1, "only that of another address");
}

pub async fn mail2_a_session_that_has_ended_sets_no_address(world: &World) {
    let ana = world.person_named("ana").await.id;
    let now = world.now();
    let session = world.store.sessions_of(ana, now).await.unwrap()[0].id;
    // The password was right when it was checked, and is changed before the address is stored.
    world.store.set_password(ana, "new".to_owned(), None).await.unwrap();
    let until = now.plus_seconds(DAY);
    let late =
        world.store.request_email((ana, session), email("eve@example.org"), Language::English, now, until);
    assert_eq!(name(late.await), "NotFound");
    assert_eq!((emails(world, ana).await, world.store.next_mail().await.unwrap()), ((None, None), None));
}

pub async fn mail5_an_account_that_is_given_back_has_no_address(world: &World) {
    let admin = sign_up(world, "admin").await;
    let ana = world.person_named("ana").await.id;
    let by = elevated(world, &admin).await;
    let taken_off = async || {
        // Both were written at the same moment, so their order is open.
        let log = world.store.audit_page(AuditFilter::default(), None, 2).await.unwrap().entries;
        for action in [AuditAction::EmailRemoved, AuditAction::PasswordReset] {
            assert!(log.iter().any(|entry| entry.action == action && entry.actor.is_none()), "{log:?}");
        }
        assert_eq!(emails(world, ana).await, (None, None));
        assert_eq!(world.store.next_mail().await.unwrap(), None);
    };
    give(world, ana, "eve@example.org", 1).await;
    world.store.reset_password_as_operator(ana, "new".to_owned(), world.now()).await.unwrap();
    taken_off().await;
    give(world, ana, "eve@example.org", 2).await;
    let (now, until) = (world.now(), world.now().plus_seconds(DAY));
    world.store.make_password_link(by, ana, token(3), now, until).await.unwrap();
    world.store.use_password_link(token(3), "newer".to_owned(), world.now()).await.unwrap();
    taken_off().await;
    // One's own address stays when it is used.
    give(world, ana, "ana@example.org", 4).await;
    forget_password(world, "ana@example.org").await;
    assert_eq!(sent(world, token(5)).await.unwrap().kind, LetterKind::Reset);
    world.store.use_password_link(token(5), "newest".to_owned(), world.now()).await.unwrap();
    assert_eq!(emails(world, ana).await.0.as_deref(), Some("ana@example.org"));
}

pub async fn mail5_a_second_mail_does_not_end_the_link_in_the_first(world: &World) {
    let ana = world.person_named("ana").await.id;
    give(world, ana, "ana@example.org", 1).await;
    forget_password(world, "ana@example.org").await;
    forget_password(world, "ana@example.org").await;
    assert_eq!(sent(world, token(2)).await.unwrap().kind, LetterKind::Reset);
    assert_eq!(sent(world, token(3)).await.unwrap().kind, LetterKind::Reset);
    let works = async |hash| world.store.owner_of_password_link(hash, world.now()).await.unwrap().is_some();
    assert!(works(token(2)).await && works(token(3)).await);
    request(world, ana, "ANA@example.org").await;
    assert_eq!(sent(world, token(4)).await.unwrap().kind, LetterKind::Confirm);
    assert_eq!(confirm(world, token(4)).await.unwrap(), Confirmed::By(ana));
    assert!(!works(token(2)).await && !works(token(3)).await);
    assert_eq!(sent(world, token(5)).await, None, "the same address is not told about itself");
}

pub async fn mail6_a_mail_is_taken_by_one_node_and_again_after_its_death(world: &World) {
    let ana = world.person_named("ana").await.id;
    request(world, ana, "ana@example.org").await;
    let now = world.now();
    let next = world.store.next_mail().await.unwrap().unwrap();
    let (other, mut told) = world.open_again().await;
    let drain = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let (first, second) =
        tokio::join!(world.store.take_mail(next, token(1), now), other.take_mail(next, token(2), now));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first.is_some() != second.is_some(), "{first:?} {second:?}");
    let later = world.store.next_mail().await.unwrap().unwrap();
    assert_eq!(later.due_at, now.plus_seconds(300));
    let again = world.store.take_mail(later, token(3), later.due_at).await.unwrap().unwrap();
    assert_eq!(again.attempts, 2);
    world.store.drop_mail(&again).await.unwrap();
    assert_eq!(world.store.next_mail().await.unwrap(), None);
    other.close().await;
    drain.await.unwrap();
}

pub async fn mail6_a_bounded_number_of_mails_waits(world: &World) {
    let ana = world.person_named("ana").await.id;
    give(world, ana, "ana@example.org", 1).await;
    let requests = (0..1000).map(|_| forget_password(world, "nobody@example.org"));
    futures_util::future::join_all(requests).await;
    let refused = world.store.request_reset(email("ana@example.org"), Language::English, world.now()).await;
    assert_eq!(name(refused), "Unavailable");
    // What informs somebody still finds room.
    world.store.remove_email(ana, Some(Language::English), world.now()).await.unwrap();
    assert_eq!(world.count("mails").await, 1001);
}

pub async fn mail6_a_mail_that_cannot_be_read_holds_up_no_other(world: &World) {
    let (ana, ben) = (world.person_named("ana").await.id, world.person_named("ben").await.id);
    request(world, ana, "ana@example.org").await;
    request(world, ben, "ben@example.org").await;
    // One more attempt is no number any more.
    let spoil = "UPDATE mails SET attempts = 9223372036854775807 WHERE email = 'ana@example.org'";
    world.sql(spoil, spoil).await;
    let (now, broken) = (world.now(), world.store.next_mail().await.unwrap().unwrap());
    world.store.take_mail(broken, token(1), now).await.unwrap_err();
    let later = now.plus_seconds(60);
    world.store.pass_over_mail(broken, later).await.unwrap();
    assert_eq!(sent(world, token(2)).await.unwrap().to, "ben@example.org");
    assert_eq!(world.store.next_mail().await.unwrap().unwrap().due_at, later);
    // A mail that somebody took meanwhile stays theirs.
    world.store.pass_over_mail(broken, now).await.unwrap();
    assert_eq!(world.store.next_mail().await.unwrap().unwrap().due_at, later);
}
