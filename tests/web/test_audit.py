"""The auditor's pages: what was done on every case, and no word of what it is about."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import BELONGS_TO, Role
from mediation.models.cases import Case
from mediation.models.history import Facts, History
from mediation.queries import audit
from tests.factories.accounts import actor_of, make_account, make_member
from tests.factories.stages import cast_at
from tests.web.plans import walks
from tests.web.test_budgets import MOST_OF_A_LIST, counted

NAME, STORY = "温如言", "合同写明了这笔担保费。"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION, name=NAME)
    session.commit()
    return found


@pytest.fixture
def auditor(session):
    account = make_member(Role.AUDITOR)
    session.commit()
    return account


@pytest.fixture
def desk(client_of, auditor):
    return client_of(auditor)


class TestList:
    def test_is_the_home_of_an_auditor(self, desk):
        assert desk.get("/desk").location == "/audit"

    def test_shows_numbers_and_no_name_lane_or_content(self, cast, desk):
        page = desk.get("/audit").text
        assert cast.case.reference in page
        for secret in (NAME, STORY, cast.case.respondent_name, cast.officer.name, "收费"):
            assert secret not in page

    def test_names_the_last_stirred_first(self, session, cast, desk, clock):
        clock.advance(timedelta(hours=1))
        other = cast_at(Stage.RECEIVED).case
        session.commit()
        page = desk.get("/audit").text
        assert page.index(other.reference) < page.index(cast.case.reference)

    def test_finds_a_case_by_its_whole_number_however_it_is_typed(self, cast, desk):
        other = cast_at(Stage.RECEIVED).case
        page = desk.get(f"/audit?q={cast.case.reference.lower()}").text
        assert f"/audit/{cast.case.reference}" in page
        assert other.reference not in page
        assert "/audit/M" not in desk.get("/audit?q=nothing").text

    def test_turns_its_pages_by_key(self, session, desk, monkeypatch):
        monkeypatch.setattr(audit, "PAGE", 2)
        made = {cast_at(Stage.RECEIVED).case.reference for _ in range(3)}
        session.commit()
        first = desk.get("/audit").text
        follow = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        second = desk.get(follow.replace("&amp;", "&")).text
        assert {one for one in made if one in first} ^ {one for one in made if one in second} == (
            made
        )

    def test_costs_at_most_six_statements(self, cast, desk):
        with counted() as seen:
            desk.get("/audit")
        assert len(seen) <= MOST_OF_A_LIST

    @pytest.mark.sqlite
    def test_later_pages_walk_through_no_table(self, cast, desk, now):
        with counted() as seen:
            desk.get(f"/audit?at={now.timestamp():.6f}&before={cast.case.id}")
        assert walks(seen) == []

    def test_a_chain_that_does_not_end_as_kept_shows(self, session, cast, desk):
        assert "与留存不一致" not in desk.get("/audit").text
        session.execute(
            update(Case).where(Case.id == cast.case.id).values(chain_count=Case.chain_count - 1)
        )
        session.commit()
        assert "与留存不一致" in desk.get("/audit").text


class TestDetail:
    def test_lists_every_event_with_role_account_and_hash(self, session, cast, desk):
        page = desk.get(f"/audit/{cast.case.reference}").text
        rows = session.query(History).filter_by(case_id=cast.case.id).all()
        assert len(rows) > 5
        for row in rows:
            assert row.event in page
            assert f"{row.hash.hex()[:6]}…{row.hash.hex()[-4:]}" in page
        assert f"账户 {cast.officer.account_id}" in page
        assert "无账户" in page  # The complainant has come by the code.
        assert "记录链完整" in page

    def test_shows_no_name_and_no_content(self, cast, desk):
        page = desk.get(f"/audit/{cast.case.reference}").text
        people = (cast.officer.name, cast.mediator.name, cast.lender.name)
        for secret in (NAME, STORY, cast.case.respondent_name, *people):
            assert secret not in page

    @pytest.mark.parametrize(
        ("deed", "said"),
        [
            ("UPDATE cases SET chain_count = chain_count + 1", "被截断"),
            ("UPDATE cases SET chain_head = :zeros", "链头不是第"),
        ],
    )
    def test_says_where_a_chain_is_broken(self, session, cast, desk, deed, said):
        values = {"zeros": bytes(32)} if ":zeros" in deed else {}
        session.execute(text(deed), values)
        session.commit()
        page = desk.get(f"/audit/{cast.case.reference}").text
        assert "记录链不完整" in page
        assert said in page

    def test_facts_that_were_altered_show(self, session, cast, desk):
        row = session.query(History).filter_by(case_id=cast.case.id, number=2).one()
        session.get_one(Facts, row.id).facts = '{"role":"admin"}'
        session.commit()
        assert "第 2 行的内容被改过" in desk.get(f"/audit/{cast.case.reference}").text

    def test_facts_that_were_erased_break_nothing(self, session, cast, desk):
        row = session.query(History).filter_by(case_id=cast.case.id, number=2).one()
        session.delete(session.get_one(Facts, row.id))
        session.commit()
        page = desk.get(f"/audit/{cast.case.reference}").text
        assert "记录链完整" in page
        assert "身份已随内容删除" in page

    def test_of_no_case_is_not_found(self, desk):
        assert desk.get("/audit/M2026-2222222B").status_code == 404

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.NOBODY, Role.AUDITOR}))
    def test_is_not_found_by_anybody_else(self, session, cast, client_of, role):
        other = make_member(role) if role in BELONGS_TO else make_account()
        session.commit()
        address = f"/audit/{cast.case.reference}"
        assert client_of(actor_of(other)).get(address).status_code == 404

    def test_nor_by_those_on_the_case(self, cast, client_of):
        for who in (cast.officer, cast.mediator, cast.lender, cast.complainant):
            assert client_of(who).get(f"/audit/{cast.case.reference}").status_code == 404
