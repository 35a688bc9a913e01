"""Offers are made, countered, accepted, rejected, taken back, dated anew, and lapse."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.negotiation import OfferAnswer, Terms
from mediation.domain.permissions import system
from mediation.domain.spaces import Side
from mediation.models.negotiation import Offer, OfferEnd
from mediation.queries import negotiation
from mediation.services.days import day_of
from mediation.services.negotiation import (
    accept_offer,
    counter_offer,
    lapse_offer,
    make_offer,
    redate_offer,
    reject_offer,
    terms_of,
    withdraw_offer,
)
from tests.factories.late_stages import cast_at, offer, plan
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another case with an offer of its own."""
    other = cast_at(Stage.NEGOTIATION)
    offer(other)
    return other


@pytest.fixture(params=[Stage.NEGOTIATION, Stage.MEDIATION])
def cast(session, request):
    return cast_at(request.param)


@pytest.fixture
def made(session, cast):
    """The lender's offer, waiting for the complainant."""
    found = offer(cast)
    session.flush()
    return found


def end_of(session, offer):
    return session.scalar(select(OfferEnd).where(OfferEnd.offer_id == offer.id))


def counter(cast, offer, **changes):
    facts = {"terms": plan(total_fen=500_000), "words": "", "stands_until_at": None}
    return counter_offer(
        cast.case, offer, **facts | changes, actor=cast.complainant, now=clock.now()
    )


class TestMakeOffer:
    def test_hands_the_turn_to_the_other_side_and_tells_it(self, cast, made):
        assert cast.case.turn is Turn.COMPLAINANT
        assert events_of(cast.case)[-1] == Event.OFFER_MADE
        assert told(cast.case)[-1] == "offer_made"
        assert negotiation.unended(cast.case) is made

    def test_a_newer_one_replaces_ones_own_and_leaves_the_old_as_it_was(self, session, cast, made):
        before = terms_of(made)
        newer = make_offer(
            cast.case,
            terms=plan(total_fen=700_000),
            words="",
            stands_until_at=None,
            instead_of=made.id,
            actor=cast.lender,
            now=clock.now(),
        )
        session.flush()
        assert end_of(session, made).answer is OfferAnswer.REPLACED
        assert terms_of(made) == before
        assert negotiation.unended(cast.case) is newer
        assert newer.number == made.number + 1

    def test_what_one_has_not_seen_is_not_replaced(self, cast, made):
        with refused("offers_changed_meanwhile", cast.case):
            offer(cast)

    def test_the_other_sides_offer_is_answered_first(self, cast, made):
        with refused("answer_the_offer_first", cast.case):
            make_offer(
                cast.case,
                terms=plan(),
                words="",
                stands_until_at=None,
                instead_of=made.id,
                actor=cast.complainant,
                now=clock.now(),
            )

    def test_one_whose_time_is_over_stands_in_nobodys_way(self, session, cast, made, clock):
        clock.advance(timedelta(days=11))
        offer(cast, by="complainant")
        session.flush()
        assert end_of(session, made).answer is OfferAnswer.LAPSED
        assert events_of(cast.case)[-2:] == [Event.OFFER_LAPSED, Event.OFFER_MADE]

    def test_without_money_it_needs_a_promise(self, cast):
        with refused("offer_says_nothing", cast.case):
            offer(cast, terms=Terms(Side.LENDER), words="")

    def test_is_for_the_sides_alone(self, cast):
        for stranger in (cast.officer, cast.mediator):
            with pytest.raises(NotPermitted):
                offer(cast, by="officer" if stranger is cast.officer else "mediator")

    def test_a_bystander_settles_nothing(self, session):
        cast = cast_at(Stage.NEGOTIATION, lane=Lane.BYSTANDER)
        with refused("lane_does_not_settle", cast.case):
            offer(cast)

    @pytest.mark.parametrize("stage", [Stage.WITH_LENDER, Stage.AWAITING_MEDIATOR, Stage.AGREEMENT])
    def test_offers_are_made_in_talks_alone(self, session, stage):
        cast = cast_at(stage)
        with refused("wrong_stage", cast.case):
            offer(cast)


class TestCounterOffer:
    def test_ends_the_one_it_answers(self, session, cast, made):
        answer = counter(cast, made)
        session.flush()
        assert answer.counters_id == made.id
        assert end_of(session, made).answer is OfferAnswer.COUNTERED
        assert cast.case.turn is Turn.LENDER
        assert [entry.offer for entry in negotiation.ledger(cast.case)] == [answer, made]

    def test_only_the_other_side_counters(self, cast, made):
        with refused("own_offer", cast.case):
            counter_offer(
                cast.case,
                made,
                terms=plan(),
                words="",
                stands_until_at=None,
                actor=cast.lender,
                now=clock.now(),
            )


