"""People and bodies from the command line."""

import pytest

from mediation.domain.roles import OrganisationKind, Role
from mediation.gateways.passwords import verify_password
from mediation.models.accounts import Account
from mediation.queries.accounts import by_email, posts_of
from mediation.queries.organisations import by_name
from tests.factories.accounts import make_account
from tests.factories.organisations import make_mediation_body

GOOD = "seven quiet rivers at night"
ADMIN = ("--email", "root@example.com", "--name", "何平", "--role", "admin")


class TestCreate:
    def test_makes_the_first_administrator_on_an_empty_database(self, runner, session, client):
        ran = runner("accounts", "create", *ADMIN)
        assert ran.exit_code == 0, ran.output
        path = ran.output.split("/invitations/")[1].split()[0]
        answer = client.post(f"/invitations/{path}", data={"name": "何平", "password": GOOD})
        assert answer.status_code == 303
        assert client.get("/admin/people").status_code == 200

    def test_takes_a_password_from_standard_input(self, runner, session):
        body = make_mediation_body(name="长宁调解中心")
        ran = runner(
            *("accounts", "create", "--email", "he@example.com", "--name", "何平"),
            *("--role", "mediator", "--organisation", "长宁调解中心", "--password-stdin"),
            input=GOOD + "\n",
        )
        assert ran.exit_code == 0, ran.output
        account = by_email("he@example.com")
        assert verify_password(account.password_hash, GOOD)
        [post] = posts_of(account.id)
        assert (post.membership.role, post.organisation.id) == (Role.MEDIATOR, body.id)
        assert GOOD not in ran.output

    def test_a_mediator_with_languages_and_specialisms(self, runner, session):
        make_mediation_body(name="长宁调解中心")
        session.commit()
        skills = ("--language", "zh_CN", "--language", "en", "--specialism", "fees")
        ran = runner(
            *("accounts", "create", "--email", "he@example.com", "--name", "何平", *skills),
            *("--role", "mediator", "--organisation", "长宁调解中心"),
        )
        assert ran.exit_code == 0, ran.output
        account = by_email("he@example.com")
        assert (account.languages, account.specialisms) == ("zh_CN,en", "fees")

    @pytest.mark.parametrize(
        ("words", "status", "said"),
        [
            (["--role", "mediator", "--organisation", "没有"], 1, "没有"),
            (["--role", "mediator"], 2, "--organisation"),
            (["--role", "baker"], 2, "baker"),
            (["--role", "officer", "--specialism", "fees"], 2, "only a mediator"),
            (["--role", "complainant"], 2, "--password-stdin"),
        ],
    )
    def test_refuses_with_one_clear_line(self, runner, session, words, status, said):
        ran = runner("accounts", "create", "--email", "he@example.com", "--name", "何平", *words)
        assert ran.exit_code == status
        assert said in ran.output
        assert by_email("he@example.com") is None

    def test_refuses_a_short_password(self, runner, session):
        ran = runner("accounts", "create", *ADMIN, "--password-stdin", input="short\n")
        assert ran.exit_code == 1
        assert "15" in ran.output
        assert by_email("root@example.com") is None

    def test_never_changes_the_password_of_somebody_known(self, runner, session):
        known = make_account("root@example.com")
        ran = runner("accounts", "create", *ADMIN, "--password-stdin", input=GOOD + "\n")
        assert ran.exit_code == 1
        assert session.get(Account, known.id).password_hash == known.password_hash


class TestOthers:
    def test_list_shows_people_and_roles(self, runner, session):
        runner("accounts", "create", *ADMIN)
        make_account("lin@example.com", "林静")
        ran = runner("accounts", "list")
        assert "root@example.com" in ran.output
        assert "林静, complainant" in ran.output

    def test_suspend_and_resume(self, runner, session):
        account = make_account("lin@example.com")
        assert runner("accounts", "suspend", "lin@example.com").exit_code == 0
        assert session.get(Account, account.id).suspended_at is not None
        assert runner("accounts", "resume", "lin@example.com").exit_code == 0
        assert session.get(Account, account.id).suspended_at is None

    def test_end_sessions(self, runner, session, client_of):
        theirs = client_of(make_account("lin@example.com", "林静"))
        ran = runner("accounts", "end-sessions", "lin@example.com")
        assert ran.output.startswith("1 sign-in")
        assert "林静" not in theirs.get("/").text

    def test_somebody_unknown_is_a_refusal(self, runner, session):
        ran = runner("accounts", "suspend", "nil@example.com")
        assert ran.exit_code == 1
        assert "nil@example.com" in ran.output


class TestOrganisations:
    def test_create_enters_a_body(self, runner, session):
        ran = runner(
            *("organisations", "create", "--kind", "lender", "--name", "禾渡消费金融"),
            *("--lender-kind", "consumer_finance", "--aliases", "笺贷, 即享花"),
        )
        assert ran.exit_code == 0, ran.output
        made = by_name("禾渡消费金融")
        assert (made.kind, made.aliases) == (OrganisationKind.LENDER, "笺贷\n即享花")
        assert "禾渡消费金融" in runner("organisations", "list").output

    def test_create_refuses_a_lender_without_its_licence(self, runner, session):
        ran = runner("organisations", "create", "--kind", "lender", "--name", "禾渡")
        assert ran.exit_code == 1
        assert "licensed" in ran.output
