"""A threat in a message of the lender is reported in one tap, and the lender never learns of it."""

import pytest

from mediation.domain.danger import DangerKind
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Space
from mediation.models.danger import DangerReport
from mediation.services.correspondence import send_message
from tests.factories.stages import cast_at

THREAT = "今天不还，明天就去你单位。"
TAP = "这是威胁"


@pytest.fixture
def cast(session):
    found = cast_at(Stage.NEGOTIATION)
    session.commit()
    return found


def write(cast, by, now, space=Space.JOINT, body=THREAT):
    actor = getattr(cast, by)
    return send_message(cast.case, body=body, space=space, once="o" * 22, actor=actor, now=now)


@pytest.fixture
def message(session, cast, now):
    found = write(cast, "lender", now)
    session.commit()
    return found


def at(cast, part="messages"):
    return f"/cases/{cast.case.reference}/{part}"


def tap(client, cast, message):
    return client.post(at(cast, f"messages/{message.id}/danger"))


@pytest.mark.parametrize("by", ["complainant", "officer"])
def test_one_tap_makes_a_report_about_this_message(session, cast, message, client_of, by):
    client = client_of(getattr(cast, by))
    assert TAP in client.get(at(cast)).text
    answer = tap(client, cast, message)
    assert answer.location.endswith("/danger/sent")
    page = client.get("/danger/sent").text
    assert "110" in page
    (report,) = session.query(DangerReport).filter_by(case_id=cast.case.id)
    assert (report.kind, report.message_id) == (DangerKind.THREAT, message.id)
    desk = client_of(cast.officer).get(f"/danger/reports/{report.id}").text
    assert f"#m{message.id}" in desk


def test_a_second_tap_is_the_first(session, cast, message, client_of):
    client = client_of(cast.complainant)
    tap(client, cast, message)
    tap(client, cast, message)
    assert session.query(DangerReport).filter_by(case_id=cast.case.id).count() == 1


def test_the_lender_has_no_button_and_sees_nothing_of_it(session, cast, message, client_of):
    lender = client_of(cast.lender)
    lender.get(f"/cases/{cast.case.reference}")  # The first reading is an event of its own.
    before = lender.get(f"/cases/{cast.case.reference}").text
    tap(client_of(cast.complainant), cast, message)
    assert TAP not in lender.get(at(cast)).text
    assert tap(lender, cast, message).status_code == 404
    after = lender.get(f"/cases/{cast.case.reference}").text
    assert after.count("tl-item") == before.count("tl-item")


@pytest.mark.parametrize("by", ["complainant", "officer"])
def test_what_others_wrote_is_not_reported_so(session, cast, now, client_of, by):
    own = write(cast, by, now, body="请看合同。")
    session.commit()
    client = client_of(cast.complainant)
    assert TAP not in client.get(at(cast)).text
    assert tap(client, cast, own).status_code == 403


def test_what_one_cannot_read_one_cannot_report(session, cast, now, client_of):
    private = write(cast, "lender", now, space=Space.LENDER)
    session.commit()
    assert tap(client_of(cast.complainant), cast, private).status_code == 404
