"""The officer's page that opens a case to a supervisor, and what the supervisor finds."""

import re
from datetime import timedelta

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from tests.factories.accounts import actor_of, make_member
from tests.factories.stages import cast_at
from tests.web.plans import walks
from tests.web.test_budgets import MOST_OF_A_LIST, counted

BASIS = "临金监函〔2026〕12号"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION, withheld=False)
    session.commit()
    return found


@pytest.fixture
def supervisor(session):
    made = make_member(Role.SUPERVISOR)
    session.commit()
    return actor_of(made)


def fill(supervisor, now, days=5):
    day = (now + timedelta(days=days)).date()
    return {
        "supervisor": supervisor.organisation_id,
        "basis": BASIS,
        "scope": "抽查",
        "expires_on-year": day.year,
        "expires_on-month": day.month,
        "expires_on-day": day.day,
    }


def address(cast):
    return f"/cases/{cast.case.reference}/supervision"


@pytest.fixture
def opened(cast, supervisor, client_of, now):
    officer = client_of(cast.officer)
    assert officer.get(address(cast)).status_code == 200
    assert officer.post(address(cast), data=fill(supervisor, now)).status_code == 303
    return cast


def count_of(client, path):
    bucket = rf'class="bucket" href="{re.escape(path)}".*?class="count[^"]*">(\d+)'
    return int(re.search(bucket, client.get("/cases").text)[1])


class TestSupervisor:
    def test_finds_the_case_in_named_buckets(self, opened, supervisor, client_of):
        desk = client_of(supervisor)
        assert opened.case.reference in desk.get("/cases").text
        for bucket, count in (("unread", 1), ("ending", 1), ("open", 1), ("closed", 0)):
            assert count_of(desk, f"/cases?bucket={bucket}") == count, bucket
        assert opened.case.reference in desk.get("/cases?bucket=ending").text

    def test_reads_on_what_demand_and_cannot_open_more(self, opened, supervisor, client_of):
        desk = client_of(supervisor)
        page = desk.get(address(opened)).text
        assert BASIS in page
        assert '<form class="card-box"' not in page
        assert desk.post(address(opened), data={}).status_code == 200

    def test_finds_nothing_once_an_officer_closes_it(self, opened, supervisor, client_of):
        officer = client_of(opened.officer)
        page = officer.get(address(opened)).text
        ending = re.search(r'action="([^"]+/ending)"', page)[1]
        assert officer.post(ending).status_code == 303
        assert client_of(supervisor).get(address(opened)).status_code == 404
        assert client_of(supervisor).get(f"/cases/{opened.case.reference}").status_code == 404

    def test_is_told_when_no_case_is_open(self, supervisor, client_of):
        assert "现在没有开放给贵部门的案件" in client_of(supervisor).get("/cases").text

    @pytest.mark.parametrize("bucket", ["ending", "open", "all"])
    def test_a_list_costs_at_most_six(self, opened, supervisor, client_of, bucket):
        desk = client_of(supervisor)
        with counted() as seen:
            desk.get(f"/cases?bucket={bucket}")
        assert len(seen) <= MOST_OF_A_LIST

    @pytest.mark.sqlite
    def test_no_list_walks_through_a_growing_table(self, opened, supervisor, client_of):
        desk = client_of(supervisor)
        with counted() as seen:
            desk.get("/cases?bucket=ending")
        assert walks(seen) == []


class TestOfficer:
    def test_is_told_beside_the_field_what_is_wrong(self, cast, supervisor, client_of, now):
        officer = client_of(cast.officer)
        page = officer.post(address(cast), data=fill(supervisor, now, days=200))
        assert page.status_code == 200
        assert "expires_on-error" in page.text

    def test_mediators_and_sides_have_no_such_page(self, cast, client_of):
        for who in (cast.mediator, cast.lender, cast.complainant):
            assert client_of(who).get(address(cast)).status_code == 404
