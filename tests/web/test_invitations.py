"""Opening an account, and joining a body, by links that came by mail."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.domain.accounts import INVITATION_LASTS, REGISTRATION_LASTS
from mediation.domain.roles import OrganisationKind, Role
from mediation.models.accounts import Account, Membership
from mediation.queries.accounts import by_email
from tests.factories.accounts import PASSWORD, make_account, make_member
from tests.factories.organisations import make_lender, make_mediation_body

NEW = "seven quiet rivers at night"


def register(client, email="lin@example.com", name="林静"):
    return client.post("/register", data={"email": email, "name": name})


class TestRegistration:
    def test_opens_an_account_by_a_link(self, client, session, outbox):
        assert register(client).location == "/register/sent"
        assert by_email("lin@example.com") is None
        answer = client.post(outbox()[-1].path, data={"password": NEW})
        assert answer.location == "/cases"
        account = by_email("LIN@example.com")
        assert (account.name, account.email) == ("林静", "lin@example.com")
        assert "林静" in client.get("/").text

    def test_answers_a_known_address_the_same(self, client, session, outbox):
        make_account("known@example.com")
        answers = [register(client, email) for email in ("known@example.com", "new@example.com")]
        assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1
        told, linked = outbox()
        assert "/register/" not in told.body
        assert "/register/" in linked.body

    def test_opening_the_link_uses_nothing_up(self, client, outbox):
        register(client)
        path = outbox()[-1].path
        for _ in range(3):
            assert client.get(path).status_code == 200
        assert client.post(path, data={"password": NEW}).status_code == 303
        assert client.get(path).status_code == 410

    def test_makes_one_account_of_two_links(self, client, session, outbox):
        register(client)
        register(client)
        first, second = (letter.path for letter in outbox())
        client.post(second, data={"password": NEW})
        assert client.post(first, data={"password": PASSWORD}).status_code == 409
        assert session.scalar(select(func.count()).select_from(Account)) == 1

    def test_ends_after_a_day(self, client, outbox, clock):
        register(client)
        clock.advance(REGISTRATION_LASTS)
        assert client.get(outbox()[-1].path).status_code == 410

    def test_refuses_a_password_made_of_the_name(self, client, outbox):
        register(client, name="zhangxiaoming")
        page = client.post(outbox()[-1].path, data={"password": "zhangxiaoming-lin"})
        assert 'href="#password"' in page.text

    def test_does_not_flood_anybody(self, client, outbox):
        assert [register(client).status_code for _ in range(4)] == [303, 303, 303, 429]


@pytest.fixture
def operator(session):
    return make_member(Role.ADMIN)


@pytest.fixture
def body(session):
    return make_mediation_body(name="长宁金融调解中心")


@pytest.fixture
def invite(client_of, operator, body, outbox):
    def send(email="he@example.com", role=Role.MEDIATOR, name="何平"):
        answer = client_of(operator).post(
            f"/admin/organisations/{body.id}", data={"email": email, "name": name, "role": role}
        )
        assert answer.status_code == 303
        return outbox()[-1].path

    return send


class TestInvitation:
    def test_lets_a_new_person_join(self, client, session, invite, body):
        path = invite()
        assert "长宁金融调解中心" in client.get(path).text
        answer = client.post(path, data={"name": "何平", "password": NEW})
        assert answer.location == "/"
        member = session.scalars(select(Membership).where(Membership.role == Role.MEDIATOR)).one()
        assert (member.organisation_id, member.account_id) == (
            body.id,
            by_email("he@example.com").id,
        )
        assert "何平" in client.get("/").text

    def test_names_the_body_and_the_role_in_the_mail(self, invite, outbox):
        invite()
        assert "长宁金融调解中心" in outbox()[-1].body
        assert "调解员" in outbox()[-1].body

    def test_survives_a_scanner(self, client, invite):
        path = invite()
        for _ in range(5):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200
        assert client.post(path, data={"name": "何平", "password": NEW}).status_code == 303
        assert client.post(path, data={"name": "何平", "password": NEW}).status_code == 410

    def test_works_for_three_days(self, client, invite, clock):
        path = invite()
        clock.advance(INVITATION_LASTS - timedelta(seconds=1))
        assert client.get(path).status_code == 200
        clock.advance(timedelta(seconds=1))
        assert client.get(path).status_code == 410

    def test_works_with_the_newest_link_only(self, client, invite):
        first, second = invite(), invite()
        assert client.get(first).status_code == 410
        assert client.get(second).status_code == 200

    def test_asks_staff_for_a_long_password(self, client, invite, session):
        page = client.post(invite(), data={"name": "何平", "password": "quiet rivers"})
        assert 'href="#password"' in page.text
        assert (
            session.scalars(select(Membership).where(Membership.role == Role.MEDIATOR)).all() == []
        )

    def test_asks_a_known_person_for_their_password(self, client, session, invite):
        known = make_account("he@example.com")
        path = invite()
        wrong = client.post(path, data={"password": "not the password"})
        assert 'href="#password"' in wrong.text
        assert client.post(path, data={"password": PASSWORD}).status_code == 303
        member = session.scalars(select(Membership).where(Membership.role == Role.MEDIATOR)).one()
        assert member.account_id == known.id
        assert session.get(Account, known.id).password_hash == known.password_hash

    def test_does_not_let_a_stranger_set_the_password_of_a_known_person(
        self, client, session, invite
    ):
        known = make_account("he@example.com")
        before = known.password_hash
        client.post(invite(), data={"name": "坏人", "password": NEW})
        after = session.get(Account, known.id)
        assert after.password_hash == before
        assert after.name != "坏人"

    def test_guesses_at_a_known_persons_password_are_throttled(self, client, session, invite):
        make_account("he@example.com")
        path = invite()
        answers = [client.post(path, data={"password": "a wrong one"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]


class TestWhoMayInvite:
    def test_nobody_is_invited_twice_into_one_role(self, client, client_of, operator, invite, body):
        client.post(invite(), data={"name": "何平", "password": NEW})
        page = client_of(operator).post(
            f"/admin/organisations/{body.id}",
            data={"email": "he@example.com", "name": "何平", "role": Role.MEDIATOR},
        )
        assert 'href="#email"' in page.text

    def test_a_lenders_admin_invites_into_their_own_house(self, client_of, session, outbox):
        lender = make_lender()
        chief = make_member(Role.LENDER_ADMIN, lender)
        answer = client_of(chief).post(
            "/organisation/people",
            data={"email": "wu@example.com", "name": "吴", "role": Role.LENDER_STAFF},
        )
        assert answer.location == "/organisation/people"
        assert lender.name in outbox()[-1].body

    def test_a_lenders_admin_gives_no_other_roles(self, client_of, session, outbox):
        chief = make_member(Role.LENDER_ADMIN)
        for role in set(Role) - {Role.LENDER_STAFF, Role.LENDER_ADMIN}:
            client_of(chief).post(
                "/organisation/people", data={"email": "wu@example.com", "name": "吴", "role": role}
            )
        assert outbox() == []

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.LENDER_STAFF, Role.LENDER_ADMIN])
    def test_others_do_not_reach_the_bodies(self, client_of, session, role, body):
        client = client_of(make_member(role))
        assert client.get(f"/admin/organisations/{body.id}").status_code == 403
        assert client.get("/admin/people").status_code == 403

    def test_a_role_belongs_to_its_kind_of_body(self, client_of, operator, session, outbox):
        lender = make_lender()
        page = client_of(operator).post(
            f"/admin/organisations/{lender.id}",
            data={"email": "wu@example.com", "name": "吴", "role": Role.MEDIATOR},
        )
        assert page.status_code == 200
        assert outbox() == []
        assert lender.kind is OrganisationKind.LENDER