class TestAcceptOffer:
    def test_leads_to_the_agreement_and_names_who_writes_it(self, session, cast, made):
        accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())
        session.flush()
        assert cast.case.stage is Stage.AGREEMENT
        writer = Turn.MEDIATOR if cast.case.mediator_id else Turn.OFFICER
        assert cast.case.turn is writer
        assert negotiation.accepted(cast.case) is made
        assert told(cast.case)[-2:] == ["offer_accepted", "offer_accepted"]

    def test_nobody_accepts_their_own(self, cast, made):
        with refused("own_offer", cast.case):
            accept_offer(cast.case, made, actor=cast.lender, now=clock.now())

    def test_nobody_accepts_for_a_side(self, cast, made):
        for other in (cast.officer, cast.mediator, system()):
            with pytest.raises(NotPermitted):
                accept_offer(cast.case, made, actor=other, now=clock.now())

    def test_not_after_its_end(self, cast, made, clock):
        clock.advance(timedelta(days=10))
        with refused("offer_is_over", cast.case):
            accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())

    def test_not_twice(self, session, cast, made):
        reject_offer(cast.case, made, actor=cast.complainant, now=clock.now())
        session.flush()
        with refused("offer_is_over", cast.case):
            accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())

    def test_not_one_whose_first_payment_would_be_late(self, session, cast, clock):
        made = offer(cast, terms=plan(days=2), stands_until_at=None)
        clock.advance(timedelta(days=3))
        with refused("first_date_passed", cast.case):
            accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())


class TestRejectAndWithdraw:
    def test_a_no_gives_the_turn_back_to_both(self, session, cast, made):
        reject_offer(cast.case, made, words="太多了", actor=cast.complainant, now=clock.now())
        session.flush()
        end = end_of(session, made)
        assert (end.answer, end.words) == (OfferAnswer.REJECTED, "太多了")
        assert cast.case.turn in (Turn.BOTH, Turn.MEDIATOR)
        assert told(cast.case)[-1] == "offer_rejected"

    def test_the_maker_takes_it_back(self, session, cast, made):
        withdraw_offer(cast.case, made, actor=cast.lender, now=clock.now())
        session.flush()
        assert end_of(session, made).answer is OfferAnswer.WITHDRAWN

    def test_the_other_side_cannot_take_it_back(self, cast, made):
        with refused("not_own_offer", cast.case):
            withdraw_offer(cast.case, made, actor=cast.complainant, now=clock.now())


class TestRedateOffer:
    @pytest.fixture
    def old(self, session, cast, clock):
        """An offer that stands, though its first day is over."""
        made = offer(cast, terms=plan(days=2), stands_until_at=None)
        session.flush()
        clock.advance(timedelta(days=3))
        return made

    def take_up(self, cast, old, actor):
        return redate_offer(
            cast.case,
            old,
            first_due_on=day_of(clock.now()) + timedelta(days=20),
            stands_until_at=clock.now() + timedelta(days=9),
            actor=actor,
            now=clock.now(),
        )

    @pytest.mark.parametrize(
        ("by", "answer", "event"),
        [
            ("lender", OfferAnswer.REPLACED, Event.OFFER_MADE),
            ("complainant", OfferAnswer.COUNTERED, Event.OFFER_COUNTERED),
        ],
    )
    def test_moves_the_days_and_nothing_else(self, session, cast, old, by, answer, event):
        newer = self.take_up(cast, old, getattr(cast, by))
        session.flush()
        assert terms_of(newer) == replace(terms_of(old), first_due_on=newer.first_due_on)
        assert newer.terms == old.terms
        assert end_of(session, old).answer is answer
        assert events_of(cast.case)[-1] == event

    def test_the_answer_can_then_be_accepted(self, session, cast, old):
        newer = self.take_up(cast, old, cast.complainant)
        session.flush()
        accept_offer(cast.case, newer, actor=cast.lender, now=clock.now())
        assert cast.case.stage is Stage.AGREEMENT

    @pytest.mark.parametrize("by", ["lender", "complainant"])
    def test_one_that_has_lapsed_is_made_anew_by_either(self, session, cast, made, clock, by):
        clock.advance(timedelta(days=40))
        lapse_offer(made, actor=system(), now=clock.now())
        session.flush()
        newer = self.take_up(cast, made, getattr(cast, by))
        assert newer.side is Side(by)

    def test_one_that_was_answered_is_over(self, session, cast, made):
        reject_offer(cast.case, made, actor=cast.complainant, now=clock.now())
        session.flush()
        with refused("offer_is_over", cast.case):
            self.take_up(cast, made, cast.lender)


class TestLapseOffer:
    def test_agrees_to_nothing_and_tells_both(self, session, cast, made, clock):
        clock.advance(timedelta(days=10))
        stage = cast.case.stage
        lapse_offer(made, actor=system(), now=clock.now())
        session.flush()
        assert cast.case.stage is stage
        assert end_of(session, made).answer is OfferAnswer.LAPSED
        assert told(cast.case)[-2:] == ["offer_lapsed"] * 2

    def test_not_before_its_time(self, cast, made):
        with refused("offer_still_stands", cast.case):
            lapse_offer(made, actor=system(), now=clock.now())


def test_no_column_of_an_offer_ever_changes(session, cast, made):
    """The ledger only grows: after every kind of answer the offer is as it was made."""
    columns = Offer.__table__.columns.keys()

    def row():
        return session.execute(select(Offer.__table__).where(Offer.id == made.id)).one()

    before = row()
    counter(cast, made)
    session.flush()
    assert row() == before
    assert len(columns) == len(before)
