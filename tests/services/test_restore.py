"""Cases from before there were deadlines get the clocks that they would have had."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from mediation import clock
from mediation.db import db
from mediation.domain.lifecycle import OPEN, Stage
from mediation.domain.outcomes import Pause
from mediation.jobs.deadlines import set_missing_deadlines
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlinePause
from mediation.services.days import day_of
from mediation.services.pauses import pause_case, resume_case
from mediation.services.willingness import ask_willingness
from tests.factories import late_stages
from tests.factories.bulk import make_many
from tests.factories.stages import agree_to_mediate, cast_at, give_relief, offer_to_mediator


def pause(cast):
    clock.advance(timedelta(days=1))
    day = day_of(clock.now()) + timedelta(days=30)
    said = {"reason": Pause.ILLNESS, "words": "", "review_on": day}
    pause_case(cast.case, **said, actor=cast.officer, now=clock.now())
    clock.advance(timedelta(days=4))


def pause_and_go_on(cast):
    pause(cast)
    resume_case(cast.case, actor=cast.officer, now=clock.now())


def ask(cast):
    clock.advance(timedelta(days=1))
    ask_willingness(cast.case, actor=cast.officer, now=clock.now())


def sign_one(cast):
    late_stages.sign(cast, cast.lender)


LIVES = {
    "received": (cast_at, Stage.RECEIVED, ()),
    "returned": (cast_at, Stage.RETURNED, ()),
    "with lender": (cast_at, Stage.WITH_LENDER, ()),
    "relief": (cast_at, Stage.WITH_LENDER, (give_relief,)),
    "paused": (cast_at, Stage.WITH_LENDER, (pause,)),
    "resumed": (cast_at, Stage.WITH_LENDER, (pause_and_go_on,)),
    "talks": (late_stages.cast_at, Stage.NEGOTIATION, (late_stages.offer,)),
    "asked": (cast_at, Stage.AWAITING_MEDIATOR, (ask,)),
    "both willing": (cast_at, Stage.AWAITING_MEDIATOR, (agree_to_mediate,)),
    "offered": (cast_at, Stage.AWAITING_MEDIATOR, (agree_to_mediate, offer_to_mediator)),
    "mediation": (cast_at, Stage.MEDIATION, ()),
    "agreement": (late_stages.cast_at, Stage.AGREEMENT, ()),
    "one signed": (late_stages.cast_at, Stage.AGREEMENT, (sign_one,)),
    "performing": (late_stages.cast_at, Stage.PERFORMING, ()),
    "breached": (late_stages.cast_at, Stage.BREACHED, ()),
}


def running():
    """Every running clock with its days; the numbers of rows and the reminders apart."""
    rows = db.session.scalars(select(Deadline).where(Deadline.stopped_at.is_(None)))
    return sorted(
        (row.rule, row.about, row.side, row.due_at, row.raw_on, row.warn_at, row.paused_at)
        for row in rows
    )


def forget():
    db.session.commit()
    for table in (DeadlinePause, Deadline):
        db.session.execute(delete(table))
    db.session.commit()
    db.session.expunge_all()


@pytest.mark.parametrize("life", LIVES)
def test_the_clocks_are_those_that_the_verbs_would_have_kept(session, life):
    make, stage, acts = LIVES[life]
    cast = make(stage)
    for act in acts:
        act(cast)
        session.flush()
    kept = [row for row in running() if row[0] != "retention"]
    forget()
    assert kept
    assert set_missing_deadlines(clock.now()) == (1, 0)
    assert running() == kept
    assert set_missing_deadlines(clock.now()) == (0, 0)


def test_generated_cases_have_theirs(session):
    make_many(60)
    known = set(session.scalars(select(Deadline.rule)))
    assert {"admission", "lender_answer", "mediation"} <= known
    ended = select(Case.id).where(Case.stage.not_in(sorted(OPEN)))
    open_ones = session.scalars(select(Deadline.id).where(Deadline.case_id.in_(ended))).all()
    assert open_ones == []
