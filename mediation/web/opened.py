"""The one place where pages open a case; a company's first opening is an event."""

from flask import abort

from mediation import clock
from mediation.domain.permissions import Actor
from mediation.domain.roles import LENDERS, Desk
from mediation.models.cases import Case
from mediation.queries import cases
from mediation.services.answers import record_first_reading
from mediation.transaction import on_case
from mediation.web.login import current_actor


def open_case(reference: str) -> Case:
    """The case with this number, or the page that a stranger gets.

    Whichever page a company opens first, the sender is told of that first reading.
    """
    actor = current_actor()
    case = cases.by_reference(reference, actor=actor) or abort(404)
    if actor.role not in LENDERS or not _is_first_time(case, actor):
        return case
    with on_case(case, actor) as (fresh, present):
        record_first_reading(fresh, actor=present, now=clock.now())
    return fresh


def _is_first_time(case: Case, actor: Actor) -> bool:
    return any(
        seat.first_read_at is None
        for seat in case.seats
        if seat.desk is Desk.LENDER and seat.holder_id == actor.holder_id
    )
