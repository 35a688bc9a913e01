"""Hearings are fixed, moved, called off and held; minutes and facts are confirmed by each side."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mediation import clock
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.hearings import SIDES, Change, HearingState, Mode
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import NoSettlement, Outcome, Pause
from mediation.domain.permissions import system
from mediation.domain.spaces import Side
from mediation.models.hearings import Hearing, TakenQuarter
from mediation.models.organisations import Organisation
from mediation.queries import hearings, settlement
from mediation.services.days import day_of
from mediation.services.hearings import (
    cancel_hearing,
    hold_hearing,
    release_hearing,
    reschedule_hearing,
)
from mediation.services.mediation import end_mediation, stop_mediation
from mediation.services.minutes import agree_fact, confirm_minutes, propose_fact, record_minutes
from mediation.services.pauses import pause_case
from tests.factories.late_stages import agree, cast_at, draft, hearing
from tests.services.traces import events_of, refused, told

HERE = dict.fromkeys(SIDES, True)


@pytest.fixture(autouse=True)
def noise(session):
    """Another mediator with a hearing at the same hour."""
    other = cast_at(Stage.MEDIATION)
    hearing(other)
    return other


@pytest.fixture
def cast(session):
    return cast_at(Stage.MEDIATION)


@pytest.fixture
def fixed(cast):
    return hearing(cast)


def second_case(session, cast):
    """Another case of the same mediator."""
    body = session.get_one(Organisation, cast.case.body_id)
    other = cast_at(Stage.MEDIATION, body=body)
    other.case.mediator_id = cast.mediator.account_id
    for seat in other.case.seats:
        if seat.desk == "mediator":
            seat.holder_id = cast.mediator.account_id
    session.flush()
    return other._replace(mediator=cast.mediator)


def taken(session, cast):
    return session.scalar(
        select(func.count())
        .select_from(TakenQuarter)
        .where(TakenQuarter.mediator_id == cast.mediator.account_id)
    )


def move(cast, fixed, hours, **modes):
    starts_at = clock.now() + timedelta(hours=hours)
    reschedule_hearing(
        cast.case,
        fixed,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        modes={side: modes.get(side, Mode.VIDEO) for side in SIDES},
        place="一号调解室",
        reason=Change.LENDER_CANNOT,
        actor=cast.mediator,
        now=clock.now(),
    )


def pause(cast):
    pause_case(
        cast.case,
        reason=Pause.ILLNESS,
        words="",
        review_on=day_of(clock.now() + timedelta(days=3)),
        actor=cast.officer,
        now=clock.now(),
    )


def held(cast, fixed):
    clock.advance(timedelta(days=5))
    hold_hearing(cast.case, fixed, came=HERE, identified=HERE, actor=cast.mediator, now=clock.now())


class TestScheduleHearing:
    def test_tells_both_sides_and_takes_the_time(self, session, cast, fixed):
        assert taken(session, cast) == 4
        assert events_of(cast.case)[-1] == Event.HEARING_SCHEDULED
        assert told(cast.case)[-2:] == ["hearing_scheduled"] * 2

    def test_each_side_in_its_own_way(self, session, cast):
        modes = {Side.COMPLAINANT: Mode.PHONE, Side.LENDER: Mode.VIDEO}
        fixed = hearing(cast, modes=modes)
        session.flush()
        entry = hearings.by_id(cast.case, fixed.id)
        assert fixed.mode is Mode.MIXED
        assert {side: row.mode for side, row in entry.sides.items()} == modes

    def test_a_second_one_at_the_same_time_is_refused(self, session, cast, fixed):
        other = second_case(session, cast)
        for hours in (24 * 5, 24 * 5 + 0.5, 24 * 5 - 0.5):
            with refused("mediator_is_taken", other.case):
                hearing(other, hours=hours)

    def test_one_right_after_it_is_not(self, session, cast, fixed):
        other = second_case(session, cast)
        hearing(other, hours=24 * 5 + 1)
        assert taken(session, cast) == 8

    def test_the_database_itself_refuses_a_second_one(self, session, cast, fixed):
        quarter = session.scalar(select(TakenQuarter).limit(1))
        session.add(
            TakenQuarter(
                mediator_id=quarter.mediator_id,
                quarter=quarter.quarter,
                hearing_id=quarter.hearing_id,
            )
        )
        session.expunge(quarter)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()

    def test_is_the_mediators(self, cast):
        for other in ("officer", "complainant", "lender"):
            with pytest.raises(NotPermitted):
                hearing(cast._replace(mediator=getattr(cast, other)))

    def test_owes_notice_unless_both_agree_to_less(self, cast):
        with refused("notice_too_short", cast.case):
            hearing(cast, hours=24)
        hearing(cast, hours=24, shorter_notice=True)


class TestChanges:
    def test_a_moved_hearing_leaves_its_old_time_free(self, session, cast, fixed):
        move(cast, fixed, hours=24 * 6)
        assert taken(session, cast) == 4
        assert fixed.sequence == 1
        other = second_case(session, cast)
        hearing(other)
        assert taken(session, cast) == 8

    def test_with_another_way_to_take_part_for_one_side(self, session, cast, fixed):
        move(cast, fixed, hours=24 * 6, complainant=Mode.PHONE)
        session.flush()
        sides = hearings.by_id(cast.case, fixed.id).sides
        assert sides[Side.COMPLAINANT].mode is Mode.PHONE
        assert sides[Side.LENDER].mode is Mode.VIDEO
        assert fixed.mode is Mode.MIXED

    def test_it_may_be_moved_by_half_its_length(self, session, cast, fixed):
        move(cast, fixed, hours=24 * 5 + 0.5)
        assert taken(session, cast) == 4

    def test_it_is_not_moved_onto_another(self, session, cast, fixed):
        other = second_case(session, cast)
        theirs = hearing(other, hours=24 * 6)
        with refused("mediator_is_taken", other.case):
            move(other, theirs, hours=24 * 5)

    def test_while_the_case_stands_still_its_time_stays(self, session, cast, fixed):
        before = fixed.starts_at, fixed.sequence
        pause(cast)
        with refused("case_is_paused", cast.case):
            move(cast, fixed, hours=24 * 6)
        assert (fixed.starts_at, fixed.sequence) == before

    def test_a_cancelled_one_leaves_its_time_free(self, session, cast, fixed):
        cancel_hearing(
            cast.case,
            fixed,
            reason=Change.COMPLAINANT_CANNOT,
            actor=cast.mediator,
            now=clock.now(),
        )
        assert taken(session, cast) == 0
        assert fixed.state is HearingState.CANCELLED
        assert told(cast.case)[-2:] == ["hearing_cancelled"] * 2
        with refused("hearing_is_over", cast.case):
            move(cast, fixed, hours=24 * 6)

    def test_the_end_of_talks_calls_it_off(self, session, cast, fixed):
        end_mediation(
            cast.case, reason=NoSettlement.TIME_OVER, actor=cast.mediator, now=clock.now()
        )
        assert fixed.state is HearingState.CANCELLED
        assert fixed.reason == Change.TALKS_OVER
        assert taken(session, cast) == 0

    def test_one_whose_case_went_elsewhere_is_released(self, session, cast, fixed, clock):
        release_hearing(fixed, actor=system(), now=clock.now())
        assert fixed.state is HearingState.CANCELLED


class TestHoldHearing:
    def test_keeps_who_came_and_who_was_identified(self, session, cast, fixed, clock):
        clock.advance(timedelta(days=5))
        hold_hearing(
            cast.case,
            fixed,
            came={Side.COMPLAINANT: True, Side.LENDER: False},
            identified=HERE,
            actor=cast.mediator,
            now=clock.now(),
        )
        session.flush()
        sides = hearings.by_id(cast.case, fixed.id).sides
        assert (sides[Side.COMPLAINANT].came, sides[Side.COMPLAINANT].identity_checked) == (
            True,
            True,
        )
        assert (sides[Side.LENDER].came, sides[Side.LENDER].identity_checked) == (False, False)
        assert fixed.state is HearingState.HELD

    def test_not_before_it_began(self, cast, fixed):
        with refused("hearing_to_come", cast.case):
            hold_hearing(
                cast.case,
                fixed,
                came=HERE,
                identified=HERE,
                actor=cast.mediator,
                now=clock.now(),
            )


class TestMinutes:
    @pytest.fixture
    def minutes(self, session, cast, fixed):
        held(cast, fixed)
        found = record_minutes(
            cast.case, fixed, text="双方谈了分期。", actor=cast.mediator, now=clock.now()
        )
        session.flush()
        return found

    def test_each_side_confirms_for_itself(self, cast, minutes):
        confirm_minutes(cast.case, minutes, actor=cast.complainant, now=clock.now())
        assert minutes.complainant_confirmed_at == clock.now()
        assert minutes.lender_confirmed_at is None
        with refused("confirmed_already", cast.case):
            confirm_minutes(cast.case, minutes, actor=cast.complainant, now=clock.now())

    def test_until_then_they_may_be_corrected(self, session, cast, fixed, minutes):
        again = record_minutes(
            cast.case, fixed, text="双方谈了展期。", actor=cast.mediator, now=clock.now()
        )
        assert again is minutes
        assert minutes.text == "双方谈了展期。"
        confirm_minutes(cast.case, minutes, actor=cast.lender, now=clock.now())
        session.flush()
        with refused("minutes_confirmed_by_somebody", cast.case):
            record_minutes(cast.case, fixed, text="另一回事", actor=cast.mediator, now=clock.now())

    def test_of_a_hearing_that_was_not_held_there_are_none(self, cast, fixed):
        with refused("hearing_not_held", cast.case):
            record_minutes(cast.case, fixed, text="…", actor=cast.mediator, now=clock.now())

    def test_the_mediator_does_not_confirm(self, cast, minutes):
        with pytest.raises(NotPermitted):
            confirm_minutes(cast.case, minutes, actor=cast.mediator, now=clock.now())


class TestFacts:
    def test_a_fact_is_agreed_when_both_have_said_so(self, session, cast):
        fact = propose_fact(
            cast.case, text="合同金额 ¥24,000.00。", actor=cast.mediator, now=clock.now()
        )
        session.flush()
        assert settlement.agreed_facts(cast.case) == []
        agree_fact(cast.case, fact, actor=cast.complainant, now=clock.now())
        session.flush()
        assert settlement.agreed_facts(cast.case) == []
        agree_fact(cast.case, fact, actor=cast.lender, now=clock.now())
        session.flush()
        assert settlement.agreed_facts(cast.case) == ["合同金额 ¥24,000.00。"]

    def test_it_goes_into_the_agreement(self, session, cast):
        fact = propose_fact(cast.case, text="已付 ¥1.00。", actor=cast.mediator, now=clock.now())
        session.flush()
        for actor in (cast.complainant, cast.lender):
            agree_fact(cast.case, fact, actor=actor, now=clock.now())
        agree(cast)
        session.flush()
        assert "已付 ¥1.00。" in draft(cast).content

    def test_an_empty_one_is_none(self, cast):
        with refused("fact_empty", cast.case):
            propose_fact(cast.case, text=" ", actor=cast.mediator, now=clock.now())


class TestEndOfMediation:
    @pytest.mark.parametrize("reason", [r for r in NoSettlement if r != NoSettlement.UNREACHABLE])
    def test_says_why_from_the_closed_list(self, cast, reason):
        end_mediation(cast.case, reason=reason, actor=cast.mediator, now=clock.now())
        assert (cast.case.stage, cast.case.outcome) == (Stage.CLOSED, Outcome.NO_SETTLEMENT)
        assert cast.case.outcome_reason == reason

    def test_nobody_is_called_unreachable_in_talks(self, cast):
        with refused("reason_missing", cast.case):
            end_mediation(
                cast.case, reason=NoSettlement.UNREACHABLE, actor=cast.mediator, now=clock.now()
            )

    @pytest.mark.parametrize("by", ["complainant", "lender"])
    @pytest.mark.parametrize("stage", [Stage.MEDIATION, Stage.AGREEMENT])
    def test_either_side_may_stop_at_any_time(self, session, by, stage):
        cast = cast_at(stage)
        stop_mediation(cast.case, actor=getattr(cast, by), now=clock.now())
        assert cast.case.stage is Stage.CLOSED
        assert cast.case.outcome_reason == NoSettlement.REFUSED
        assert settlement.unsigned(cast.case) is None

    def test_the_officer_does_not_end_it(self, cast):
        with pytest.raises(NotPermitted):
            end_mediation(cast.case, reason=NoSettlement.SHAM, actor=cast.officer, now=clock.now())


def test_a_week_holds_what_lies_in_it(session, cast, fixed):
    first, week = clock.now() + timedelta(days=4), timedelta(days=7)
    found = hearings.between(cast.mediator.account_id, first, first + week)
    assert [row[0] for row in found] == [fixed]
    assert hearings.between(cast.mediator.account_id, first + week, first + 2 * week) == []


def test_no_hearing_of_another_case_is_found(session, cast, noise):
    theirs = session.scalar(select(Hearing).where(Hearing.case_id == noise.case.id))
    assert hearings.by_id(cast.case, theirs.id) is None
    with pytest.raises(Refused):
        hold_hearing(
            cast.case,
            theirs,
            came=HERE,
            identified=HERE,
            actor=cast.mediator,
            now=clock.now() + timedelta(days=9),
        )
