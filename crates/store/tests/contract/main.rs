//! The contract of the store: every public method, written once, run on SQLite in a temporary file and on
//! PostgreSQL in a fresh database each.
//!
//! PostgreSQL takes part where `CONFLUENCE_TEST_POSTGRES` is the URL of a superuser; without it that half is
//! skipped aloud, or fails where `CONFLUENCE_REQUIRE_SERVICES=1`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "all of it is test, also what no attribute says so of"
)]

mod accounts;
mod acting;
mod append;
mod catching_up;
mod counts;
mod deletions;
mod folders;
mod invites;
mod marks;
mod members;
mod model;
mod moderation;
mod pages;
mod previews;
mod proxy;
mod reach;
mod rights;
mod rooms;
mod sessions;
mod stalls;
mod talk;
mod uploads;
mod world;

/// Each of these tests, on either database.
macro_rules! contract {
    ($($module:ident { $($test:ident),* $(,)? })*) => {
        mod sqlite {
            $(mod $module {
                $(#[tokio::test]
                async fn $test() {
                    let world = crate::world::World::sqlite().await;
                    crate::$module::$test(&world).await;
                    world.end().await;
                })*
            })*
        }
        mod postgres {
            $(mod $module {
                $(#[tokio::test]
                async fn $test() {
                    let Some(world) = crate::world::World::postgres(stringify!($test)).await else { return };
                    crate::$module::$test(&world).await;
                    world.end().await;
                })*
            })*
        }
    };
}

