"""What goes onward, on which ground, and how a case may end there."""

from itertools import product
from typing import NamedTuple

import pytest

from mediation.domain.arbitration import (
    OUTCOME_OF,
    AwardKind,
    ReferralReason,
    check_may_check,
    check_own_body,
    check_referral,
    check_registered,
    check_unregistered,
    goes_along,
    outcome_without,
)
from mediation.domain.court import COURT_OUTCOMES, check_certificate, check_court_outcome
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Outcome, check_outcome
from mediation.domain.spaces import Space


class Clause(NamedTuple):
    valid: bool | None = True
    body_id: int = 7


class Item(NamedTuple):
    space: Space = Space.JOINT
    without_prejudice: bool = False
    withdrawn_at: object = None


class TestReferral:
    def test_needs_an_agreement_that_a_person_found_good(self):
        check_referral(Clause())

    @pytest.mark.parametrize(
        ("clause", "reason"),
        [
            (None, "no_arbitration_agreement"),
            (Clause(valid=None), "arbitration_unchecked"),
            (Clause(valid=False), "arbitration_not_valid"),
        ],
    )
    def test_otherwise_nobody_is_sent(self, clause, reason):
        with pytest.raises(Refused, match=reason):
            check_referral(clause)

    def test_is_checked_once(self):
        check_may_check(Clause(valid=None))
        for finding in (True, False):
            with pytest.raises(Refused, match="arbitration_checked_already"):
                check_may_check(Clause(valid=finding))

    @pytest.mark.parametrize(
        ("space", "without_prejudice", "withdrawn"),
        list(product(Space, [True, False], [True, False])),
    )
    def test_only_what_is_open_to_both_and_not_said_in_talks_goes_along(
        self, space, without_prejudice, withdrawn
    ):
        item = Item(space, without_prejudice, object() if withdrawn else None)
        assert goes_along(item) is (
            space is Space.JOINT and not without_prejudice and not withdrawn
        )

    @pytest.mark.parametrize("reason", list(ReferralReason))
    def test_what_is_not_decided_ends_as_it_would_have_without(self, reason):
        outcome, why = outcome_without(reason)
        check_outcome(outcome, why)
        broken = reason is ReferralReason.AGREEMENT_BROKEN
        assert outcome is (Outcome.SETTLED_BROKEN if broken else Outcome.NO_SETTLEMENT)

    def test_only_its_own_body_acts(self):
        check_own_body(7, 7)
        for other in (8, None):
            with pytest.raises(NotPermitted, match="not_your_referral"):
                check_own_body(7, other)

    def test_is_registered_once_and_decided_only_then(self):
        check_unregistered(None)
        check_registered("118")
        with pytest.raises(Refused, match="registered_already"):
            check_unregistered("118")
        for nothing in (None, ""):
            with pytest.raises(Refused, match="not_registered"):
                check_registered(nothing)

    @pytest.mark.parametrize("kind", list(AwardKind))
    def test_every_kind_of_award_has_an_outcome(self, kind):
        check_outcome(OUTCOME_OF[kind], None)


class TestCourt:
    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_a_closed_case_gets_a_certificate_only_if_it_is_true(self, outcome):
        if outcome in (Outcome.NO_SETTLEMENT, Outcome.SETTLED_BROKEN):
            check_certificate(Stage.CLOSED, outcome, issued=False)
        else:
            with pytest.raises(Refused, match="certificate_not_true"):
                check_certificate(Stage.CLOSED, outcome, issued=False)

    def test_it_is_issued_once(self):
        check_certificate(Stage.COURT, None, issued=False)
        with pytest.raises(Refused, match="certificate_issued_already"):
            check_certificate(Stage.COURT, None, issued=True)

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_a_court_ends_a_case_only_in_its_own_ways(self, outcome):
        if outcome in COURT_OUTCOMES:
            check_court_outcome(outcome)
        else:
            with pytest.raises(Refused, match="not_a_court_outcome"):
                check_court_outcome(outcome)
