"""Who may read what: the button names the audience, and an offer opens no caucus."""

import pytest

from mediation.domain.danger import DangerKind
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Space
from mediation.models.correspondence import Message
from mediation.services.answers import decline_relief
from mediation.services.correspondence import send_message
from mediation.services.danger import report_danger
from mediation.services.willingness import request_mediation
from tests.factories import stages
from tests.factories.stages import cast_at


@pytest.fixture
def cast(session):
    return cast_at(Stage.MEDIATION)


def write(cast, who, space, body, now):
    send_message(cast.case, body=body, space=space, once=body.ljust(22, "x"), actor=who, now=now)


class TestNoButton:
    def test_a_message_without_an_audience_is_not_sent_and_not_lost(self, cast, client_of, session):
        path = f"/cases/{cast.case.reference}/messages"
        answer = client_of(cast.lender).post(path, data={"body": "留着的话", "once": "x" * 22})
        assert answer.status_code == 200
        assert "留着的话" in answer.text
        assert 'id="body-error"' in answer.text
        assert session.query(Message).count() == 0

    def test_the_first_button_of_the_files_names_no_audience(self, cast, client_of):
        page = client_of(cast.lender).get(f"/cases/{cast.case.reference}/evidence").text
        form = page[page.index('enctype="multipart/form-data"') :]
        first = form[form.index("<button") : form.index("</button>")]
        assert 'name="space"' not in first


class TestAMediatorWhoIsOnlyAsked:
    def test_reads_what_both_sides_read_and_no_more(self, session, client_of, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        stages.agree_to_mediate(cast)
        write(cast, cast.complainant, Space.COMPLAINANT, "只告诉调解员", now)
        write(cast, cast.lender, Space.JOINT, "双方都看", now)
        stages.offer_to_mediator(cast)
        session.flush()
        path = f"/cases/{cast.case.reference}"
        for part in ("", "/messages"):
            page = client_of(cast.mediator).get(path + part).text
            assert "双方都看" in page
            assert "只告诉调解员" not in page

        stages.take_on(cast)
        session.flush()
        assert "只告诉调解员" in client_of(cast.mediator).get(f"{path}/messages").text

    def test_reads_names_but_no_way_to_reach_anybody(self, session, client_of, now):
        phone = "+8613900001234"
        cast = cast_at(Stage.WITH_LENDER, phone=phone, name="欧阳知微")
        stages.give_relief(cast)
        decline_relief(cast.case, actor=cast.complainant, now=now)
        request_mediation(cast.case, words="先告诉调解员", actor=cast.complainant, now=now)
        stages.agree_to_mediate(cast)
        stages.offer_to_mediator(cast)
        report_danger(
            DangerKind.THREAT, case=cast.case, once="d" * 22, actor=cast.complainant, now=now
        )
        session.flush()
        client, path = client_of(cast.mediator), f"/cases/{cast.case.reference}"
        pages = {
            part: client.get(path + part)
            for part in ("", "/complaint", "/answer", "/assignment/answer", "/willingness")
        }
        for part, page in pages.items():
            assert page.status_code == 200, part
            for words in ("139 0000 1234", "13900001234", "合作方已下线", "先告诉调解员"):
                assert words not in page.text, part
            assert 'class="notice notice-bad"' not in page.text
            assert "tag-bad" not in page.text
        assert "欧阳知微" in pages["/complaint"].text
        assert cast.case.respondent_name in pages["/complaint"].text
        for part in ("/consents", "/lender-view"):
            assert client.get(path + part).status_code == 404
        assert "tag-bad" not in client.get("/cases").text

        stages.take_on(cast)
        session.flush()
        assert "139 0000 1234" in client.get(f"{path}/complaint").text
        assert "合作方已下线" in client.get(f"{path}/answer").text
        assert "先告诉调解员" in client.get(f"{path}/willingness").text
        assert client.get(f"{path}/consents").status_code == 200
        assert 'class="notice notice-bad"' in client.get(path).text


class TestReading:
    def test_one_cannot_have_read_what_is_not_there(self, cast, client_of):
        path = f"/cases/{cast.case.reference}/messages/reading"
        assert client_of(cast.lender).post(path, data={"up_to": 2**62}).status_code == 404
