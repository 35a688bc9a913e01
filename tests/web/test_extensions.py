"""The pages of more time: asked for by whom the rule names, and seen by whoever waits."""

from datetime import date

import pytest

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.queries import deadlines, extensions
from mediation.services.extensions import propose_extension
from tests.factories.stages import cast_at


def row_of(cast, rule):
    return next(row for row in deadlines.running(cast.case) if row.rule == rule)


def at(cast, rule):
    return f"/cases/{cast.case.reference}/deadlines/{row_of(cast, rule).id}/extension"


def words(response):
    return response.text.replace("\u00a0", " ")


class TestLender:
    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.WITH_LENDER)
        session.commit()
        return found

    def test_extends_once_freely_and_once_with_a_name(self, session, cast, client_of):
        lender, address = client_of(cast.lender), at(cast, "lender_answer")
        assert address in lender.get(f"/cases/{cast.case.reference}/deadlines").text
        shown = words(lender.get(address))
        assert "2026年4月3日 周五 24:00 前" in shown
        assert 'name="approver"' not in shown
        assert lender.post(address, data={"reason": "调取合同", "taken": 0}).status_code == 303

        shown = lender.get(address).text
        assert 'name="approver"' in shown
        assert "（可不填）" not in shown
        again = {"reason": "仍未调到", "taken": 1}
        assert "批准人的姓名" in lender.post(address, data=again).text
        again["approver"] = "李建国"
        assert lender.post(address, data=again).status_code == 303

        refused = lender.get(address)
        assert refused.status_code == 409
        assert "不能再延长" in refused.text

    def test_the_complainant_reads_reason_and_approver(self, session, cast, client_of):
        lender, address = client_of(cast.lender), at(cast, "lender_answer")
        lender.post(address, data={"reason": "调取合同", "taken": 0})
        lender.post(address, data={"reason": "仍未调到", "taken": 1, "approver": "李建国"})
        for part in ("", "/deadlines"):
            shown = words(client_of(cast.complainant).get(f"/cases/{cast.case.reference}{part}"))
            assert "延长了15 天，由机构延长。理由：调取合同" in shown
            assert "批准人：李建国。" in shown
            assert "延长30天，从原来的最后一天接着数，到2026年5月3日 周日。" in shown
            assert "2026年5月6日 周三 24:00 前" in shown
            assert address not in shown

    def test_pressed_twice_extends_once(self, session, cast, client_of):
        lender, address = client_of(cast.lender), at(cast, "lender_answer")
        for status in (303, 409):
            sent = lender.post(address, data={"reason": "调取合同", "taken": 0, "approver": "李"})
            assert sent.status_code == status
        assert len(deadlines.extensions_of([row_of(cast, "lender_answer").id])) == 1

    def test_nobody_else_comes_to_the_page(self, cast, client_of):
        for who in (cast.complainant, cast.officer):
            assert client_of(who).get(at(cast, "lender_answer")).status_code == 403


class TestConsent:
    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.MEDIATION)
        session.commit()
        return found

    def test_is_proposed_by_the_mediator_and_granted_by_both(self, session, cast, client_of):
        address = at(cast, "mediation")
        mediator = client_of(cast.mediator)
        assert mediator.post(address, data={"reason": "等鉴定", "taken": 0}).status_code == 303
        assert "还没有答复" in mediator.get(address).text
        answer = address.replace("/extension", "/consent")
        for who in (cast.complainant, cast.lender):
            client = client_of(who)
            assert "等鉴定" in client.get(address).text
            assert client.post(answer, data={"agrees": "yes"}).status_code == 303
        session.expire_all()
        # Thirty days after the third of April, and past the holiday of May.
        assert row_of(cast, "mediation").due_on == date(2026, 5, 6)

    def test_an_answer_that_says_nothing_is_asked_again(self, session, cast, client_of):
        row = row_of(cast, "mediation")
        propose_extension(
            cast.case, row.id, reason="等鉴定", taken=0, actor=cast.mediator, now=clock.now()
        )
        session.commit()
        answer = at(cast, "mediation").replace("/extension", "/consent")
        asked = client_of(cast.complainant).post(answer, data={})
        assert asked.status_code == 200
        assert not extensions.agreeing(extensions.open_proposal(row.id))
