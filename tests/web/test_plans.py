"""No page and no job walks through a table that grows with the number of cases."""

import pytest
from sqlalchemy import select, text

from mediation import clock
from mediation.db import db
from mediation.domain.roles import Desk, Role
from mediation.jobs.schedule import SCHEDULE
from mediation.models.cases import Case
from tests.factories.bulk import make_many
from tests.web.plans import walks
from tests.web.test_budgets import LISTS, PARTS, busiest, case_of, counted


@pytest.fixture
def many(session):
    make_many(400)
    if db.engine.dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
        session.commit()


@pytest.mark.parametrize(
    ("desk", "role"),
    [
        (Desk.MEDIATOR, Role.MEDIATOR),
        (Desk.OFFICER, Role.OFFICER),
        (Desk.LENDER, Role.LENDER_STAFF),
    ],
)
def test_no_page_walks_through_a_growing_table(many, client_of, desk, role):
    worker = busiest(desk, role)
    client = client_of(worker)
    path = f"/cases/{case_of(worker).reference}"
    client.get(path)
    for page in (*LISTS, *(path + part for part in PARTS)):
        with counted() as seen:
            client.get(page)
        assert walks(seen) == [], page


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_no_job_walks_through_a_growing_table(many, job):
    with counted() as seen:
        job.run(clock.now())
    assert walks(seen) == [], [statement for statement, _ in seen]


def test_a_walk_would_be_noticed(many):
    with counted() as seen:
        db.session.execute(select(Case.id).where(Case.amount_fen == 1)).all()
    assert walks(seen) == ["cases"]


def test_a_walk_in_the_order_of_keys_would_be_noticed(many):
    with counted() as seen:
        db.session.execute(select(Case.id).where(Case.amount_fen == 1).order_by(Case.id)).all()
    assert walks(seen) == ["cases"]
