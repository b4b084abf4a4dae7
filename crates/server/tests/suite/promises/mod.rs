//! What Confluence promises under load and failure, on both databases.

use std::time::Duration;

use confluence_hub::Loss;

use crate::{
    checks::{
        Violations, access, counts, crash, crowd, leaving, memory, nodes, once, order, stalled, transcript,
        uploads,
    },
    support::{Backend, on_both},
};

/// Most violations that are printed; the first ones matter most.
const PRINTED: usize = 40;

fn holds(violations: &Violations) {
    let first = &violations[..violations.len().min(PRINTED)];
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), first.join("\n"));
}

async fn store7_msg1_five_sigkills_under_load_lose_and_duplicate_nothing(backend: Backend) {
    holds(&crash::run(backend, None, 5).await);
}
on_both!(store7_msg1_five_sigkills_under_load_lose_and_duplicate_nothing);

async fn file1_file8_sigkills_during_uploads_leave_no_short_or_orphaned_files(backend: Backend) {
    holds(&uploads::run(backend, 20, uploads::Tampering::None).await);
}
on_both!(file1_file8_sigkills_during_uploads_leave_no_short_or_orphaned_files);

/// The negative control of the test above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file1_short_and_orphaned_files_are_noticed() {
    let found = uploads::run(Backend::Sqlite, 2, uploads::Tampering::ShortAndOrphaned).await;
    for what in ["cannot be read", "is stored as", "orphan is left behind"] {
        assert!(found.iter().any(|violation| violation.contains(what)), "{what}: {found:#?}");
    }
}

/// `confluence-bench uploads` measures fifty uploads of 100 MiB.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn file1_five_large_uploads_at_once_take_little_memory() {
    holds(&memory::run(5).await);
}

/// Takes as long as a hundred password hashes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn auth31_many_failed_sign_ins_do_not_leak_memory() {
    holds(&memory::sign_ins().await);
}

async fn msg11_twenty_senders_one_order(backend: Backend) {
    holds(&order::run(backend).await);
}
on_both!(msg11_twenty_senders_one_order);

async fn msg4_one_id_sent_fifty_times_at_once_is_one_message(backend: Backend) {
    holds(&once::run(backend, &[]).await);
}
on_both!(msg4_one_id_sent_fifty_times_at_once_is_one_message);

async fn room5_every_role_gets_the_expected_answer_from_every_endpoint_and_frame(backend: Backend) {
    holds(&access::run(backend, &[]).await);
}
on_both!(room5_every_role_gets_the_expected_answer_from_every_endpoint_and_frame);

async fn sync5_talk8_permanent_and_intermittent_watchers_hold_the_stored_room(backend: Backend) {
    holds(&transcript::run(backend, &[], transcript::Plan::from_environment()).await);
}
on_both!(sync5_talk8_permanent_and_intermittent_watchers_hold_the_stored_room);

async fn sync6_sync7_sync8_sync9_crowd_doing_everything_at_once_finds_no_violation(backend: Backend) {
    holds(&crowd::run(backend, None, crowd::Plan::from_environment()).await);
}
on_both!(sync6_sync7_sync8_sync9_crowd_doing_everything_at_once_finds_no_violation);

async fn read2_talk5_counts_agree_with_a_recount_after_each_step(backend: Backend) {
    holds(&counts::run(backend, transcript::Plan::from_environment()).await);
}
on_both!(read2_talk5_counts_agree_with_a_recount_after_each_step);

/// The negative control of the transcripts above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sync5_replicas_that_ignore_reactions_are_noticed() {
    let plan =
        transcript::Plan { steps: 200, blind_to_reactions: true, ..transcript::Plan::from_environment() };
    let found = transcript::run(Backend::Sqlite, &[], plan).await;
    assert!(found.iter().any(|difference| difference.contains("holds")), "{found:?}");
}

/// The negative control of the crowd.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sync6_a_crowd_whose_replicas_ignore_reactions_is_noticed() {
    let plan = crowd::Plan {
        steps: 400,
        history: 1000,
        blind_to_reactions: true,
        ..crowd::Plan::from_environment()
    };
    let found = crowd::run(Backend::Sqlite, None, plan).await;
    assert!(found.iter().any(|difference| difference.contains("holds")), "{found:?}");
}

async fn room5_room8_nothing_of_a_private_room_reaches_non_members(backend: Backend) {
    holds(&access::leaks::run(backend, false).await);
}
on_both!(room5_room8_nothing_of_a_private_room_reaches_non_members);

/// The negative control of the test above: an intruder who is still a member must see the room in every way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn room5_leak_check_notices_what_a_member_sees() {
    let found = access::leaks::run(Backend::Sqlite, true).await;
    let others: Vec<_> = found.iter().filter(|leak| !leak.starts_with("gone")).collect();
    assert!(others.is_empty(), "{others:#?}");
    for way in [
        "mentioned",
        "gone heard",
        "heard inside",
        "GET /rooms/{id}/messages",
        "GET /rooms/{id}/changes",
        "/media/",
        "GET /me/saved",
        "frame",
    ] {
        assert!(found.iter().any(|leak| leak.contains(way)), "{way} was not noticed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hub2_sock4_stalled_reader_gets_a_resync_and_delays_nobody() {
    holds(&stalled::run(&[]).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hub5_two_nodes_over_a_lossy_bus_show_one_order() {
    if Backend::postgres_is_there("hub5_two_nodes_over_a_lossy_bus_show_one_order") {
        let loss = Loss { drop_percent: 10, duplicate_percent: 10, delay: Duration::from_millis(30) };
        holds(&nodes::run(loss).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hub5_sync5_two_nodes_over_a_lossy_bus_converge_to_the_same_room() {
    if Backend::postgres_is_there("hub5_sync5_two_nodes_over_a_lossy_bus_converge_to_the_same_room") {
        let loss = Loss { drop_percent: 10, duplicate_percent: 10, delay: Duration::from_millis(30) };
        let plan = transcript::Plan::from_environment();
        holds(&nodes::transcripts(loss, plan).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn talk11_here_mentions_people_who_are_active_on_another_node() {
    if Backend::postgres_is_there("talk11_here_mentions_people_who_are_active_on_another_node") {
        holds(&nodes::here().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn admin4_sock12_a_suspension_ends_sockets_and_sessions_on_another_node() {
    if Backend::postgres_is_there("admin4_sock12_a_suspension_ends_sockets_and_sessions_on_another_node") {
        holds(&nodes::suspension().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mod3_room22_a_removal_reaches_moderators_and_the_person_on_another_node() {
    if Backend::postgres_is_there("mod3_room22_a_removal_reaches_moderators_and_the_person_on_another_node") {
        holds(&nodes::removal().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msg6_sends_committed_after_the_sender_left_are_refused() {
    holds(&leaving::run(&[]).await);
}

/// A binary without the feature has no faults, regardless of its environment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_build_without_the_feature_ignores_the_fault_variable() {
    holds(&once::run(Backend::Sqlite, &[("CONFLUENCE_FAULT", "no_dedupe")]).await);
    holds(&crash::run(Backend::Sqlite, Some("ack_before_commit"), 2).await);
    holds(&leaving::run(&[("CONFLUENCE_FAULT", "skip_membership")]).await);
    holds(&stalled::run(&[("CONFLUENCE_FAULT", "unbounded_outbox")]).await);
}
