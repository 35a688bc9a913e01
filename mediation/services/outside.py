"""Recording what happens at a court or a credit register: each step ends or begins a clock."""

from datetime import date, datetime

from mediation.domain.clocks import Timing
from mediation.domain.outside import WAYS, OutsideStep, check_step
from mediation.domain.permissions import Actor, permit
from mediation.models.cases import Case
from mediation.queries import deadlines
from mediation.services.days import day_of
from mediation.services.lifecycle import move


def record_step(case: Case, step: OutsideStep, *, on: date, actor: Actor, now: datetime) -> None:
    """Keep that a step was taken on that day; the clock that it begins runs from that day."""
    way = WAYS[step]
    permit(actor, way.action, case)
    began = {row.rule: day_of(row.started_at) for row in deadlines.running(case)}
    check_step(way, began, on=on, today=day_of(now))
    move(case, way.event, actor=actor, now=now, timing=Timing(since=on), on=str(on))
