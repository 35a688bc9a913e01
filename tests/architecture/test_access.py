"""Every address × every role × every relation to a case, made from the URL map."""

import re

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import BELONGS_TO, Role
from mediation.web.access import ADMITS
from tests.factories import late_stages
from tests.factories.accounts import make_account, make_member

# Whom an address admits is asked of tables in Python and of one query that other tests try on
# both databases; thousands of requests need not be made twice.
pytestmark = pytest.mark.sqlite

# Without a scheduler this one says, rightly, that the installation is not ready.
NOT_READY = "health.readiness"
# An auditor reads there what was done on a case and nothing of it; see tests/web/test_audit.py.
HISTORY = "audit.detail"
PEOPLE = sorted(set(Role) - {Role.SYSTEM, Role.NOBODY})


def rules(app):
    """Every rule with one method of each kind that it takes."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method


def address_of(rule, reference="M2026-2222222B", keys=None):
    """The address of a rule, filled with a case's number, with these keys, or with none."""
    keys = keys or {}

    def fill(part):
        converter, name = part.groups()
        if name == "reference":
            return reference
        if name in keys:
            return str(keys[name])
        return "1" if converter in ("id", "int") else "nothing-here"

    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", fill, rule.rule)


def of_cases(app):
    return [
        (rule, method)
        for rule, method in rules(app)
        if "reference" in rule.arguments and rule.endpoint != HISTORY
    ]


@pytest.fixture
def cast(session):
    return late_stages.cast_at(Stage.MEDIATION)


def stranger_in(role):
    """Somebody in this role, in a body of their own, with nothing to do with any case here."""
    return make_member(role) if role in BELONGS_TO else make_account()


class TestTheTable:
    def test_every_address_has_its_row(self, app):
        assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ADMITS)

    def test_addresses_that_name_a_case_are_closed_to_visitors(self, app):
        open_to_all = {
            rule.endpoint for rule, _ in of_cases(app) if Role.NOBODY in ADMITS[rule.endpoint]
        }
        assert open_to_all == set()

    def test_admin_and_auditor_reach_no_case(self, app):
        for rule, _ in of_cases(app):
            assert not ADMITS[rule.endpoint] & {Role.ADMIN, Role.AUDITOR}, rule

    def test_nothing_else_lives_one_step_under_cases(self, app):
        found = {
            rule.rule
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith("/cases/") and rule.rule.count("/") == 2
        }
        assert found == {"/cases/<reference>"}


class TestStrangers:
    @pytest.mark.parametrize("role", PEOPLE)
    def test_are_turned_away_where_their_role_has_no_place(self, app, client_of, role):
        client = client_of(stranger_in(role))
        for rule, method in rules(app):
            if "reference" in rule.arguments or role in ADMITS[rule.endpoint]:
                continue
            answer = client.open(address_of(rule), method=method)
            assert answer.status_code == 403, (rule, method)

    @pytest.mark.parametrize("role", PEOPLE)
    def test_find_no_fault_anywhere(self, app, client_of, role):
        for rule, method in rules(app):
            if role not in ADMITS[rule.endpoint] or "reference" in rule.arguments:
                continue
            # Some addresses end the session: each is asked by somebody who is signed in.
            answer = client_of(stranger_in(role)).open(address_of(rule), method=method)
            assert answer.status_code < 500 or rule.endpoint == NOT_READY, (rule, method)


class TestVisitors:
    def test_are_asked_to_sign_in(self, app, cast, client):
        for rule, method in rules(app):
            if Role.NOBODY in ADMITS[rule.endpoint]:
                continue
            answer = client.open(address_of(rule, cast.case.reference), method=method)
            assert answer.status_code == 303, (rule, method)
            assert answer.location.startswith("/login"), (rule, method)

    def test_find_no_fault_anywhere(self, app, client):
        for rule, method in rules(app):
            if Role.NOBODY in ADMITS[rule.endpoint]:
                answer = client.open(address_of(rule), method=method)
                assert answer.status_code < 500 or rule.endpoint == NOT_READY, (rule, method)
