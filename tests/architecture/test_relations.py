"""Every address of a case × every relation to it, against the table in `access.py`."""

import re
import shutil
from datetime import timedelta
from functools import partial

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.roles import Role
from mediation.web.access import ADMITS
from tests.architecture.access import (
    AUDITOR,
    HOME,
    KNOW_THE_NAME,
    NOT_THERE,
    ON_CASE,
    READS,
    all_marks,
    expected_marks,
    rules_by_endpoint,
)
from tests.architecture.relations import NAME, build_house
from tests.architecture.test_access import NOT_READY, address_of, rules
from tests.conftest import NOON
from tests.world.doors import Client

ENDED = ["former company", "former mediator", "former supervisor"]
ROLES = sorted(set(Role) - {Role.SYSTEM, Role.NOBODY, Role.COMPLAINANT})
STRANGERS = [*(f"{role} of elsewhere" for role in ROLES), "somebody with an account"]
RELATIONS = [*sorted(ON_CASE), *ENDED, *STRANGERS, "nobody"]
OPEN = {200, 302, 303, 409}
ABSENT = "M2026-2222222B"
# A page of its own ends the sign-in; the other tells of a scheduler that no test has.
NOT_ASKED = {"accounts.logout", NOT_READY}
# What can be read without looking further: the same on both databases.
OLDER = "?before=30"  # The timeline is longer than one page.
SAMPLE = ("", OLDER, "/complaint", "/messages", "/evidence")


class Walker:
    """Goes through the cases as whoever one likes, and keeps what was found."""

    def __init__(self, app):
        self.app = app
        with clock.frozen_at(NOON - timedelta(days=7)):
            self.house = build_house()
        # A sign-in of a week ago would be over by now.
        with clock.frozen_at(NOON):
            self.clients = {name: self._client(who) for name, who in self.house.people.items()}
        self.seen = {}

    def _client(self, who):
        client = Client(self.app, self.app.response_class)
        return client.sign_in(who) if who else client

    def number(self, relation):
        return self.house.numbers[HOME.get(relation, "talks")]

    def ask(self, relation, path, method="GET"):
        return self.clients[relation].open(path, method=method, buffered=True)

    def addresses(self, relation, reference, endpoint_rule):
        """The address of a rule in the case of this relation; of files, one for each of them."""
        home = HOME.get(relation, "talks")
        keys = {**self.house.keys[home], "kind": "arbitration", "step": "credit_dispute_raised"}
        files = [keys["evidence_id"]]
        if endpoint_rule.endpoint in ("evidence.detail", "evidence.download"):
            files += self.house.files[home]
        found = [
            address_of(endpoint_rule, reference, {**keys, "evidence_id": key}) for key in files
        ]
        return found + [path + OLDER for path in found if endpoint_rule.endpoint == "cases.detail"]

    def pages(self, relation):
        """Every page of the case that has an address, by endpoint; asked once."""
        if relation not in self.seen:
            self.seen[relation] = {
                rule.endpoint: [
                    self.ask(relation, path)
                    for path in self.addresses(relation, self.number(relation), rule)
                ]
                for rule, method in of_cases(self.app)
                if method == "GET"
            }
        return self.seen[relation]


def plain(text):
    """A page without what differs from one request for it to the next: the token, and the way."""
    return re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", text)


def of_cases(app):
    return [(rule, method) for rule, method in rules(app) if "reference" in rule.arguments]


@pytest.fixture(scope="module")
def walker(application):
    """The house, built once for each database; whoever writes in it puts it back."""
    with application.app.app_context():
        made = Walker(application.app)
        db.session.remove()
        db.engine.dispose()
    yield made
    application.restore()


@pytest.fixture(scope="module")
def kept(walker, application, tmp_path_factory):
    """A copy of the house's database."""
    return shutil.copyfile(application.world.live, tmp_path_factory.mktemp("house") / "kept")


@pytest.fixture
def put_back(kept, application):
    """The house is as it was before, once the test is over."""
    yield
    with application.app.app_context():
        db.engine.dispose()
    application.world.restore()
    shutil.copyfile(kept, application.world.live)


def outcome(relation, endpoint):
    """What the table says: open, 403, 404, or the way to sign in."""
    rule = rules_by_endpoint()[endpoint]
    if relation == "nobody":
        return {303}
    if relation in rule.refused:
        return {403}
    if relation not in rule.open:
        return {404}
    return OPEN | ({404} if endpoint in NOT_THERE else set())


