"""Of two who act at the same moment exactly one wins, and the other is told clearly."""

import pytest

from mediation import clock
from mediation.domain.answers import Contest, LenderAnswerKind
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Reopening, Withdrawal
from mediation.models.organisations import Organisation
from mediation.services.admission import admit_case, decline_case
from mediation.services.answers import Reply, accept_relief, answer_complaint, decline_relief
from mediation.services.assignment import accept_assignment, offer_case
from mediation.services.closure import reopen_case, withdraw_complaint
from mediation.services.willingness import answer_willingness, request_mediation
from tests.factories.accounts import actor_of, make_mediator, make_officer
from tests.factories.stages import agree_to_mediate, cast_at, give_relief, offer_to_mediator
from tests.world.rivals import WON, race

ROUNDS = range(3)


def one_won(outcomes, *reasons):
    """Exactly one has won, and the refusal is one of those that say why."""
    assert outcomes.count(WON) == 1
    (refusal,) = (outcome for outcome in outcomes if outcome != WON)
    assert refusal in reasons


@pytest.mark.parametrize("number", ROUNDS)
class TestRivals:
    def test_two_admissions(self, app, session, number):
        cast = cast_at(Stage.RECEIVED)
        other = actor_of(make_officer(session.get_one(Organisation, cast.case.body_id)))

        def admit(case, actor):
            admit_case(case, actor=actor, now=clock.now())

        one_won(race(app, cast.case, (cast.officer, admit), (other, admit)), "wrong_stage")
        assert cast.case.stage is Stage.WITH_LENDER
        assert [seat.desk for seat in cast.case.seats].count("lender") == 1

    def test_an_admission_and_a_decline(self, app, session, number):
        cast = cast_at(Stage.RECEIVED)

        def admit(case, actor):
            admit_case(case, actor=actor, now=clock.now())

        def decline(case, actor):
            decline_case(case, reason=Decline.IN_COURT, words="在审", actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.officer, admit), (cast.officer, decline))
        one_won(outcomes, "wrong_stage")

    def test_two_answers_of_one_lender(self, app, session, number):
        cast = cast_at(Stage.WITH_LENDER)

        def contest(case, actor):
            reply = Reply(LenderAnswerKind.CONTESTS, "不同意", reasons=(Contest.CONTRACT,))
            answer_complaint(case, reply, actor=actor, now=clock.now())

        def deny(case, actor):
            reply = Reply(LenderAnswerKind.NOT_US, "不是我们")
            answer_complaint(case, reply, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.lender, contest), (cast.lender, deny))
        one_won(outcomes, "wrong_stage", "not_found")

    def test_both_answers_to_relief(self, app, session, number):
        cast = cast_at(Stage.WITH_LENDER)
        give_relief(cast)

        def accept(case, actor):
            accept_relief(case, actor=actor, now=clock.now())

        def decline(case, actor):
            decline_relief(case, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.complainant, accept), (cast.complainant, decline))
        one_won(outcomes, "no_relief_waits", "wrong_stage")

    def test_two_sides_ask_for_a_mediator(self, app, session, number):
        cast = cast_at(Stage.NEGOTIATION)

        def ask(case, actor):
            request_mediation(case, words="", actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.complainant, ask), (cast.lender, ask))
        one_won(outcomes, "wrong_stage")

    def test_two_offers_to_mediators(self, app, session, number):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        other = make_mediator(session.get_one(Organisation, cast.case.body_id))
        chosen = (cast.mediator.account_id, other.id)

        def offer_to(mediator_id):
            return lambda case, actor: offer_case(
                case, mediator_id=mediator_id, actor=actor, now=clock.now()
            )

        outcomes = race(app, cast.case, *((cast.officer, offer_to(one)) for one in chosen))
        one_won(outcomes, "offered_meanwhile")
        assert [seat.desk for seat in cast.case.seats].count("mediator") == 1

    def test_two_acceptances_of_one_offer(self, app, session, number):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        offer_to_mediator(cast)

        def accept(case, actor):
            accept_assignment(case, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.mediator, accept), (cast.mediator, accept))
        one_won(outcomes, "already_accepted", "wrong_stage")
        assert cast.case.stage is Stage.MEDIATION

    def test_an_acceptance_and_an_offer_to_somebody_else(self, app, session, number):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        standing = offer_to_mediator(cast)
        other = make_mediator(session.get_one(Organisation, cast.case.body_id))

        def accept(case, actor):
            accept_assignment(case, actor=actor, now=clock.now())

        def offer(case, actor):
            offer_case(
                case,
                mediator_id=other.id,
                instead_of=standing.id,
                actor=actor,
                now=clock.now(),
            )

        outcomes = race(app, cast.case, (cast.mediator, accept), (cast.officer, offer))
        one_won(outcomes, "wrong_stage", "not_found")

    def test_a_yes_and_a_withdrawal(self, app, session, number):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        offer_to_mediator(cast)

        def accept(case, actor):
            accept_assignment(case, actor=actor, now=clock.now())

        def refuse(case, actor):
            answer_willingness(case, willing=False, words="", actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.mediator, accept), (cast.lender, refuse))
        one_won(outcomes, "wrong_stage", "not_found")

    def test_two_withdrawals(self, app, session, number):
        cast = cast_at(Stage.NEGOTIATION)

        def withdraw(case, actor):
            withdraw_complaint(
                case, reason=Withdrawal.OTHER, words="", actor=actor, now=clock.now()
            )

        outcomes = race(app, cast.case, (cast.complainant, withdraw), (cast.complainant, withdraw))
        one_won(outcomes, "wrong_stage")

    def test_two_reopenings(self, app, session, number):
        cast = cast_at(Stage.CLOSED)

        def reopen(case, actor):
            reopen_case(case, reason=Reopening.NEW_FACTS, words="", actor=actor, now=clock.now())

        one_won(race(app, cast.case, (cast.officer, reopen), (cast.officer, reopen)), "wrong_stage")
