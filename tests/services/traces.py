"""What a verb leaves behind: by this a test sees that a refusal left nothing."""

from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.models.history import History
from mediation.models.notices import Notice


def trace_of(case):
    """Everything of a case that an act would change."""
    db.session.flush()
    return {
        "stage": case.stage,
        "turn": case.turn,
        "outcome": case.outcome,
        "paused": case.paused_since_at,
        "people": (case.officer_id, case.mediator_id, case.lender_id),
        "chain": case.chain_count,
        "desks": sorted((seat.desk, seat.holder_id, seat.mine) for seat in case.seats),
        "notices": db.session.scalar(select(func.count()).select_from(Notice)),
    }


@contextmanager
def refused(reason, case):
    """The block is refused for `reason`, and leaves no trace."""
    before = trace_of(case)
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.reason == reason
    assert not db.session.new
    assert trace_of(case) == before


def events_of(case):
    """The history of a case as it happened."""
    return list(
        db.session.scalars(
            select(History.event).where(History.case_id == case.id).order_by(History.number)
        )
    )


def told(case, since=0):
    """The kinds of messages that leave about a case, in the order in which they were written."""
    return list(
        db.session.scalars(
            select(Notice.kind)
            .where(Notice.case_id == case.id, Notice.channel != "inbox")
            .order_by(Notice.id)
        )
    )[since:]
