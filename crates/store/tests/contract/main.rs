//! The contract of the store: tests of every public method, written once and run on SQLite in a temporary
//! file and on PostgreSQL, each in a fresh database.
//!
//! The PostgreSQL half needs the URL of a superuser in `CONFLUENCE_TEST_POSTGRES`. Without it, these tests
//! print that they are skipped, or fail if `CONFLUENCE_REQUIRE_SERVICES=1`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "all of this is test code, including helpers without a test attribute"
)]

mod accounts;
mod acting;
mod admin;
mod append;
mod audit;
mod calling;
mod catching_up;
mod counts;
mod deletions;
mod folders;
mod governing;
mod guests;
mod invites;
mod mail;
mod marks;
mod members;
mod model;
mod moderation;
mod pages;
mod people;
mod previews;
mod proxy;
mod reach;
mod rights;
mod rooms;
mod sessions;
mod stalls;
mod talk;
mod undelete;
mod uploads;
mod world;

/// Runs each of these tests on both databases.
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
    admin {
        admin2_elevation_belongs_to_the_session_and_ends_with_time_and_password,
        admin2_an_elevation_that_ended_since_changes_nothing,
        admin3_two_administrators_who_remove_each_other_leave_one,
        admin3_the_last_administrator_neither_steps_down_nor_is_suspended,
        admin4_a_suspended_account_has_no_session_until_the_suspension_ends,
        admin4_a_refresh_at_the_moment_of_a_suspension_gets_nothing_that_works,
        admin5_a_planned_deletion_suspends_at_once_and_deletes_after_seven_days,
        admin6_a_room_is_hidden_at_once_restored_or_deleted_after_seven_days,
        admin6_direct_rooms_are_only_counted,
        admin6_lists_are_paged_without_gap_or_repeat,
        admin7_invites_of_all_rooms_are_listed_and_revoked_without_their_codes,
        admin8_a_link_sets_the_password_once,
        admin9_settings_override_the_environment_and_new_accounts_join_default_rooms,
        admin10_usage_counts_people_rooms_messages_and_days,
        admin11_every_act_is_in_the_audit_log,
    }
    rights {
        room19_every_change_is_refused_once_the_right_has_ended,
        room19_every_change_succeeds_with_the_right,
    }
    accounts {
        auth1_sign_up_creates_an_account_that_can_be_found,
        auth2_a_username_can_be_taken_only_once,
        auth3_only_the_first_account_is_administrator,
        auth5_closed_and_invite_only_sign_up_are_enforced,
        auth6_sign_up_with_an_invite_joins_its_room_or_creates_nothing,
        profile_changes_are_emitted_once_and_settings_never,
        a_profile_is_told_with_the_status_set_meanwhile,
        a_new_password_ends_the_other_sessions,
        user_search_matches_prefixes_and_lists_members_first,
        deleting_an_account_hands_over_its_rooms,
        an_heir_who_leaves_meanwhile_inherits_nothing,
        the_last_administrator_cannot_delete_their_account,
    }
    sessions {
        auth13_a_refresh_token_works_once,
        auth13_a_repeat_within_ten_seconds_gets_the_same_successor,
        auth13_a_later_repeat_ends_the_session,
        auth14_an_expired_session_is_not_refreshed,
        auth15_the_end_of_a_session_is_emitted_once,
    }
    rooms {
        room1_the_creator_is_owner_and_first_member,
        room2_my_rooms_are_listed_by_newest_message,
        room3_the_directory_is_paged_by_name,
        room30_the_directory_is_paged_by_members_and_by_activity,
        room31_a_favourite_is_ones_own_and_bounded,
        room10_changing_settings_takes_a_version,
        room10_a_deleted_room_is_gone,
        lim4_a_person_owns_a_bounded_number_of_rooms,
        seats_show_the_role_of_members_and_none_for_strangers,
    }
    members {
        room6_joining_twice_changes_nothing,
        room7_nothing_old_is_unread,
        room8_leaving_ends_membership,
        room9_the_last_owner_cannot_leave_and_the_last_member_deletes_the_room,
        room13_pages_of_members_have_no_gap_and_no_repeat,
        the_notification_level_is_stored,
    }
    folders {
        room15_folders_are_replaced_as_a_whole_and_keep_their_order,
        room15_leaving_a_room_takes_it_out_of_its_folder,
    }
    invites {
        inv3_a_card_shows_room_and_inviter,
        inv4_accepting_joins_the_room_and_costs_members_no_use,
        inv5_expired_and_unknown_invites_are_told_apart,
        inv5_only_one_of_many_gets_the_last_use,
        inv6_an_invite_ends_with_its_creators_membership,
        inv6_an_invite_ends_with_its_creators_right_to_invite,
        inv7_invites_are_listed_and_revoked,
    }
    guests {
        guest1_whoever_signs_up_with_an_invite_for_guests_is_in_its_room_only,
        guest2_a_guest_enters_no_other_room,
        guest3_guests_get_no_role_no_direct_room_and_no_server_group,
        guest4_at_the_end_a_guest_leaves_and_cannot_sign_in,
        guest4_no_session_of_a_guest_lasts_longer_than_the_guest,
        guest5_moderators_move_the_end_and_administrators_make_full_accounts,
        guest5_a_new_end_and_a_full_account_at_once_agree,
        guest3_a_search_outside_of_rooms_finds_no_guests,
        guest6_a_guest_without_a_room_uses_another_invite_for_guests,
        guest6_of_two_invites_at_once_one_lets_a_guest_in,
        room34_members_are_found_by_the_start_of_their_names,
    }
    append {
        msg2_seq_and_version_are_dense,
        msg4_fifty_concurrent_repeats_store_one_message,
        msg5_different_content_under_the_same_id_is_a_conflict,
        msg14_a_repeat_is_recognised_after_a_key_rotation,
        msg6_only_members_post,
        msg15_a_refused_send_reveals_no_more_than_a_read,
        room11_posting_can_be_restricted_to_moderators,
        msg9_sends_are_stored_in_the_order_of_arrival,
        msg8_quotes_are_resolved_when_read,
        msg11_twenty_senders_share_one_order,
        store4_a_poisoned_job_does_not_affect_others,
        msg1_a_lost_connection_neither_loses_nor_duplicates_messages,
        store6_a_caller_that_hangs_up_cancels_nothing,
        a_closed_store_refuses_writes_and_keeps_what_it_acknowledged,
    }
    deletions {
        room16_a_deleted_room_disappears_before_its_rows_do,
        room16_deleting_a_large_room_takes_many_small_steps,
        store15_the_log_stays_small_during_deletions,
        store15_a_failing_step_does_not_block_others,
        room17_an_account_in_many_rooms_disappears_at_once,
        room18_a_message_with_many_reactions_is_deleted_in_small_steps,
        a_direct_room_can_be_recreated_while_the_old_one_is_deleted,
        store13_sessions_are_deleted_a_month_after_their_end,
    }
    undelete {
        room33_an_owner_restores_a_deleted_room_with_everything_in_it,
        room33_administrators_do_not_learn_who_restored_a_private_room,
        room33_nobody_restores_a_room_after_seven_days_or_above_their_limit,
    }
    stalls {
        store9_one_bad_job_costs_a_few_commits,
        store10_a_slow_batch_is_cut_short,
        store11_a_room_locked_by_another_node_does_not_block_other_rooms,
        store11_accepting_an_invite_waits_for_its_locked_room_in_order,
        store12_a_dead_connection_is_replaced,
        store12_a_commit_of_unknown_outcome_is_resolved_by_message_ids,
        store12_a_commit_of_unknown_outcome_is_emitted_after_a_room_lock,
        store9_a_batch_that_fails_slowly_is_given_up,
        store11_a_membership_locked_by_another_node_blocks_only_marks,
    }
    pages {
        msg10_pages_can_be_read_in_every_direction,
        gen24_long_messages_make_a_page_shorter,
        msg13_an_acknowledged_message_is_readable_on_another_node,
        a_message_can_be_read_by_id,
    }
    catching_up {
        sync1_changes_are_messages_in_their_current_form,
        sync2_members_changed_is_set_when_members_change,
        sync3_reset_is_set_when_changes_cannot_be_listed,
        read1_a_mark_moves_back_only_when_forced,
        read2_unread_counts_others_messages_up_to_100,
        heads_show_which_rooms_changed,
    }
    marks {
        read8_sending_moves_the_authors_mark,
        read9_sending_never_marks_unread_messages_as_read,
        read10_a_crowd_reading_at_once_takes_a_handful_of_writes,
        read11_a_durable_mark_is_answered_with_unread_counts,
        read13_two_nodes_never_move_a_mark_back,
        read14_own_messages_and_mentions_never_count_as_unread,
    }
    uploads {
        file1_announced_bytes_count_against_the_quota_until_removal,
        file8_unattached_files_expire_and_attached_ones_stay,
        file10_caption_and_alt_text_are_part_of_the_attachment,
        file11_the_gallery_is_paged_newest_first,
        file12_an_avatar_uses_up_its_upload_and_replaces_the_old_one,
        file13_chunks_are_counted_once_and_in_order,
        file15_lost_files_are_marked_and_unmarked,
    }
    talk {
        room11_an_author_who_may_no_longer_post_cannot_edit,
        only_authors_edit_and_the_history_is_kept,
        talk1_a_long_history_shows_the_original_and_the_newest_versions,
        talk5_a_message_mentions_at_most_a_hundred_people,
        a_deleted_message_is_a_tombstone,
        reactions_are_counted_once_per_person,
        a_message_has_at_most_fifty_different_reactions,
        mentions_resolve_to_members_and_are_counted,
        only_moderators_mention_everyone_in_large_rooms,
        a_room_has_at_most_a_hundred_pins,
        saved_messages_are_private_and_only_from_my_rooms,
    }
    calling {
        talk11_here_mentions_the_active_members_and_nobody_else,
        talk11_an_edit_calls_nobody_with_here_and_keeps_whom_it_called,
        talk11_here_is_plain_text_where_room_would_be_and_in_rooms_without_presence,
        group1_a_group_mentions_its_people_who_are_members,
        group2_handles_are_unique_and_people_come_first,
        group3_people_leave_groups_with_their_room_and_account,
        group4_changes_need_the_right_and_are_recorded,
        group5_groups_their_people_and_what_a_message_mentions_are_bounded,
    }
    people {
        people1_a_status_is_shown_to_everybody_and_announced_once,
        people1_a_status_that_has_ended_is_not_shown,
        people8_people9_settings_change_one_by_one_and_zones_are_shown_if_shared,
        people6_a_presence_by_hand_is_kept_until_it_ends_and_announced_once,
        people2_a_profile_lists_the_rooms_that_both_are_in,
        people2_a_profile_shows_nothing_of_a_deleted_account_that_is_still_leaving_rooms,
        people2_a_profile_lists_at_most_a_hundred_rooms,
        people3_blocks_are_listed_newest_first_and_announced_to_their_owner,
        people3_one_person_blocks_at_most_a_thousand,
        people3_the_blocks_of_a_deleted_account_are_removed_in_small_steps,
        people4_a_blocked_person_starts_no_direct_room_but_can_be_found,
        people5_counts_leave_out_what_blocked_people_write,
        people5_mentions_that_are_edited_or_deleted_no_longer_count,
    }
    previews {
        prev1_cards_are_shown_only_for_the_body_they_were_found_in,
        prev1_cached_cards_expire,
    }
    reach {
        receipts_list_readers_and_count_private_ones,
        read6_marks_of_a_small_room_leave_out_members_who_opted_out,
        a_message_gets_only_one_reminder,
    }
    governing {
        admin6_a_room_gets_an_owner_only_if_none_can_act,
        admin6_the_log_does_not_name_people_of_private_rooms,
        admin4_a_suspension_ends_links_and_a_lost_right_its_elevation,
        admin11_failed_sign_ins_are_forgotten_after_90_days,
        mod4_administrators_see_no_content_of_private_rooms,
    }
    audit {
        mod1_acts_of_moderation_are_in_the_audit_log,
        mod2_the_log_is_paged_by_what_it_is_filtered_for,
        mod5_recent_messages_are_deleted_in_small_steps,
    }
    mail {
        mail2_an_address_counts_once_it_is_confirmed,
        mail2_a_confirmation_expires_after_a_day,
        mail3_a_second_account_learns_nothing_about_an_address,
        mail3_two_nodes_never_give_one_address_to_two_accounts,
        mail4_a_mailed_link_sets_the_password_once_within_an_hour,
        mail5_links_end_with_the_address_the_password_a_suspension_and_the_account,
        mail5_a_second_mail_does_not_end_the_link_in_the_first,
        mail5_a_mail_that_waits_ends_with_the_password,
        mail2_a_session_that_has_ended_sets_no_address,
        mail5_an_account_that_is_given_back_has_no_address,
        mail6_a_mail_is_taken_by_one_node_and_again_after_its_death,
        mail6_a_mail_that_cannot_be_read_holds_up_no_other,
        mail6_a_bounded_number_of_mails_waits,
    }
    moderation {
        only_owners_give_roles,
        room21_an_owner_alone_stays_owner_but_can_leave,
        moderators_remove_members_and_owners_remove_anybody,
        an_owner_alone_who_removes_themselves_deletes_the_room,
        a_ban_removes_the_member_and_overrides_invites,
        a_ban_with_an_end_ends_by_itself,
        room23_bans_are_deleted_a_day_after_their_end,
        a_closed_direct_room_opens_when_somebody_writes,
        the_same_people_always_get_the_same_direct_room,
        dm1_a_person_creates_a_limited_number_of_direct_rooms,
        dm1_no_room_begins_with_an_account_that_is_deleted_meanwhile,
    }
}
