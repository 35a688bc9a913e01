"""The demo world: everything is in it, it is loaded once, and never among real people."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from mediation.db import db
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.cases import Case, Seat
from mediation.models.hearings import Hearing
from mediation.models.intake import Draft
from mediation.models.notices import Notice
from mediation.queries.accounts import by_email
from mediation.services.demo.moments import Moments
from tests.factories.accounts import make_account
from tests.factories.cases import make_case

LOGINS = {
    "borrower": None,
    "borrower2": None,
    "bystander": None,
    "officer": Role.OFFICER,
    "mediator": Role.MEDIATOR,
    "mediator2": Role.MEDIATOR,
    "lender": Role.LENDER_ADMIN,
    "lender2": Role.LENDER_STAFF,
    "clerk": Role.CLERK,
    "supervisor": Role.SUPERVISOR,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}

PASSWORD = "demo-Passw0rd-2026"
STAGES = set(Stage) - {Stage.DRAFT}


def address_of(name):
    return f"{name}@demo.example"


def waiting_for(name):
    """How many cases wait for somebody to act."""
    account = by_email(address_of(name))
    post = db.session.scalar(select(Membership).where(Membership.account_id == account.id))
    holders = [account.id, post.organisation_id if post else None]
    return db.session.scalar(
        select(func.count()).select_from(Seat).where(Seat.holder_id.in_(holders), Seat.mine)
    )


def counted(what):
    return db.session.scalar(select(func.count()).select_from(what))


def lives():
    """How far every case has come."""
    return set(db.session.execute(select(Case.reference, Case.stage, Case.chain_count)).all())


def test_it_holds_every_stage_and_lane_and_something_for_everybody(runner, session, client):
    ran = runner("demo")
    assert ran.exit_code == 0, ran.output

    assert set(session.scalars(select(Case.stage))) == STAGES
    assert set(session.scalars(select(Case.lane))) == set(Lane)
    assert counted(Case) >= 40
    assert session.scalar(select(Draft.id).where(Draft.filing_id.is_(None)))
    assert session.scalar(select(Case.id).where(Case.identity_withheld))
    assert session.scalar(select(Case.id).where(Case.in_danger))
    assert session.scalar(select(Case.id).where(Case.paused_since_at.is_not(None)))
    for name in ("borrower", "mediator", "mediator2", "lender", "lender2", "officer", "clerk"):
        assert waiting_for(name), name

    assert runner("history", "verify").exit_code == 0


@pytest.mark.sqlite
def test_its_accounts_are_printed_and_open_with_the_password(runner, session, client):
    printed = runner("demo").output

    known = {account.email for account in session.scalars(select(Account)) if account.password_hash}
    assert known == {address_of(name) for name in LOGINS}
    assert PASSWORD in printed
    for name, role in LOGINS.items():
        assert address_of(name) in printed
        account = by_email(address_of(name))
        held = session.scalars(select(Membership.role).where(Membership.account_id == account.id))
        assert held.all() == ([role] if role else [])
    assert all(account.is_demo for account in session.scalars(select(Account)))

    entered = {"email": address_of("mediator"), "password": PASSWORD}
    assert client.post("/login", data=entered).status_code == 303


@pytest.mark.sqlite
def test_a_second_time_nothing_changes(runner, session, outbox):
    runner("demo")
    before = lives()
    assert outbox() == []

    again = runner("demo")

    assert again.exit_code == 0
    assert address_of("borrower") in again.output
    assert lives() == before


@pytest.mark.sqlite
def test_nobody_of_the_past_hears_of_it_today_and_hearings_are_to_come(runner, session, now):
    runner("demo")
    assert session.scalar(select(Notice.id).where(Notice.sent_at.is_(None))) is None
    assert session.scalar(select(func.max(Case.stirred_at))) <= now
    soon = select(Hearing.starts_at).where(Hearing.starts_at > now, Hearing.ended_at.is_(None))
    assert len(session.scalars(soon).all()) >= 4


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 8, 8, 16, 5, tzinfo=UTC), id="just after midnight of a Sunday"),
        pytest.param(datetime(2027, 1, 1, 3, 0, tzinfo=UTC), id="new year"),
    ],
)
def test_it_can_be_loaded_on_any_day(runner, clock, moment):
    clock.advance(moment - clock.now())
    assert runner("demo").exit_code == 0


def test_it_stays_out_of_a_database_with_real_people(runner, session):
    make_account()
    session.commit()
    ran = runner("demo")
    assert ran.exit_code == 1
    assert ran.output.count("\n") == 1
    assert counted(Account) == 1


def test_a_complaint_without_an_account_is_of_a_real_person_too(runner, session):
    make_case()
    session.commit()
    assert runner("demo").exit_code == 1


def test_days_are_counted_without_weekends():
    friday = datetime(2026, 3, 6, 4, 0, tzinfo=UTC)
    moments = Moments(friday, "Asia/Shanghai")
    assert moments.day(1) - moments.day(0) == timedelta(days=3)
    assert moments.day(-5) == moments.day(0) - timedelta(days=7)
    assert moments.at(-1, "09:30") == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert moments.at(0, 40) == friday - timedelta(minutes=40)