class TestTheTable:
    @pytest.mark.sqlite
    def test_has_every_address_that_names_a_case_and_no_other(self, walker):
        assert {rule.endpoint for rule, _ in of_cases(walker.app)} == set(rules_by_endpoint())

    @pytest.mark.sqlite
    def test_has_everybody(self, walker):
        assert set(walker.house.people) == set(RELATIONS)


@pytest.mark.sqlite
@pytest.mark.parametrize("relation", RELATIONS)
class TestEverybody:
    def test_opens_just_the_pages_of_the_table(self, walker, relation):
        for endpoint, answers in walker.pages(relation).items():
            assert answers[0].status_code in outcome(relation, endpoint), endpoint
            if relation == "nobody":
                assert answers[0].location.startswith("/login"), endpoint

    def test_sends_only_what_the_table_lets_through(self, walker, put_back, relation):
        number = walker.number(relation)
        for rule, method in of_cases(walker.app):
            if method == "GET":
                continue
            [path] = walker.addresses(relation, number, rule)
            status = walker.ask(relation, path, method).status_code
            wanted = outcome(relation, rule.endpoint)
            # An empty form can also be one that nobody could read.
            assert status in wanted | ({400} if wanted == OPEN else set()), rule.endpoint

    def test_reads_just_what_lies_in_their_places(self, walker, relation):
        pages = {
            endpoint: "".join(one.text for one in answers)
            for endpoint, answers in walker.pages(relation).items()
        }
        text = "".join(pages.values())
        assert {mark for mark in all_marks() if mark in text} == expected_marks(relation)
        named = {endpoint for endpoint, page in pages.items() if NAME in page}
        assert bool(named) == (relation in KNOW_THE_NAME), named

    def test_is_told_of_what_is_closed_as_of_a_case_that_is_not_there(self, walker, relation):
        absent = {
            part: plain(walker.ask(relation, f"/{part}/{ABSENT}").text)
            for part in ("cases", "audit")
        }
        for endpoint, answers in walker.pages(relation).items():
            part = "audit" if endpoint == "audit.detail" else "cases"
            for one in answers:
                assert one.status_code != 404 or plain(one.text) == absent[part], endpoint

    def test_finds_nothing_of_it_on_any_other_page(self, walker, relation):
        who, number = walker.house.people[relation], walker.number(relation)
        role = who.role if who else Role.NOBODY
        for rule in walker.app.url_map.iter_rules():
            if rule.arguments or "GET" not in rule.methods or rule.endpoint in NOT_ASKED:
                continue
            if role in ADMITS[rule.endpoint]:
                text = walker.ask(relation, rule.rule).text
                assert not any(mark in text for mark in all_marks()), rule.endpoint
                assert relation in KNOW_THE_NAME or NAME not in text, rule.endpoint
                assert relation in ON_CASE | AUDITOR or number not in text, rule.endpoint


@pytest.mark.parametrize("relation", RELATIONS)
class TestOnBothDatabases:
    def test_lists_and_search_find_the_case_for_whom_it_is(self, walker, relation):
        number, find = walker.number(relation), partial(walker.ask, relation)
        link = f'href="/cases/{number}"'
        assert (link in find("/cases").text) == (relation in ON_CASE)
        assert (link in find(f"/cases?q={number}").text) == (relation in ON_CASE)
        assert (link in find(f"/cases?q={NAME}").text) == (relation in KNOW_THE_NAME)
        for path in ("/audit", f"/audit?q={number}"):
            assert (f"/audit/{number}" in find(path).text) == (relation in AUDITOR), path

    def test_a_few_pages_show_just_what_lies_in_their_places(self, walker, relation):
        address = f"/cases/{walker.number(relation)}"
        text = "".join(walker.ask(relation, address + part).text for part in SAMPLE)
        shown = {mark for mark in all_marks() if mark in text}
        # What a file is and what it holds stands on pages of its own.
        wanted = {m for m in expected_marks(relation) if not m.endswith(("-words", "-octets"))}
        assert shown == wanted
        assert (NAME in text) == (relation in KNOW_THE_NAME)


def test_every_mark_has_a_reader_or_is_meant_to_have_none():
    read = set().union(*(expected_marks(relation) for relation in RELATIONS))
    assert {mark for mark in all_marks() - read if not mark.startswith("talks-")} == set()
    assert all(READS.values())
