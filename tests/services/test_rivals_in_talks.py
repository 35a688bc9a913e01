"""Of two who accept, sign, pay or meet at the same moment exactly one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.hearings import SIDES, Mode
from mediation.domain.lifecycle import Stage
from mediation.domain.outside import OutsideStep
from mediation.models.hearings import Hearing
from mediation.models.negotiation import OfferEnd
from mediation.models.settlement import Signature
from mediation.queries import (
    cases,
    deadlines,
    extensions,
    negotiation,
    parties,
    repayment,
    settlement,
)
from mediation.services.extensions import answer_extension, extend_deadline, propose_extension
from mediation.services.hearings import schedule_hearing
from mediation.services.negotiation import accept_offer, counter_offer, withdraw_offer
from mediation.services.outside import record_step
from mediation.services.receipts import record_receipt
from mediation.services.repayment import confirm_payment, dispute_payment
from mediation.services.settlement import refuse_signing, sign_agreement
from mediation.transaction import on_case
from tests.factories.late_stages import cast_at, offer, pay, plan, sign
from tests.services.test_hearings import second_case
from tests.world.rivals import WON, race

ROUNDS = range(3)


def one_won(outcomes, *reasons):
    """Exactly one has won, and every other is told why."""
    assert outcomes.count(WON) == 1
    assert {outcome for outcome in outcomes if outcome != WON} <= set(reasons)


def accept(case, actor):
    accept_offer(case, negotiation.ledger(case)[0].offer, actor=actor, now=clock.now())


def take_back(case, actor):
    withdraw_offer(case, negotiation.ledger(case)[0].offer, actor=actor, now=clock.now())


def counter(case, actor):
    entry = negotiation.ledger(case)[-1]
    counter_offer(
        case,
        entry.offer,
        terms=plan(total_fen=1000),
        words="",
        stands_until_at=None,
        actor=actor,
        now=clock.now(),
    )


@pytest.mark.parametrize("number", ROUNDS)
class TestOffers:
    @pytest.fixture
    def cast(self, session, number):
        found = cast_at(Stage.NEGOTIATION)
        offer(found)
        return found

    def ends(self, cast):
        return db.session.scalar(
            select(func.count()).select_from(OfferEnd).where(OfferEnd.case_id == cast.case.id)
        )

    def test_two_acceptances(self, app, cast, number):
        outcomes = race(app, cast.case, (cast.complainant, accept), (cast.complainant, accept))
        one_won(outcomes, "offer_is_over")
        assert cast.case.stage is Stage.AGREEMENT
        assert self.ends(cast) == 1

    def test_an_acceptance_and_a_withdrawal(self, app, cast, number):
        outcomes = race(app, cast.case, (cast.complainant, accept), (cast.lender, take_back))
        one_won(outcomes, "offer_is_over")
        assert self.ends(cast) == 1

    def test_an_acceptance_and_a_counter_offer(self, app, cast, number):
        outcomes = race(app, cast.case, (cast.complainant, accept), (cast.complainant, counter))
        one_won(outcomes, "offer_is_over", "own_offer", "wrong_stage", "not_permitted")
        assert self.ends(cast) == 1


def sign_now(case, actor):
    agreement = settlement.newest(case)
    sign_agreement(
        case,
        agreement,
        name=actor.name or case.complainant_name,
        shown=agreement.digest,
        actor=actor,
        now=clock.now(),
    )


def decline(case, actor):
    refuse_signing(case, settlement.newest(case), actor=actor, now=clock.now())


@pytest.mark.parametrize("number", ROUNDS)
class TestSignatures:
    @pytest.fixture
    def cast(self, session, number):
        return cast_at(Stage.AGREEMENT)

    def test_one_side_signs_twice(self, app, cast, number):
        outcomes = race(app, cast.case, (cast.lender, sign_now), (cast.lender, sign_now))
        one_won(outcomes, "signed_already")

    def test_both_sides_at_once_both_sign(self, app, cast, number):
        outcomes = race(app, cast.case, (cast.lender, sign_now), (cast.complainant, sign_now))
        assert outcomes == [WON, WON]

    def test_the_last_signature_binds_once(self, app, cast, number):
        for actor in (cast.complainant, cast.lender):
            sign(cast, actor)
        outcomes = race(app, cast.case, (cast.mediator, sign_now), (cast.mediator, sign_now))
        one_won(outcomes, "signed_already", "agreement_is_over")
        assert len(repayment.schedule(cast.case)) == 15
        signed = select(func.count()).select_from(Signature)
        assert db.session.scalar(signed.where(Signature.case_id == cast.case.id)) == 3

    def test_a_last_signature_and_a_refusal(self, app, cast, number):
        for actor in (cast.complainant, cast.lender):
            sign(cast, actor)
        outcomes = race(app, cast.case, (cast.mediator, sign_now), (cast.lender, decline))
        one_won(outcomes, "agreement_is_over")
        bound = settlement.newest(cast.case).bound_at is not None
        assert (cast.case.stage is Stage.PERFORMING) is bound


@pytest.mark.parametrize("number", ROUNDS)
def test_a_payment_is_not_confirmed_and_disputed(app, session, number):
    cast = cast_at(Stage.PERFORMING)
    report = pay(cast, 52_000, confirm=False)

    def confirm(case, actor):
        confirm_payment(case, report, actor=actor, now=clock.now())

    def dispute(case, actor):
        dispute_payment(case, report, actor=actor, now=clock.now())

    outcomes = race(app, cast.case, (cast.lender, confirm), (cast.lender, dispute))
    one_won(outcomes, "payment_answered_already")


@pytest.mark.parametrize("number", ROUNDS)
def test_two_hearings_of_one_mediator_in_two_cases(app, session, number):
    """Not the lock of a case but the database keeps them apart."""
    cast = cast_at(Stage.MEDIATION)
    other = second_case(session, cast)
    db.session.commit()
    start = Barrier(2)
    starts_at = clock.now() + timedelta(days=5)

    def fix(case):
        with app.app_context():
            seen = cases.by_reference(case.reference, actor=cast.mediator)
            start.wait(timeout=20)
            try:
                with on_case(seen, cast.mediator) as (fresh, actor):
                    schedule_hearing(
                        fresh,
                        starts_at=starts_at,
                        ends_at=starts_at + timedelta(hours=1),
                        modes=dict.fromkeys(SIDES, Mode.VIDEO),
                        place="二号调解室",
                        actor=actor,
                        now=clock.now(),
                    )
            except Refused as refusal:
                return refusal.reason
            return WON

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(fix, (cast.case, other.case)))
    one_won(outcomes, "mediator_is_taken")
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Hearing)) == 1


def clock_of(case, rule):
    return next(row for row in deadlines.running(case) if row.rule == rule)


def prolong(case, actor):
    row = clock_of(case, "lender_answer")
    extend_deadline(case, row.id, reason="缺合同", taken=0, actor=actor, now=clock.now())


def propose(case, actor):
    row = clock_of(case, "mediation")
    propose_extension(case, row.id, reason="缺鉴定", taken=0, actor=actor, now=clock.now())


def agree(case, actor):
    row = clock_of(case, "mediation")
    waits = extensions.open_proposal(row.id)
    if waits is None:
        raise Refused("proposal_over")
    answer_extension(case, waits.id, agrees=True, actor=actor, now=clock.now())


def note(case, actor):
    record_receipt(case, number="HD-77", received_on=None, actor=actor, now=clock.now())


def test_two_who_note_a_number_leave_one(app, session):
    cast = cast_at(Stage.WITH_LENDER)
    assert race(app, cast.case, (cast.lender, note), (cast.lender, note)) == [WON, WON]
    assert parties.answering(cast.case).own_reference == "HD-77"


@pytest.mark.parametrize("number", ROUNDS)
class TestMoreTime:
    def test_two_of_a_company_extend_once(self, app, session, number):
        cast = cast_at(Stage.WITH_LENDER)
        outcomes = race(app, cast.case, (cast.lender, prolong), (cast.lender, prolong))
        one_won(outcomes, "extended_meanwhile")
        row = clock_of(cast.case, "lender_answer")
        assert len(deadlines.extensions_of([row.id])) == 1

    def test_two_who_propose_make_one_proposal(self, app, session, number):
        cast = cast_at(Stage.MEDIATION)
        outcomes = race(app, cast.case, (cast.mediator, propose), (cast.lender, propose))
        one_won(outcomes, "extension_proposed_already")

    def test_two_yes_of_one_side_are_one(self, app, session, number):
        cast = cast_at(Stage.MEDIATION)
        propose(cast.case, cast.complainant)
        outcomes = race(app, cast.case, (cast.lender, agree), (cast.lender, agree))
        one_won(outcomes, "proposal_over")
        row = clock_of(cast.case, "mediation")
        assert len(deadlines.extensions_of([row.id])) == 1


def dispute(case, actor):
    today = clock.now().date()
    record_step(case, OutsideStep.CREDIT_DISPUTE_RAISED, on=today, actor=actor, now=clock.now())


def test_two_who_dispute_a_credit_record_begin_one_time(app, session):
    cast = cast_at(Stage.NEGOTIATION)
    outcomes = race(app, cast.case, (cast.complainant, dispute), (cast.lender, dispute))
    one_won(outcomes, "step_taken_already")
