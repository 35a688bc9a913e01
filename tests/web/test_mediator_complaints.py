"""Complaints about a mediator, and that they go past that mediator."""

import re

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.assignment import MediatorComplaint
from mediation.models.organisations import Organisation
from tests.factories.accounts import actor_of, make_member, make_officer
from tests.factories.stages import cast_at

WORDS = "调解员一直劝我放弃退款，语气很重。"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION)
    session.commit()
    return found


@pytest.fixture
def complaint(session, cast, client_of):
    address = f"/cases/{cast.case.reference}/mediator-complaint"
    visitor = client_of(cast.complainant)
    assert visitor.get(address).status_code == 200
    assert visitor.post(address, data={"words": WORDS}).status_code == 303
    return session.query(MediatorComplaint).one()


def test_is_answered_by_an_officer(cast, complaint, client_of):
    officer = client_of(cast.officer)
    assert cast.case.reference in officer.get("/mediator-complaints").text
    address = f"/mediator-complaints/{complaint.id}"
    assert WORDS in officer.get(address).text
    sent = officer.post(address, data={"answer": "已与调解员谈话，将更换调解员。"})
    assert sent.status_code == 303
    page = client_of(cast.complainant).get(f"/cases/{cast.case.reference}/mediator-complaint")
    assert "将更换调解员" in page.text


def test_is_answered_once(cast, complaint, client_of):
    officer = client_of(cast.officer)
    address = f"/mediator-complaints/{complaint.id}"
    officer.post(address, data={"answer": "第一次答复"})
    assert officer.post(address, data={"answer": "第二次答复"}).status_code == 409


def test_the_mediator_sees_it_nowhere(cast, complaint, client_of):
    mediator = client_of(cast.mediator)
    for part in ("disclosure", "answer", "willingness", "mediator-complaint"):
        assert WORDS not in mediator.get(f"/cases/{cast.case.reference}/{part}").text
    assert mediator.get("/mediator-complaints").status_code == 403
    assert mediator.get(f"/mediator-complaints/{complaint.id}").status_code == 403
    seat = next(seat for seat in cast.case.seats if seat.holder_id == cast.mediator.account_id)
    assert seat.stirred_at == seat.since_at


def test_not_even_as_an_officer_of_the_same_body(session, cast, complaint, client_of):
    body = session.get_one(Organisation, cast.case.body_id)
    account = session.get_one(Account, cast.mediator.account_id)
    both = client_of(_as_officer(account, body))
    assert cast.case.reference not in both.get("/mediator-complaints").text
    assert both.get(f"/mediator-complaints/{complaint.id}").status_code == 404


def _as_officer(account, body):
    membership = Membership(
        account_id=account.id, organisation_id=body.id, role=Role.OFFICER, since_at=clock.now()
    )
    db.session.add(membership)
    db.session.commit()
    return Actor(
        role=Role.OFFICER,
        holder_id=body.id,
        account_id=account.id,
        organisation_id=body.id,
        membership_id=membership.id,
    )


def test_another_body_sees_nothing(session, complaint, client_of):
    stranger = client_of(actor_of(make_officer()))
    assert "empty" in stranger.get("/mediator-complaints").text
    assert stranger.get(f"/mediator-complaints/{complaint.id}").status_code == 404


def test_the_other_side_sees_nothing(cast, complaint, client_of):
    page = client_of(cast.lender).get(f"/cases/{cast.case.reference}/mediator-complaint")
    assert WORDS not in page.text


class TestSupervisor:
    @pytest.fixture
    def desk(self, session, complaint, client_of):
        supervisor = make_member(Role.SUPERVISOR)
        session.commit()
        return client_of(supervisor)

    def test_sees_about_whom_and_no_case_and_no_word(self, session, cast, complaint, desk):
        page = desk.get("/supervision/mediator-complaints").text
        assert session.get_one(Account, cast.mediator.account_id).name in page
        assert "待答复" in page
        assert cast.case.reference not in page
        assert WORDS not in page
        assert desk.get(f"/mediator-complaints/{complaint.id}").status_code == 403

    def test_counts_those_that_wait(self, cast, complaint, desk, client_of):
        bucket = r'href="/supervision/mediator-complaints">.*?class="count[^"]*">(\d+)'
        assert re.findall(bucket, desk.get("/cases").text)[-1] == "1"
        client_of(cast.officer).post(
            f"/mediator-complaints/{complaint.id}", data={"answer": "已谈话"}
        )
        assert re.findall(bucket, desk.get("/cases").text)[-1] == "0"

    def test_who_is_that_mediator_sees_nothing(self, session, cast, complaint, client_of):
        mediator = session.get_one(Account, cast.mediator.account_id)
        make_member(Role.SUPERVISOR, account=mediator)
        session.commit()
        posts = session.query(Membership).filter_by(account_id=mediator.id, role=Role.SUPERVISOR)
        post = posts.one()
        both = Actor(
            role=Role.SUPERVISOR,
            holder_id=post.organisation_id,
            account_id=mediator.id,
            organisation_id=post.organisation_id,
            membership_id=post.id,
        )
        page = client_of(both).get("/supervision/mediator-complaints").text
        assert "没有" in page
        assert "待答复" not in page


def test_the_page_says_how_many_wait(cast, complaint, client_of):
    assert "有 1 件对调解员的投诉等答复" in client_of(cast.officer).get("/mediator-complaints").text


def test_an_administrator_names_the_head(session, cast, client_of):
    admin = make_member(Role.ADMIN)
    session.commit()
    post = session.query(Membership).filter_by(account_id=cast.officer.account_id).one()
    page = f"/admin/organisations/{cast.case.body_id}"
    desk = client_of(admin)
    assert f"{post.id}/head" in desk.get(page).text
    assert desk.post(f"{page}/people/{post.id}/head").status_code == 303
    session.expire_all()
    assert post.is_head
    assert f"{post.id}/head" not in desk.get(page).text
