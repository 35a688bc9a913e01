"""A case at a stage, brought there by the real verbs, with everybody who works on it."""

from datetime import timedelta
from typing import NamedTuple

from mediation import clock
from mediation.db import db
from mediation.domain.answers import Contest, LenderAnswerKind, ReliefKind
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Missing, Withdrawal
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.cases import Case
from mediation.services.admission import admit_case, return_case
from mediation.services.answers import Reply, answer_complaint
from mediation.services.assignment import accept_assignment, offer_case
from mediation.services.closure import withdraw_complaint
from mediation.services.respondents import start_tracing
from mediation.services.willingness import (
    answer_willingness,
    ask_willingness,
    request_mediation,
)
from tests.factories.accounts import actor_of, make_lender_clerk, make_mediator, make_officer
from tests.factories.cases import make_case
from tests.factories.organisations import make_lender, make_mediation_body


class Cast(NamedTuple):
    """Everybody in a case, as the verbs know them, and the case itself."""

    case: Case
    complainant: Actor  # By the follow-up code.
    officer: Actor
    lender: Actor
    mediator: Actor


def cast_at(stage, **answers):
    """A case at `stage`, from RECEIVED to MEDIATION or CLOSED, and its people.

    The rest goes to tests/factories/cases.py: lane, borrower, lender, name, withheld ...
    """
    cast = _received(**answers)
    for step in STEPS[stage]:
        step(cast)
        db.session.flush()
    assert cast.case.stage is stage
    return cast


def case_at(stage, **answers):
    """A case at `stage`; `cast_at` where its people are needed too."""
    return cast_at(stage, **answers).case


def _received(**answers):
    body = answers.pop("body", None) or make_mediation_body()
    lender = answers.pop("lender", None) or make_lender()
    case = make_case(lender=lender, body=body, **answers)
    holder = answers["borrower"] if answers.get("borrower") else None
    complainant = actor_of(holder) if holder else visitor_of(case)
    return Cast(
        case,
        complainant,
        actor_of(make_officer(body)),
        actor_of(make_lender_clerk(lender)),
        actor_of(make_mediator(body)),
    )


def visitor_of(case):
    """Whoever comes back with the follow-up code of this case."""
    return Actor(role=Role.COMPLAINANT, holder_id=case.id)


def admit(cast):
    admit_case(cast.case, actor=cast.officer, now=clock.now())


def send_back(cast):
    return_case(
        cast.case,
        missing=[Missing.CONTRACT],
        words="请补交借款合同。",
        actor=cast.officer,
        now=clock.now(),
    )


def trace(cast):
    start_tracing(cast.case, actor=cast.officer, now=clock.now())


def contest(cast):
    reply = Reply(
        LenderAnswerKind.CONTESTS,
        to_complainant="合同写明了这笔担保费。",
        reasons=(Contest.DISCLOSED,),
    )
    answer_complaint(cast.case, reply, actor=cast.lender, now=clock.now())


def give_relief(cast):
    """The lender accepts and promises money; the complainant has not said a word yet."""
    reply = Reply(
        LenderAnswerKind.ACCEPTS,
        to_complainant="会员费全额退还。",
        to_body="合作方已下线。",
        relief=ReliefKind.MONEY,
        relief_fen=120_000,
        relief_by_on=(clock.now() + timedelta(days=20)).date(),
    )
    return answer_complaint(cast.case, reply, actor=cast.lender, now=clock.now())


def ask_for_mediator(cast):
    request_mediation(cast.case, words="", actor=cast.complainant, now=clock.now())


def agree_to_mediate(cast):
    ask_willingness(cast.case, actor=cast.officer, now=clock.now())
    answer_willingness(cast.case, willing=True, words="", actor=cast.lender, now=clock.now())


def offer_to_mediator(cast):
    return offer_case(
        cast.case, mediator_id=cast.mediator.account_id, actor=cast.officer, now=clock.now()
    )


def take_on(cast):
    accept_assignment(cast.case, actor=cast.mediator, now=clock.now())


def withdraw(cast):
    withdraw_complaint(
        cast.case,
        reason=Withdrawal.NO_LONGER_WANTED,
        words="",
        actor=cast.complainant,
        now=clock.now(),
    )


TO_TALKS = (admit, contest)
TO_MEDIATION = (*TO_TALKS, ask_for_mediator, agree_to_mediate, offer_to_mediator, take_on)

STEPS = {
    Stage.RECEIVED: (),
    Stage.RETURNED: (send_back,),
    Stage.TRACING: (trace,),
    Stage.WITH_LENDER: (admit,),
    Stage.NEGOTIATION: TO_TALKS,
    Stage.AWAITING_MEDIATOR: (*TO_TALKS, ask_for_mediator),
    Stage.MEDIATION: TO_MEDIATION,
    Stage.CLOSED: (withdraw,),
}
