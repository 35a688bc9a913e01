"""A case is offered to a mediator, taken, refused, taken back, given to another."""

from datetime import timedelta

import pytest

from mediation.domain.assignment import NotTaken, Replacement
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.roles import Desk
from mediation.models.assignment import Assignment
from mediation.models.organisations import Conflict, Organisation
from mediation.queries import assignment, cases
from mediation.services.assignment import (
    accept_assignment,
    answer_disclosure,
    disclose_conflict,
    offer_case,
    refuse_assignment,
    replace_mediator,
)
from mediation.services.breaches import resume_mediation
from mediation.services.willingness import answer_willingness, ask_willingness
from tests.factories import late_stages
from tests.factories.accounts import actor_of, make_mediator
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another case in mediation, with a mediator of another body."""
    return cast_at(Stage.MEDIATION)


@pytest.fixture
def cast(session):
    found = cast_at(Stage.AWAITING_MEDIATOR)
    agree_to_mediate(found)
    return found


@pytest.fixture
def other(session, cast):
    """A second mediator of the same body."""
    return actor_of(make_mediator(session.get_one(Organisation, cast.case.body_id)))


def sees(actor, case):
    return cases.by_reference(case.reference, actor=actor) is not None


class TestOfferCase:
    def test_lets_the_mediator_in_and_hands_over_the_turn(self, cast):
        assert not sees(cast.mediator, cast.case)
        offer_to_mediator(cast)
        assert sees(cast.mediator, cast.case)
        assert cast.case.turn is Turn.MEDIATOR
        assert cast.case.mediator_id is None
        assert told(cast.case)[-1] == "mediator_offered"

    def test_waits_for_both_yeses(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        with refused("willingness_missing", cast.case):
            offer_to_mediator(cast)

    def test_a_mediator_with_a_tie_is_not_offerable(self, session, cast, now):
        session.add(
            Conflict(
                account_id=cast.mediator.account_id,
                organisation_id=cast.lender.organisation_id,
                declared_at=now,
            )
        )
        with refused("mediator_conflict", cast.case):
            offer_to_mediator(cast)

    def test_one_who_is_away_is_not_offerable(self, session, cast, now):
        account = assignment.candidate(cast.case, cast.mediator.account_id, now=now).account
        account.absent_until_at = now + timedelta(days=1)
        with refused("mediator_absent", cast.case):
            offer_to_mediator(cast)

    def test_a_mediator_of_another_body_is_not_offerable(self, cast, noise, now):
        with refused("not_a_mediator_here", cast.case):
            offer_case(
                cast.case,
                mediator_id=noise.mediator.account_id,
                actor=cast.officer,
                now=now,
            )

    def test_another_offer_takes_the_first_back_when_it_says_so(self, cast, other, now):
        first = offer_to_mediator(cast)
        with refused("offered_meanwhile", cast.case):
            offer_case(cast.case, mediator_id=other.account_id, actor=cast.officer, now=now)
        offer_case(
            cast.case,
            mediator_id=other.account_id,
            instead_of=first.id,
            actor=cast.officer,
            now=now,
        )
        assert (first.reason, first.ended_at) == ("taken_back", now)
        assert not sees(cast.mediator, cast.case)
        assert sees(other, cast.case)


class TestAcceptAssignment:
    def test_opens_mediation(self, cast, now):
        offer_to_mediator(cast)
        accept_assignment(cast.case, actor=cast.mediator, now=now)
        assert cast.case.stage is Stage.MEDIATION
        assert cast.case.mediator_id == cast.mediator.account_id
        assert told(cast.case)[-2:] == ["mediation_opened", "mediation_opened"]

    def test_needs_a_place_on_the_case(self, cast, other, now):
        offer_to_mediator(cast)
        with pytest.raises(NotPermitted):
            accept_assignment(cast.case, actor=other, now=now)

    def test_a_tie_that_came_up_meanwhile_bars(self, session, cast, now):
        offer_to_mediator(cast)
        session.add(
            Conflict(
                account_id=cast.mediator.account_id,
                organisation_id=cast.lender.organisation_id,
                declared_at=now,
            )
        )
        with refused("mediator_conflict", cast.case):
            accept_assignment(cast.case, actor=cast.mediator, now=now)


class TestRefuseAssignment:
    def test_takes_the_place_away_and_keeps_why(self, session, cast, now):
        offered = offer_to_mediator(cast)
        refuse_assignment(
            cast.case, reason=NotTaken.TOO_MANY, words="手上 40 件", actor=cast.mediator, now=now
        )
        assert (offered.reason, offered.words) == ("too_many", "手上 40 件")
        assert not sees(cast.mediator, cast.case)
        assert cast.case.turn is Turn.OFFICER
        assert told(cast.case)[-1] == "mediator_refused"

    def test_the_parties_lists_show_nothing_of_it(self, cast, now, clock):
        before = {seat.holder_id: seat.stirred_at for seat in cast.case.seats}
        later = clock.advance(timedelta(hours=1))
        offer_case(cast.case, mediator_id=cast.mediator.account_id, actor=cast.officer, now=later)
        refuse_assignment(
            cast.case, reason=NotTaken.LANGUAGE, words="", actor=cast.mediator, now=later
        )
        for seat in cast.case.seats:
            if seat.desk in (Desk.COMPLAINANT, Desk.LENDER):
                assert seat.stirred_at == before[seat.holder_id]

    def test_a_tie_to_a_company_bars_from_its_other_cases(self, session, cast, now):
        offer_to_mediator(cast)
        refuse_assignment(
            cast.case,
            reason=NotTaken.TIE_TO_COMPANY,
            words="配偶任职",
            organisation_id=cast.lender.organisation_id,
            actor=cast.mediator,
            now=now,
        )
        with refused("mediator_conflict", cast.case):
            offer_to_mediator(cast)

    @pytest.mark.parametrize(
        ("reason", "words", "company", "refusal"),
        [
            (NotTaken.TIE_TO_COMPANY, "", None, "tie_needs_company"),
            (NotTaken.TOO_MANY, "", 1, "company_without_tie"),
            (NotTaken.TIE_TO_COMPANY, "", 1, "company_not_of_this_case"),
            (NotTaken.OTHER, " ", None, "refusal_without_words"),
        ],
    )
    def test_says_why(self, cast, now, reason, words, company, refusal):
        offer_to_mediator(cast)
        with refused(refusal, cast.case):
            refuse_assignment(
                cast.case,
                reason=reason,
                words=words,
                organisation_id=company,
                actor=cast.mediator,
                now=now,
            )


class TestReplaceMediator:
    @pytest.fixture
    def mediating(self, session):
        return cast_at(Stage.MEDIATION)

    def test_keeps_the_yeses_and_bars_the_same_mediator(self, session, mediating, now):
        cast = mediating
        replace_mediator(
            cast.case, reason=Replacement.COMPLAINT, words="", actor=cast.officer, now=now
        )
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        assert cast.case.mediator_id is None
        assert not sees(cast.mediator, cast.case)
        with refused("mediator_replaced", cast.case):
            offer_to_mediator(cast)
        new = actor_of(make_mediator(session.get_one(Organisation, cast.case.body_id)))
        offer_case(cast.case, mediator_id=new.account_id, actor=cast.officer, now=now)
        accept_assignment(cast.case, actor=new, now=now)
        assert cast.case.mediator_id == new.account_id
        assert session.query(Assignment).filter_by(case_id=cast.case.id).count() == 2

    @pytest.mark.parametrize("stage", [Stage.PERFORMING, Stage.BREACHED])
    def test_once_an_agreement_binds_the_case_stays_where_it_is(self, session, stage, now):
        cast = late_stages.cast_at(stage)
        before = cast.case.turn
        replace_mediator(
            cast.case, reason=Replacement.COMPLAINT, words="", actor=cast.officer, now=now
        )
        assert (cast.case.stage, cast.case.turn) == (stage, before)
        assert cast.case.mediator_id is None
        assert not sees(cast.mediator, cast.case)
        assert told(cast.case).count("mediator_relieved") == 2

    def test_talks_after_it_begin_with_the_question_whether_to_mediate(self, session, now):
        cast = late_stages.cast_at(Stage.BREACHED)
        replace_mediator(cast.case, reason=Replacement.LEFT, words="", actor=cast.officer, now=now)
        resume_mediation(cast.case, actor=cast.officer, now=now)
        assert cast.case.stage is Stage.AWAITING_MEDIATOR
        with refused("willingness_missing", cast.case):
            offer_to_mediator(cast)
        ask_willingness(cast.case, actor=cast.officer, now=now)
        for actor in (cast.complainant, cast.lender):
            answer_willingness(cast.case, willing=True, words="", actor=actor, now=now)
        with refused("mediator_replaced", cast.case):
            offer_to_mediator(cast)

    def test_there_must_be_one(self, cast, now):
        with refused("no_mediator_to_replace", cast.case):
            replace_mediator(
                cast.case, reason=Replacement.LEFT, words="", actor=cast.officer, now=now
            )


class TestDisclosure:
    def test_each_side_says_whether_it_may_stand(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        disclosed = disclose_conflict(cast.case, words="同学", actor=cast.mediator, now=now)
        assert (disclosed.complainant_agrees, disclosed.lender_agrees) == (None, None)
        answer_disclosure(cast.case, disclosed, agrees=False, actor=cast.complainant, now=now)
        assert (disclosed.complainant_agrees, disclosed.lender_agrees) == (False, None)
        assert events_of(cast.case)[-2:] == [Event.CONFLICT_DISCLOSED, Event.CONFLICT_ANSWERED]

    def test_only_the_mediator_discloses(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        with pytest.raises(NotPermitted):
            disclose_conflict(cast.case, words="同学", actor=cast.officer, now=now)
