"""What an officer may decide, and where somebody can go instead."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.admission import (
    LONGEST_PAUSE,
    NAMED_BY,
    NOT_SEATED,
    WHERE_INSTEAD,
    StandstillAnswer,
    check_another_officer,
    check_may_pass_on,
    check_review_day,
    check_standstill,
    event_of_naming,
    first_to_answer,
    may_answer,
)
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, is_possible
from mediation.domain.outcomes import Decline
from mediation.domain.parties import CompanyRole, ConsentKind

TODAY = date(2026, 3, 4)


@dataclass(frozen=True)
class Named:
    role: CompanyRole
    organisation_id: int | None = 1
    answers: bool = False


companies = st.lists(
    st.builds(
        Named,
        role=st.sampled_from(CompanyRole),
        organisation_id=st.none() | st.integers(1, 9),
        answers=st.booleans(),
    )
)


class TestWhoAnswers:
    @given(companies)
    def test_somebody_does_exactly_when_somebody_can(self, found):
        first = first_to_answer(found)
        assert (first is not None) == any(may_answer(company) for company in found)

    @given(companies)
    def test_it_is_one_that_can_and_a_marked_one_before_all_others(self, found):
        first = first_to_answer(found)
        if first is not None:
            assert may_answer(first)
            marked = [company for company in found if may_answer(company) and company.answers]
            assert first.answers or not marked

    @pytest.mark.parametrize("role", sorted(NOT_SEATED))
    def test_a_collector_or_unknown_company_never_does(self, role):
        assert first_to_answer([Named(role, answers=True)]) is None

    def test_the_one_whose_money_it_is_comes_first(self):
        roles = [CompanyRole.MEMBER_SHOP, CompanyRole.PLATFORM, CompanyRole.LENDER]
        assert first_to_answer([Named(role) for role in roles]).role is CompanyRole.LENDER


class TestPassingOn:
    @pytest.mark.parametrize(
        ("consents", "withheld", "seen", "reason"),
        [
            ({ConsentKind.PASS_TO_LENDER}, False, False, None),
            ({ConsentKind.PASS_TO_LENDER}, True, True, None),
            ({ConsentKind.PASS_TO_LENDER}, True, False, "lender_view_not_seen"),
            (set(ConsentKind) - {ConsentKind.PASS_TO_LENDER}, False, True, "consent_to_pass_on"),
            (set(), True, True, "consent_to_pass_on"),
        ],
    )
    def test_needs_the_consent_and_of_the_unnamed_a_look(self, consents, withheld, seen, reason):
        def check():
            check_may_pass_on(consents, identity_withheld=withheld, view_seen=seen)

        if reason is None:
            check()
        else:
            with pytest.raises(Refused, match=reason):
                check()


class TestNaming:
    @pytest.mark.parametrize("stage", list(NAMED_BY))
    def test_happens_where_the_table_of_moves_allows(self, stage):
        assert is_possible(stage, event_of_naming(stage))

    @pytest.mark.parametrize("stage", sorted(set(Stage) - set(NAMED_BY)))
    def test_is_settled_everywhere_else(self, stage):
        with pytest.raises(Refused, match="respondent_is_settled"):
            event_of_naming(stage)

    def test_means_three_things(self):
        stages = (Stage.RECEIVED, Stage.TRACING, Stage.WITH_LENDER)
        assert [event_of_naming(stage) for stage in stages] == [
            Event.COMPANY_ADDED,
            Event.COMPANY_FOUND,
            Event.RESPONDENT_REPOINTED,
        ]


@pytest.mark.parametrize("reason", list(Decline))
def test_nobody_is_sent_away_without_a_place_to_go(reason):
    assert WHERE_INSTEAD[reason]


def test_nobody_reviews_their_own_decision():
    check_another_officer(1, 2)
    for reviewer in (1, None):
        with pytest.raises(Refused, match="own_decision"):
            check_another_officer(1, reviewer)


@given(st.integers(-400, 400))
def test_a_pause_is_looked_at_again_within_its_time(days):
    day = TODAY + timedelta(days=days)
    if 0 < days <= LONGEST_PAUSE.days:
        check_review_day(day, today=TODAY)
    else:
        with pytest.raises(Refused, match="review_day"):
            check_review_day(day, today=TODAY)


@given(st.sampled_from(StandstillAnswer), st.none() | st.integers(-30, 30))
def test_only_until_has_a_day_and_it_is_to_come(answer, days):
    day = None if days is None else TODAY + timedelta(days=days)
    fits = (answer is StandstillAnswer.UNTIL) == (day is not None) and (days is None or days > 0)
    try:
        check_standstill(answer, day, today=TODAY)
    except Refused:
        assert not fits
    else:
        assert fits
