"""Each check finds the row that was planted for it, and nothing in a healthy house."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from mediation import clock
from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Side
from mediation.domain.work import WorkKind
from mediation.jobs.impossible import report_impossible_rows
from mediation.models.assignment import Assignment, Willingness
from mediation.models.cases import Case, Seat
from mediation.models.deadlines import Deadline
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.queries.impossible import CHECKS
from mediation.services.work import ask_for
from mediation.wording.catalogue import catalogue_of
from tests.factories.organisations import make_mediation_body
from tests.factories.stages import cast_at, withdraw


def clockless():
    cast = cast_at(Stage.RECEIVED)
    db.session.execute(delete(Deadline).where(Deadline.case_id == cast.case.id))
    clock.advance(timedelta(hours=2))


def clock_out_of_stage():
    cast = cast_at(Stage.MEDIATION)
    db.session.execute(
        update(Deadline).where(Deadline.case_id == cast.case.id).values(stopped_at=None)
    )


def seat_out_of_step():
    cast = cast_at(Stage.MEDIATION)
    db.session.execute(
        update(Seat).where(Seat.case_id == cast.case.id).values({"stage": Stage.COURT})
    )


def notice_stuck():
    cast_at(Stage.WITH_LENDER)
    week = clock.now() - timedelta(days=8)
    db.session.execute(update(Notice).where(Notice.channel != "inbox").values(due_at=week))


def mediator_unassigned():
    cast = cast_at(Stage.MEDIATION)
    db.session.execute(
        update(Assignment).where(Assignment.case_id == cast.case.id).values(ended_at=clock.now())
    )


def question_left_open():
    cast = cast_at(Stage.WITH_LENDER)
    withdraw(cast)
    asked = Willingness(case_id=cast.case.id, side=Side.LENDER, asked_at=clock.now())
    db.session.add(asked)


def chain_uncounted():
    cast = cast_at(Stage.RECEIVED)
    db.session.execute(update(Case).where(Case.id == cast.case.id).values(chain_count=99))


def work_homeless():
    cast, other = cast_at(Stage.RECEIVED), make_mediation_body()
    said = {"key": "deadline/1", "body_id": other.id, "case_id": cast.case.id}
    ask_for(WorkKind.DEADLINE_MISSED, **said, now=clock.now())


def days_differ():
    cast = cast_at(Stage.RECEIVED)
    soon = clock.now() + timedelta(days=1)
    db.session.execute(update(Deadline).where(Deadline.case_id == cast.case.id).values(due_at=soon))


PLANTS = (
    clockless,
    clock_out_of_stage,
    seat_out_of_step,
    notice_stuck,
    mediator_unassigned,
    question_left_open,
    chain_uncounted,
    work_homeless,
    days_differ,
)


def reported():
    db.session.rollback()
    query = select(WorkItem.detail).where(WorkItem.kind == WorkKind.IMPOSSIBLE)
    return list(db.session.scalars(query))


def test_every_check_is_tried_and_has_its_words():
    names = {plant.__name__ for plant in PLANTS}
    assert names == {*CHECKS, "days_differ"}
    for locale in ("en", "zh_CN"):
        assert {f"impossible.{name}" for name in names} <= set(catalogue_of(locale).texts)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_what_should_be_impossible_is_reported_once(session, plant):
    plant()
    session.commit()
    assert report_impossible_rows(clock.now()).handled >= 1
    report_impossible_rows(clock.now())
    found = reported()
    assert set(found) == {plant.__name__}
    keys = session.scalars(select(WorkItem.key)).all()
    assert len(keys) == len(set(keys))


def test_a_healthy_house_has_nothing_to_report(session):
    for stage in (Stage.RECEIVED, Stage.WITH_LENDER, Stage.NEGOTIATION, Stage.MEDIATION):
        cast_at(stage)
    session.commit()
    clock.advance(timedelta(hours=3))
    assert report_impossible_rows(clock.now()) == (0, 0)
