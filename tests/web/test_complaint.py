"""A complaint's own pages: what each reader gets, and what its owner changes."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import event

from mediation import clock
from mediation.db import db
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import ConsentKind
from mediation.queries.complaints import complaint_of, running_consent
from tests.factories.accounts import actor_of, make_borrower
from tests.factories.stages import cast_at

NAME, EMAIL = "欧阳惜惜", "ouyang@example.com"
SUPPORT = {"support": {"words": "请慢一点讲", "needs": ["slow"]}}
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ_ONLY = ("complaint", "consents")
PAGES = ["complaint", "lender-view", "consents", "identity", "representative", "completion"]


def cast(stage=Stage.WITH_LENDER, **answers):
    found = cast_at(stage, name=NAME, email=EMAIL, changes=SUPPORT, **answers)
    db.session.commit()
    return found


def shown(client, case, page="complaint"):
    answer = client.get(f"/cases/{case.reference}/{page}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class TestWhoSeesWhat:
    def test_the_complainant_and_the_body_see_all_of_it(self, client_of, session):
        case, complainant, officer, _lender, _mediator = cast()
        for actor in (complainant, officer):
            text = shown(client_of(actor), case)
            for words in (NAME, EMAIL, "请慢一点讲", "担保费"):
                assert words in text

    def test_the_lender_sees_what_the_complainant_was_shown(self, client_of, session):
        case, complainant, _officer, lender, _mediator = cast()
        text = shown(client_of(lender), case)
        assert NAME in text
        for words in (EMAIL, "请慢一点讲"):
            assert words not in text
        assert NAME in shown(client_of(complainant), case, "lender-view")

    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_of_a_withheld_identity_the_lender_gets_no_trace(self, client_of, session, lane):
        case, _complainant, _officer, lender, _mediator = cast(lane=lane, withheld=True)
        text = shown(client_of(lender), case)
        for words in (NAME, EMAIL, "请慢一点讲", "HD-2025-0908", "24,000", "22,800"):
            assert words not in text

    @pytest.mark.parametrize("page", PAGES[1:])
    def test_the_lender_has_none_of_the_owners_pages(self, client_of, session, page):
        case, _complainant, _officer, lender, _mediator = cast()
        assert client_of(lender).get(f"/cases/{case.reference}/{page}").status_code == 404

    @pytest.mark.parametrize("page", PAGES)
    def test_a_stranger_cannot_tell_that_there_is_a_case(self, client_of, session, page):
        case = cast().case
        stranger = client_of(actor_of(make_borrower()))
        for reference in (case.reference, "M2026-2222222X"):
            for method in ("GET", "POST"):
                address = f"/cases/{reference}/{page}"
                status = stranger.open(address, method=method).status_code
                assert status == 404 or (status, method, page in READ_ONLY) == (405, "POST", True)


class TestIdentity:
    def test_it_is_asked_once_more_and_then_shown(self, client_of, session):
        case, complainant, _officer, lender, _mediator = cast(withheld=True)
        client = client_of(complainant)
        assert "不能收回" in shown(client, case, "identity")
        assert NAME not in shown(client_of(lender), case)
        assert client.post(f"/cases/{case.reference}/identity").status_code == 303
        assert NAME in shown(client_of(lender), case)

    def test_a_second_time_is_refused_in_words(self, client_of, session):
        case, complainant, *_ = cast()
        answer = client_of(complainant).post(f"/cases/{case.reference}/identity")
        assert answer.status_code == 409
        assert "已经知道" in answer.get_data(as_text=True)


class TestConsents:
    def test_each_says_what_ends_with_it_and_can_be_taken_back(self, client_of, session):
        case, complainant, officer, _lender, _mediator = cast()
        client = client_of(complainant)
        assert "机构不会知道这件投诉" in shown(client, case, "consents")
        assert "双方看的留言发不出去" in shown(client, case, "consents")
        address = f"/cases/{case.reference}/consents/pass_to_lender"
        assert client.post(f"{address}/withdrawal").status_code == 303
        assert running_consent(case, ConsentKind.PASS_TO_LENDER) is None
        clock.advance(timedelta(minutes=1))
        assert client.post(address).status_code == 303
        assert running_consent(case, ConsentKind.PASS_TO_LENDER) is not None
        assert "撤回这项同意" not in shown(client_of(officer), case, "consents")

    def test_a_consent_that_there_is_not_is_not_found(self, client_of, session):
        case, complainant, *_ = cast()
        client = client_of(complainant)
        assert client.post(f"/cases/{case.reference}/consents/anything").status_code == 404

    def test_a_bystander_is_not_asked_about_arbitration(self, client_of, session):
        case, complainant, *_ = cast(lane=Lane.BYSTANDER)
        assert "仲裁机构" not in shown(client_of(complainant), case, "consents").split("panel")[-1]


class TestCompletion:
    def test_it_says_what_is_missing_and_takes_words_and_papers(self, client_of, session):
        case, complainant, *_ = cast(Stage.RETURNED)
        client = client_of(complainant)
        text = shown(client, case, "completion")
        fields = [part.split('"')[0] for part in text.split('name="words_')[1:]]
        assert fields
        data = {f"words_{fields[0]}": "补充说明"}
        answer = client.post(f"/cases/{case.reference}/completion", data=data)
        assert answer.status_code == 303
        session.refresh(case)
        assert case.stage is Stage.RECEIVED
        assert "补充说明" in [row.words for row in complaint_of(case).happenings]

    def test_a_wrong_paper_loses_no_words(self, client_of, session):
        case, complainant, *_ = cast(Stage.RETURNED)
        client = client_of(complainant)
        text = shown(client, case, "completion")
        files = [part.split('"')[0] for part in text.split('name="files_')[1:]]
        words = [part.split('"')[0] for part in text.split('name="words_')[1:]]
        for name in files:
            data = {f"words_{words[0]}": "写好的话", f"files_{name}": (BytesIO(b"MZ\0"), "a.exe")}
            answer = client.post(f"/cases/{case.reference}/completion", data=data)
            assert answer.status_code == 200
            assert "写好的话" in answer.get_data(as_text=True)

    def test_nothing_added_is_refused(self, client_of, session):
        case, complainant, *_ = cast(Stage.RETURNED)
        answer = client_of(complainant).post(f"/cases/{case.reference}/completion", data={})
        assert answer.status_code == 409

    def test_where_nothing_is_missing_it_leads_back_to_the_case(self, client_of, session):
        case, complainant, *_ = cast()
        answer = client_of(complainant).get(f"/cases/{case.reference}/completion")
        assert answer.location == f"/cases/{case.reference}"

    def test_whoever_keeps_their_name_back_looks_at_it_again(self, client_of, session):
        case, complainant, officer, _lender, _mediator = cast(Stage.RETURNED, withheld=True)
        client, desk = client_of(complainant), client_of(officer)
        text = shown(client, case, "completion")
        field = text.split('name="words_')[1].split('"')[0]
        data = {f"words_{field}": "补充说明"}
        address = f"/cases/{case.reference}"
        answer = client.post(f"{address}/completion", data=data)
        assert answer.location == f"{address}/lender-view"

        assert 'name="answering"' not in shown(desk, case, "admission")
        assert "请投诉人看一遍" in shown(desk, case, "admission")
        assert desk.post(f"{address}/lender-view/request").status_code == 303
        assert f'href="{address}/lender-view"' in client.get(address).text

        assert client.post(f"{address}/lender-view", data={"view": "old"}).location.endswith("view")
        view = re.search(r'name="view" value="(\w+)"', shown(client, case, "lender-view"))[1]
        assert client.post(f"{address}/lender-view", data={"view": view}).status_code == 303
        assert 'name="answering"' in shown(desk, case, "admission")


class TestRepresentative:
    def test_is_written_down_with_their_authority(self, client_of, session):
        case, complainant, officer, _lender, _mediator = cast()
        data = {
            "kind": "relative",
            "name": "周大伟",
            "phone": "13911112222",
            "relation": "parent",
            "authority": "written",
            "fee": "no",
        }
        address = f"/cases/{case.reference}/representative"
        assert client_of(complainant).post(address, data=data).status_code == 303
        text = shown(client_of(officer), case)
        assert "周大伟" in text
        assert "有书面委托书" in text


class TestBudget:
    @pytest.mark.parametrize("page", ["complaint", "lender-view", "consents"])
    def test_a_page_takes_at_most_twelve_statements(self, client_of, session, page):
        happened = [{"key": n, "on": None, "words": f"第{n}件"} for n in range(50)]
        found = cast_at(Stage.WITH_LENDER, changes={"events": happened})
        client = client_of(found.complainant)
        shown(client, found.case, page)
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            shown(client, found.case, page)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        asked = [
            line for line in seen if line.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")
        ]
        assert len(asked) <= 12