contract! {
    rights {
        room19_every_change_notices_a_right_that_ended,
        room19_with_the_right_every_change_is_made,
    }
    accounts {
        auth1_sign_up_makes_an_account_that_can_be_found,
        auth2_a_username_is_taken_once,
        auth3_only_the_first_account_is_administrator,
        auth5_entry_is_respected,
        auth6_sign_up_with_an_invite_joins_or_makes_nothing,
        a_profile_is_changed_and_told_once,
        a_new_password_ends_the_other_sessions,
        people_are_found_by_prefix_members_first,
        a_deleted_account_hands_its_rooms_over,
        the_last_administrator_stays,
    }
    sessions {
        auth13_a_refresh_token_works_once,
        auth13_a_repeat_within_ten_seconds_gets_the_same_successor,
        auth13_a_later_repeat_ends_the_session,
        auth14_an_expired_session_is_not_refreshed,
        auth15_an_ended_session_is_told_once,
    }
    rooms {
        room1_the_maker_is_owner_and_first_member,
        room2_own_rooms_come_newest_first,
        room3_the_directory_pages_by_name,
        room10_settings_change_and_take_a_version,
        room10_a_deleted_room_is_gone,
        lim4_a_person_owns_a_bounded_number_of_rooms,
        seats_say_where_one_stands,
    }
    members {
        room6_joining_twice_changes_nothing,
        room7_nothing_old_is_unread,
        room8_leaving_ends_membership,
        room9_the_last_owner_stays_and_the_last_member_takes_the_room_along,
        room13_members_page_without_gap_or_repeat,
        notify_is_kept,
    }
    folders {
        room15_folders_are_kept_whole_in_their_order,
        room15_a_room_leaves_its_folder_with_its_member,
    }
    invites {
        inv3_a_card_shows_room_and_inviter,
        inv4_accepting_joins_and_members_use_nothing_up,
        inv5_dead_invites_say_which_way,
        inv5_of_many_for_one_last_use_one_succeeds,
        inv6_an_invite_dies_with_its_makers_membership,
        inv7_invites_are_listed_and_revoked,
    }
    append {
        msg2_seq_and_version_are_dense,
        msg4_fifty_repeats_at_once_are_one_message,
        msg5_another_content_is_a_conflict,
        msg14_a_repeat_after_a_rotation_is_the_same_message,
        msg6_only_members_post,
        msg15_a_refused_send_tells_no_more_than_a_read,
        room11_posting_may_be_restricted,
        msg9_sends_keep_the_order_in_which_they_came,
        msg8_quotes_are_resolved_when_read,
        msg11_twenty_senders_make_one_order,
        store4_a_poisoned_job_harms_no_other,
        msg1_a_lost_connection_loses_nothing_and_doubles_nothing,
        store6_who_hangs_up_cancels_nothing,
        a_closed_store_refuses_and_keeps_what_it_took,
    }
    deletions {
        room16_a_deleted_room_is_gone_before_its_rows_are,
        room16_deleting_a_large_room_takes_many_small_steps,
        store15_what_deletions_log_is_moved_into_the_file_soon,
        store15_a_step_that_fails_holds_up_no_other,
        room17_an_account_in_many_rooms_is_gone_at_once,
        room18_a_message_with_many_reactions_is_deleted_in_small_steps,
        a_direct_room_can_be_made_anew_while_the_old_one_goes,
        store13_sessions_are_forgotten_a_month_after_their_end,
    }
    stalls {
        store9_one_bad_job_costs_a_few_commits,
        store10_a_slow_batch_is_cut_short,
        store11_a_room_held_elsewhere_holds_up_no_other,
        store11_an_invite_waits_for_its_room_in_line,
        store12_a_dead_connection_is_given_up,
        store12_an_unknown_commit_is_settled_by_its_ids,
        store12_an_unknown_commit_is_told_after_its_room_was_held,
        store9_a_batch_that_fails_slowly_is_given_up,
        store11_a_membership_held_elsewhere_holds_up_marks_only,
    }
    pages {
        msg10_pages_go_every_way,
        gen24_long_messages_make_a_page_shorter,
        msg13_what_is_acknowledged_is_read,
        messages_are_read_one_by_one,
    }
    catching_up {
        sync1_changes_are_the_messages_as_they_stand,
        sync2_members_changed_is_said,
        sync3_reset_is_said,
        read1_a_mark_goes_forward_unless_forced,
        read2_unread_counts_others_messages_up_to_100,
        heads_tell_what_changed,
    }
    marks {
        read8_a_message_moves_the_mark_of_its_author,
        read9_a_mark_never_claims_what_was_not_read,
        read10_a_crowd_that_reads_at_once_is_a_handful_of_writes,
        read11_a_mark_is_answered_once_it_is_durable_with_what_is_after_it,
        read13_two_nodes_never_move_a_mark_back,
        read14_what_one_says_oneself_counts_nowhere,
    }
    uploads {
        file1_what_is_announced_counts_until_it_is_gone,
        file8_unattached_ones_expire_and_held_ones_stay,
        file10_what_is_said_of_a_file_goes_with_it,
        file11_the_gallery_pages_newest_first,
        file12_a_picture_uses_its_upload_up_and_replaces_the_old_one,
        file13_chunks_come_in_order_and_are_counted_once,
        file15_lost_files_are_marked_and_unmarked,
    }
    talk {
        room11_an_edit_by_who_may_not_post_any_more_is_refused,
        edits_are_the_authors_and_keep_their_history,
        talk1_a_long_history_is_the_original_and_the_newest,
        talk5_a_text_names_a_hundred_people_at_most,
        a_deleted_message_is_a_tombstone,
        reactions_are_counted_once_a_person,
        a_message_has_at_most_fifty_different_reactions,
        mentions_name_members_and_are_counted,
        large_rooms_are_named_by_moderators_only,
        pins_are_at_most_a_hundred,
        saved_messages_are_ones_own_and_of_ones_rooms,
    }
    previews {
        prev1_cards_belong_to_the_words_they_were_found_in,
        prev1_what_was_found_counts_for_a_while,
    }
    reach {
        receipts_name_readers_and_count_the_private,
        read6_marks_of_a_small_room_are_those_of_who_shares_them,
        a_message_is_reminded_of_once,
    }
    moderation {
        roles_are_given_by_owners,
        moderators_remove_members_and_owners_anybody,
        a_ban_removes_and_beats_every_invite,
        a_direct_room_is_the_one_of_its_people,
    }
}
