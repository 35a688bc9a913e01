"""Time over offers, signatures and hearings: each job finds what is due, and only once."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.assignment import Replacement
from mediation.domain.events import Event
from mediation.domain.hearings import HearingState
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Pause, Withdrawal
from mediation.domain.settlement import AgreementEnd
from mediation.jobs.hearings import release_hearings
from mediation.jobs.negotiation import lapse_offers
from mediation.jobs.settlement import lapse_agreements
from mediation.queries import negotiation, settlement
from mediation.services.assignment import replace_mediator
from mediation.services.closure import withdraw_complaint
from mediation.services.days import day_of
from mediation.services.pauses import pause_case
from tests.factories.late_stages import agree, cast_at, draft, hearing, offer, sign, sign_all
from tests.services.traces import events_of, told


def pause(cast):
    pause_case(
        cast.case,
        reason=Pause.ILLNESS,
        words="住院",
        review_on=day_of(clock.now()) + timedelta(days=30),
        actor=cast.officer,
        now=clock.now(),
    )


def withdraw(cast):
    withdraw_complaint(
        cast.case,
        reason=Withdrawal.NO_LONGER_WANTED,
        words="",
        actor=cast.complainant,
        now=clock.now(),
    )


class TestLapseOffers:
    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.NEGOTIATION)
        offer(found)
        other = cast_at(Stage.NEGOTIATION)
        offer(other, stands_until_at=clock.now() + timedelta(days=40))
        session.commit()
        return found

    def test_what_nobody_answered_lapses_once(self, session, cast, clock):
        clock.advance(timedelta(days=10))
        assert lapse_offers(clock.now()) == (1, 0)
        session.expire_all()
        assert negotiation.unended(cast.case) is None
        assert lapse_offers(clock.now()) == (0, 0)
        assert told(cast.case).count("offer_lapsed") == 2

    def test_not_a_moment_early(self, session, cast, clock):
        clock.advance(timedelta(days=10) - timedelta(seconds=1))
        assert lapse_offers(clock.now()) == (0, 0)

    def test_a_case_that_stands_still_keeps_its_clock(self, session, cast, clock):
        pause(cast)
        session.commit()
        clock.advance(timedelta(days=10))
        assert lapse_offers(clock.now()) == (1, 0)

    def test_a_closed_case_is_left_alone(self, session, cast, clock):
        withdraw(cast)
        session.commit()
        clock.advance(timedelta(days=10))
        assert lapse_offers(clock.now()) == (0, 0)


class TestLapseAgreements:
    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.AGREEMENT)
        sign(found, found.lender)
        cast_at(Stage.PERFORMING)
        session.commit()
        return found

    def test_what_was_not_signed_in_time_goes_back_to_talks_once(self, session, cast, clock):
        clock.advance(timedelta(days=10))
        assert lapse_agreements(clock.now()) == (1, 0)
        session.expire_all()
        assert cast.case.stage is Stage.MEDIATION
        assert settlement.newest(cast.case).end is AgreementEnd.LAPSED
        assert lapse_agreements(clock.now()) == (0, 0)

    def test_not_a_moment_early(self, session, cast, clock):
        clock.advance(timedelta(days=10) - timedelta(seconds=1))
        assert lapse_agreements(clock.now()) == (0, 0)

    def test_nor_while_the_case_stands_still(self, session, cast, clock):
        pause(cast)
        session.commit()
        clock.advance(timedelta(days=11))
        assert lapse_agreements(clock.now()) == (0, 0)

    def test_a_text_of_a_case_that_went_elsewhere_just_ends(self, session, cast, clock):
        replace_mediator(
            cast.case,
            reason=Replacement.ILLNESS,
            words="",
            actor=cast.officer,
            now=clock.now(),
        )
        session.commit()
        clock.advance(timedelta(days=10))
        assert lapse_agreements(clock.now()) == (1, 0)
        session.expire_all()
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        assert settlement.unsigned(cast.case) is None
        assert Event.AGREEMENT_LAPSED not in events_of(cast.case)


class TestReleaseHearings:
    def test_the_hour_of_a_case_that_went_elsewhere_is_free_again(self, session):
        cast, other = cast_at(Stage.MEDIATION), cast_at(Stage.MEDIATION)
        fixed, kept = hearing(cast), hearing(other)
        for step in (agree, draft, sign_all):
            step(cast)
            session.flush()
        session.commit()
        assert release_hearings(clock.now()) == (1, 0)
        session.expire_all()
        assert (fixed.state, kept.state) == (HearingState.CANCELLED, HearingState.SCHEDULED)
        assert release_hearings(clock.now()) == (0, 0)
