"""The roster's page: turns put on and off it, gaps, and who may."""

import pytest
from sqlalchemy import select

from mediation.domain.roles import Role
from mediation.models.danger import DutyTurn
from tests.factories.accounts import make_mediator, make_member, make_officer
from tests.factories.danger import make_turn
from tests.factories.organisations import make_mediation_body


@pytest.fixture
def body(session):
    return make_mediation_body()


@pytest.fixture
def officer(body):
    return make_officer(body)


def turn_of(officer, start="18:00", end="23:30", level="first"):
    """A turn on 4 March 2026 as the form sends it."""
    sent = {"account": str(officer.id), "level": level}
    for name, clock in (("starts_at", start), ("ends_at", end)):
        sent |= {f"{name}-year": "2026", f"{name}-month": "3", f"{name}-day": "4"}
        sent[f"{name}-time"] = clock
    return sent


def turns(session):
    session.expire_all()
    return session.scalars(select(DutyTurn).order_by(DutyTurn.starts_at)).all()


class TestRoster:
    def test_an_empty_one_says_what_that_means(self, client_of, session, officer):
        page = client_of(officer).get("/duty").text
        assert "现在没有人值班" in page
        assert "值班表是空的" in page

    def test_a_turn_is_put_on_it(self, client_of, session, officer, body):
        answer = client_of(officer).post("/duty", data=turn_of(officer))
        assert answer.status_code == 303
        [turn] = turns(session)
        assert (turn.account_id, turn.organisation_id) == (officer.id, body.id)
        assert turn.starts_at.isoformat() == "2026-03-04T10:00:00+00:00"

    def test_names_who_is_on_duty_and_the_gap_after(self, client_of, session, officer):
        make_turn(officer)
        page = client_of(officer).get("/duty").text
        assert f"现在由 {officer.name} 看人身危险报告" in page
        assert "3月4日 周三 20:00 到 3月11日 周三 12:00" in page

    def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(
        self, client_of, session, officer
    ):
        make_turn(officer)
        page = client_of(officer).post("/duty", data=turn_of(officer, start="19:00")).text
        assert "的班次重叠了" in page
        assert 'value="19:00"' in page
        assert len(turns(session)) == 1

    def test_a_turn_is_taken_off(self, client_of, session, officer, body, clock, now):
        turn = make_turn(officer)
        client = client_of(officer)
        path = f"/duty/{body.id}/turns/{turn.id}/ending"
        assert client.post(path).status_code == 303
        assert turns(session) == []


class TestWho:
    def test_another_bodys_roster_is_not_found(self, client_of, session, officer):
        other = make_officer(make_mediation_body())
        turn = make_turn(other)
        client = client_of(officer)
        foreign = turn.organisation_id
        assert client.get(f"/duty?body={foreign}").status_code == 404
        assert client.post(f"/duty?body={foreign}", data=turn_of(other)).status_code == 404
        assert client.post(f"/duty/{foreign}/turns/{turn.id}/ending").status_code == 404
        assert len(turns(session)) == 1

    def test_a_turn_is_looked_for_in_its_own_body(self, client_of, session, officer, body):
        turn = make_turn(make_officer(make_mediation_body()))
        path = f"/duty/{body.id}/turns/{turn.id}/ending"
        assert client_of(officer).post(path).status_code == 404

    def test_an_admin_edits_every_bodys(self, client_of, session, officer, body):
        admin = make_member(Role.ADMIN)
        client = client_of(admin)
        make_officer(make_mediation_body())
        assert client.post(f"/duty?body={body.id}", data=turn_of(officer)).status_code == 303
        assert len(turns(session)) == 1

    def test_a_mediator_does_not(self, client_of, session):
        assert client_of(make_mediator()).get("/duty").status_code == 403
