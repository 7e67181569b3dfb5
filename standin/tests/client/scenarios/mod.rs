//! What the client promises of a service, one scenario for each; a file for each kind of call.

mod access;
pub(crate) mod bulk;
mod changes;
mod creates;
mod everything;
mod lists;
mod looks;
mod refusals;
mod retries;
mod sync;
mod traces;
mod waiting;

use futures_util::future::BoxFuture;

use super::stage::Stage;

/// A scenario, by its name.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) run: fn(Stage) -> BoxFuture<'static, ()>,
}

macro_rules! scenarios {
    ($($file:ident { $($name:ident,)+ })+) => {
        /// All of them.
        pub(crate) const ALL: &[Scenario] = &[$($(Scenario {
            name: concat!(stringify!($file), "::", stringify!($name)),
            run: |stage| Box::pin($file::$name(stage)),
        },)+)+];
    };
}

scenarios! {
    everything {
        every_operation_by_eight_workers_at_once,
    }
    access {
        a_token_is_asked_for_once_and_kept,
        many_callers_at_once_cause_one_token_request,
        a_token_is_replaced_when_it_expires,
        a_token_that_was_revoked_is_replaced,
        a_token_that_is_there_already_is_taken,
        callers_that_wait_together_fail_together,
        an_organization_and_a_sandbox_that_are_not_there_are_told,
        sandboxes_and_organizations_do_not_see_each_other,
    }
    creates {
        a_connection_is_found_as_it_was_created,
        every_example_is_created,
        a_source_that_only_its_slug_tells_from_another_is_created,
        what_can_not_work_is_not_sent,
        a_connection_whose_answer_was_lost_is_found_and_not_made_again,
        a_connection_that_was_not_made_is_made_after_it_was_looked_for_twice,
        two_creates_of_one_name_are_not_taken_for_each_other,
        two_that_fit_are_nobodys_guess,
        where_looking_fails_too_the_outcome_stays_unknown_and_nothing_is_sent_again,
        a_create_that_was_turned_away_at_the_gate_is_sent_again_without_a_look,
        a_create_that_was_refused_is_not_sent_again,
        a_hundred_creates_with_a_third_of_them_struck_make_a_hundred_connections,
    }
    waiting {
        a_connection_is_looked_at_until_it_is_enabled,
        the_deadline_ends_the_waiting_with_what_was_last_seen,
        a_connection_that_is_disabled_is_not_waited_for,
    }
    lists {
        pages_are_followed_in_both_documented_forms,
        filters_and_order_are_the_services_own,
        pages_lead_through_the_list_newest_first_while_connections_are_added,
        a_page_is_asked_for_only_when_it_is_needed,
        a_stream_that_fails_ends,
        a_search_finds_what_a_list_finds,
    }
    changes {
        an_update_changes_what_it_names_and_moves_the_etag,
        a_412_says_who_changed_the_connection_and_when,
        a_412_for_missing_quotes_says_so,
        an_update_that_can_not_work_is_not_sent,
        params_for_another_source_or_auth_spec_are_told_before_they_are_sent,
        an_update_is_sent_again_only_if_it_surely_was_not_done,
        a_delete_of_what_a_flow_uses_says_so,
        a_delete_whose_answer_was_lost_is_done_when_the_connection_is_gone,
    }
    looks {
        a_failed_test_is_an_answer_and_no_error,
        a_connection_is_explored_from_its_root_to_its_columns,
        connection_specs_are_listed_by_filters_and_looked_up,
        a_spec_by_its_providers_id_is_told_as_such,
    }
    refusals {
        each_documented_shape_is_told_by_what_it_means,
        a_query_that_the_service_does_not_take_is_told,
    }
    retries {
        a_read_that_fails_in_passing_is_sent_again,
        retry_after_is_waited_for_in_both_forms,
        attempts_are_counted,
        nothing_is_sent_twice_if_that_is_the_policy,
        a_wait_beyond_the_deadline_is_reported_at_once,
        the_deadline_ends_the_retries_and_a_slow_answer,
        a_budget_keeps_retries_few_when_everything_fails,
        ims_is_tried_again_too,
        a_turn_that_does_not_come_in_time_is_told_as_not_sent,
    }
    bulk {
        a_second_run_creates_what_the_first_did_not,
        a_run_that_was_broken_off_is_gone_on_with,
        a_create_whose_outcome_stays_unknown_stays_open_in_the_journal,
        one_key_for_two_requests_is_refused_before_anything_is_sent,
        a_journal_of_another_sandbox_or_organization_is_refused,
        many_creates_survive_being_throttled,
    }
    sync {
        calls_wait_for_their_answer_and_create_once,
        streams_are_iterators,
        inside_of_async_code_it_waits_without_a_panic,
        many_threads_may_share_it,
    }
    traces {
        calls_and_retries_are_traced_without_a_secret,
    }
}
