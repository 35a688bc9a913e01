"""What pages cost: a fixed number of statements, and never a walk through a whole table."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case, Seat
from mediation.services.correspondence import send_message
from tests.factories.accounts import actor_of
from tests.factories.bulk import make_many

MOST_OF_A_CASE = 12
MOST_OF_A_LIST = 6
LISTS = (
    "/cases",
    "/cases?bucket=mine",
    "/cases?bucket=unread",
    "/cases?bucket=late",
    "/cases?bucket=due_soon",
    "/cases?bucket=mediation",
    "/cases?lane=fees",
    "/cases?q=王",
    "/cases?q=消费金融",
)
PARTS = (
    "",
    "/messages",
    "/evidence",
    "/complaint",
    "/offers",
    "/hearings",
    "/agreement",
    "/repayment",
    "/arbitration",
)


@contextmanager
def counted():
    """The statements that run inside the block, each with its parameters."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.split(None, 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def many(session):
    make_many(400)


def busiest(desk, role):
    """Whoever has most cases on this kind of desk, as somebody who can sign in."""
    holder = db.session.scalar(
        select(Seat.holder_id)
        .where(Seat.desk == desk)
        .group_by(Seat.holder_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    which = Account.id == holder if desk is Desk.MEDIATOR else Membership.organisation_id == holder
    return db.session.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(which, Membership.role == role)
        .limit(1)
    )


@pytest.fixture(
    params=[
        (Desk.MEDIATOR, Role.MEDIATOR),
        (Desk.OFFICER, Role.OFFICER),
        (Desk.LENDER, Role.LENDER_STAFF),
    ],
    ids=["mediator", "officer", "lender"],
)
def worker(many, request):
    return busiest(*request.param)


def case_of(worker, stage=Stage.PERFORMING):
    actor = actor_of(worker)
    return db.session.scalar(
        select(Case)
        .join(Seat)
        .where(Seat.holder_id == actor.holder_id, Seat.desk == actor.desk, Case.stage == stage)
        .order_by(Case.id)
        .limit(1)
    )


class TestStatements:
    @pytest.mark.parametrize("path", LISTS)
    def test_a_list_costs_at_most_six(self, worker, client_of, path):
        client = client_of(worker)
        with counted() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= MOST_OF_A_LIST, [statement for statement, _ in seen]

    @pytest.mark.parametrize("part", PARTS)
    def test_a_case_costs_at_most_twelve(self, worker, client_of, part):
        path = f"/cases/{case_of(worker).reference}{part}"
        client = client_of(worker)
        client.get(path)  # A lender's first reading is an event and costs what an event costs.
        with counted() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= MOST_OF_A_CASE, [statement for statement, _ in seen]

    def test_neither_grows_with_rows_messages_or_cases(self, many, client_of, now):
        mediator = busiest(Desk.MEDIATOR, Role.MEDIATOR)
        case, client = case_of(mediator), client_of(mediator)
        path = f"/cases/{case.reference}"

        def cost(page):
            with counted() as seen:
                client.get(page)
            return len(seen)

        before = cost(path), cost("/cases"), cost(f"{path}/messages")
        for number in range(60):
            send_message(
                db.session.get_one(Case, case.id),
                body=f"第 {number} 条",
                space=Space.JOINT,
                once=f"{number:022}",
                actor=actor_of(mediator),
                now=now,
            )
        db.session.commit()
        make_many(120, seed=2)
        assert (cost(path), cost("/cases"), cost(f"{path}/messages")) == before
