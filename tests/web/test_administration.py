"""The administrator's home: what waits among people, bodies and rosters, and no case."""

import re
from datetime import timedelta

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from tests.factories.accounts import make_account, make_member, make_officer
from tests.factories.danger import make_turn
from tests.factories.organisations import make_lender, make_mediation_body
from tests.factories.stages import cast_at
from tests.web.test_budgets import MOST_OF_A_LIST, counted


@pytest.fixture
def home(session, client_of):
    admin = make_member(Role.ADMIN)
    session.commit()
    return client_of(admin)


def count_of(client, address):
    """The figure beside the bucket with this address."""
    bucket = rf'class="bucket" href="{re.escape(address)}".*?class="count[^"]*">(\d+\+?)'
    return re.search(bucket, client.get("/admin").text)[1]


def test_the_desk_of_an_administrator_is_this_page(home):
    assert home.get("/desk").location == "/admin"


def test_people_who_have_not_accepted_are_counted_and_listed(session, home):
    invited = make_account(name="季然")
    invited.password_hash = None
    gone = make_account(name="白露")
    gone.password_hash, gone.suspended_at = None, gone.created_at
    session.commit()
    assert count_of(home, "/admin/people?state=invited") == "1"
    assert count_of(home, "/admin/people?state=suspended") == "1"
    page = home.get("/admin/people?state=invited").text
    assert "季然" in page
    assert "白露" not in page


def test_bodies_without_a_number_are_counted_and_listed(session, home):
    nameless = make_lender(name="无号小贷")
    known = make_lender(name="有号消金", registration="91310000MA1")
    session.commit()
    assert count_of(home, "/admin/organisations?state=unregistered") == "1"
    page = home.get("/admin/organisations?state=unregistered").text
    assert nameless.name in page
    assert known.name not in page


def test_suspended_bodies_of_every_kind_are_listed_together(session, home, now):
    bodies = [make_lender(suspended_at=now), make_mediation_body(suspended_at=now)]
    session.commit()
    assert count_of(home, "/admin/organisations?state=suspended") == "2"
    page = home.get("/admin/organisations?state=suspended").text
    assert all(body.name in page for body in bodies)


def test_a_roster_waits_while_nobody_comes_first_at_some_hour(session, home):
    officer = make_officer()
    session.commit()
    assert count_of(home, "/duty") == "1"
    for day in range(7):
        make_turn(officer, starts=timedelta(days=day), lasts=timedelta(hours=24))
    session.commit()
    assert count_of(home, "/duty") == "0"


def test_the_home_names_no_case(session, home):
    case = cast_at(Stage.RECEIVED).case
    session.commit()
    assert case.reference not in home.get("/admin").text


def test_the_home_costs_at_most_six(session, home):
    for _ in range(3):
        make_officer()
    session.commit()
    with counted() as seen:
        home.get("/admin")
    assert len(seen) <= MOST_OF_A_LIST
