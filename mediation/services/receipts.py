"""Keeping under which number a company has a complaint, and when it says that it received it."""

from datetime import date, datetime

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.receipts import check_receipt
from mediation.domain.roles import Desk
from mediation.models.cases import Case
from mediation.queries import parties
from mediation.services.days import day_of
from mediation.services.lifecycle import move


def record_receipt(
    case: Case, *, number: str, received_on: date | None, actor: Actor, now: datetime
) -> None:
    """Note the company's own number and its day of receipt; may be noted anew, moves no clock."""
    permit(actor, Action.ANSWER_COMPLAINT, case)
    passed_on = passing_day(case)
    company = parties.answering(case)
    if passed_on is None or company is None:
        raise Refused("not_passed_on")
    check_receipt(number, received_on, passed_on=passed_on, today=day_of(now))
    facts = {"company": actor.organisation_name, "received_on": received_on and str(received_on)}
    move(case, Event.RECEIPT_RECORDED, actor=actor, now=now, **facts)
    company.own_reference = number.strip() or None
    company.received_on = received_on


def passing_day(case: Case) -> date | None:
    """The day on which the complaint came to lie on the desk of the company that answers."""
    for seat in case.seats:
        if seat.desk is Desk.LENDER and seat.holder_id == case.lender_id:
            return day_of(seat.since_at)
    return None
