"""The administrator's bodies and people, and what becomes of those who lose a role."""

import pytest
from sqlalchemy import event, select

from mediation.db import db
from mediation.domain.roles import LenderKind, OrganisationKind, Role
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Organisation
from mediation.queries.organisations import PAGE, by_name
from tests.factories.accounts import PASSWORD, make_account, make_lender_clerk, make_member
from tests.factories.organisations import make_lender, make_mediation_body

HEDU = {"name": "禾渡消费金融", "lender_kind": LenderKind.CONSUMER_FINANCE}


@pytest.fixture
def operator(session):
    return make_member(Role.ADMIN)


@pytest.fixture
def admin(client_of, operator):
    return client_of(operator)


@pytest.fixture
def statements(app):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip()[:6].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


class TestBodies:
    def test_are_entered_with_what_their_kind_needs(self, admin, session):
        answer = admin.post("/admin/organisations/new/lender", data=HEDU | {"aliases": "笺贷"})
        made = by_name("禾渡消费金融")
        assert answer.location == f"/admin/organisations/{made.id}"
        assert (made.kind, made.lender_kind) == (
            OrganisationKind.LENDER,
            LenderKind.CONSUMER_FINANCE,
        )

    def test_of_a_lender_need_a_licence(self, admin, session):
        page = admin.post("/admin/organisations/new/lender", data={"name": "禾渡"})
        assert 'href="#lender_kind"' in page.text
        assert by_name("禾渡") is None

    def test_have_a_name_of_their_own(self, admin, session):
        make_lender(name="禾渡消费金融")
        page = admin.post("/admin/organisations/new/lender", data=HEDU)
        assert 'href="#name"' in page.text
        assert "禾渡消费金融" in page.text

    @pytest.mark.parametrize("kind", list(OrganisationKind))
    def test_of_every_kind_have_a_form_and_a_list(self, admin, kind):
        assert admin.get(f"/admin/organisations/new/{kind}").status_code == 200
        assert admin.get(f"/admin/organisations?kind={kind}").status_code == 200

    def test_of_an_unknown_kind_are_not_found(self, admin):
        assert admin.get("/admin/organisations?kind=bakery").status_code == 404
        assert admin.get("/admin/organisations/new/bakery").status_code == 404

    def test_are_put_right(self, admin, session):
        lender = make_lender(name="禾度消费金融")
        admin.post(f"/admin/organisations/{lender.id}/details", data={"name": "禾渡消费金融"})
        assert session.get(Organisation, lender.id).name == "禾渡消费金融"

    def test_are_suspended_and_come_back(self, admin, session):
        body = make_mediation_body()
        admin.post(f"/admin/organisations/{body.id}/suspension")
        assert session.get(Organisation, body.id).suspended_at is not None
        admin.post(f"/admin/organisations/{body.id}/return")
        assert session.get(Organisation, body.id).suspended_at is None

    def test_that_are_suspended_let_their_people_finish(self, admin, session, client_of):
        clerk = make_lender_clerk()
        member = session.scalars(select(Membership).where(Membership.account_id == clerk.id)).one()
        admin.post(f"/admin/organisations/{member.organisation_id}/suspension")
        assert clerk.name in client_of(clerk).get("/").text

    def test_are_found_by_another_name(self, admin, session):
        make_lender(name="禾渡消费金融", aliases="笺贷\n即享花")
        make_lender(name="别家")
        page = admin.get("/admin/organisations?kind=lender&q=即享").text
        assert "禾渡消费金融" in page
        assert "别家" not in page

    def test_are_paged(self, admin, session):
        for number in range(PAGE + 1):
            make_lender(name=f"第{number:03}家")
        first = admin.get("/admin/organisations?kind=lender").text
        assert f"第{PAGE - 1:03}家" in first
        assert f"第{PAGE:03}家" not in first
        second = admin.get(f"/admin/organisations?kind=lender&after=第{PAGE - 1:03}家").text
        assert f"第{PAGE:03}家" in second


class TestPeople:
    def test_lose_a_role_at_once(self, admin, session, client_of):
        clerk = make_lender_clerk()
        theirs = client_of(clerk)
        assert clerk.name in theirs.get("/").text
        member = session.scalars(select(Membership).where(Membership.account_id == clerk.id)).one()
        admin.post(f"/admin/organisations/{member.organisation_id}/people/{member.id}/ending")
        assert clerk.name not in theirs.get("/").text

    def test_lose_no_role_through_another_body(self, admin, session):
        clerk, other = make_lender_clerk(), make_lender()
        member = session.scalars(select(Membership).where(Membership.account_id == clerk.id)).one()
        answer = admin.post(f"/admin/organisations/{other.id}/people/{member.id}/ending")
        assert answer.status_code == 404
        assert session.get(Membership, member.id).ended_at is None

    def test_of_a_lender_are_ended_by_its_admin_and_no_others(self, client_of, session):
        lender = make_lender()
        chief = client_of(make_member(Role.LENDER_ADMIN, lender))
        own, foreign = make_lender_clerk(lender), make_lender_clerk()
        members = {member.account_id: member.id for member in session.scalars(select(Membership))}
        assert chief.post(f"/organisation/people/{members[own.id]}/ending").status_code == 303
        answer = chief.post(f"/organisation/people/{members[foreign.id]}/ending")
        assert answer.status_code == 404

    def test_are_suspended_and_come_back(self, admin, session, client_of, client):
        lin = make_account("lin@example.com", "林静")
        theirs = client_of(lin)
        admin.post(f"/admin/people/{lin.id}/suspension")
        assert "林静" not in theirs.get("/").text
        admin.post(f"/admin/people/{lin.id}/return")
        words = {"email": "lin@example.com", "password": PASSWORD}
        assert client.post("/login", data=words).status_code == 303

    def test_are_signed_out_everywhere(self, admin, session, client_of):
        lin = make_account("lin@example.com", "林静")
        theirs = client_of(lin)
        admin.post(f"/admin/people/{lin.id}/sessions")
        assert "林静" not in theirs.get("/").text

    def test_do_nothing_to_themselves(self, admin, operator, session):
        assert admin.post(f"/admin/people/{operator.id}/suspension").status_code == 409
        assert session.get(Account, operator.id).suspended_at is None

    def test_are_found_by_their_whole_address(self, admin, session):
        make_account("lin@example.com", "林静")
        make_account("wang@example.com", "王芳")
        page = admin.get("/admin/people?q=LIN@example.com").text
        assert "林静" in page
        assert "王芳" not in page
        assert "林静" not in admin.get("/admin/people?q=lin").text

    @pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "1"])
    def test_are_listed_whatever_the_page(self, admin, before):
        assert admin.get(f"/admin/people?before={before}").status_code == 200

    def test_have_a_page_of_their_own(self, admin, session):
        clerk = make_lender_clerk()
        assert clerk.email in admin.get(f"/admin/people/{clerk.id}").text
        assert admin.get("/admin/people/12345").status_code == 404


class TestBudget:
    @pytest.mark.parametrize("address", ["/admin/people", "/admin/organisations?kind=lender"])
    def test_a_list_takes_few_statements_however_long(self, admin, session, statements, address):
        for _ in range(60):
            make_lender_clerk()
        session.commit()
        statements.clear()
        assert admin.get(address).status_code == 200
        assert len(statements) <= 6

    def test_so_do_the_people_of_a_body(self, admin, session, statements):
        lender = make_lender()
        for _ in range(60):
            make_lender_clerk(lender)
        session.commit()
        statements.clear()
        assert admin.get(f"/admin/organisations/{lender.id}").status_code == 200
        assert len(statements) <= 6
