"""The pages on which a complainant says yes for themselves, and an officer sees an authority."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.queries import settlement
from tests.factories.late_stages import cast_at
from tests.services.test_representation import OWN, representative_of, represented


@pytest.fixture
def cast(session):
    found = represented(cast_at(Stage.MEDIATION, phone=OWN))
    session.commit()
    return found


@pytest.fixture
def agreement(cast):
    return settlement.unsigned(cast.case)


def at(cast, part):
    return f"/cases/{cast.case.reference}/{part}"


def form(agreement, **changes):
    fields = {"read": "y", "willing": "y", "name": "周小梅", "shown": agreement.digest.hex()}
    return fields | changes


def test_whoever_acts_asks_for_the_code_and_signs_with_it(cast, agreement, client_of, outbox):
    client = client_of(cast.complainant)
    address = at(cast, f"agreement/{agreement.id}/signature")
    page = client.get(address).text
    assert f"还要{cast.case.complainant_name}本人同意" in page
    assert OWN not in page
    client.post(at(cast, f"agreement/{agreement.id}/code"))
    letter = outbox()[-1]
    assert "不告诉就签不成" in letter.body
    wrong = client.post(address, data=form(agreement, code="12"))
    assert "这个验证码不对" in wrong.text
    answer = client.post(address, data=form(agreement, code=letter.code))
    assert answer.status_code == 303
    assert [one.name for one in settlement.signatures(agreement)] == ["周小梅"]


def test_a_wrong_name_costs_no_second_code(cast, agreement, client_of, outbox):
    client = client_of(cast.complainant)
    address = at(cast, f"agreement/{agreement.id}/signature")
    client.post(at(cast, f"agreement/{agreement.id}/code"))
    client.post(address, data=form(agreement, code=outbox()[-1].code, name="别人"))
    assert client.post(address, data=form(agreement)).status_code == 303


def test_before_the_code_is_asked_for_nothing_is_signed(cast, agreement, client_of):
    client = client_of(cast.complainant)
    page = client.post(at(cast, f"agreement/{agreement.id}/signature"), data=form(agreement))
    assert "error-summary" in page.text
    assert settlement.signatures(agreement) == []


def test_where_nobody_can_be_asked_the_page_says_what_helps(session, client_of):
    cast = represented(cast_at(Stage.MEDIATION, phone=OWN), phone=OWN)
    session.commit()
    agreement = settlement.unsigned(cast.case)
    address = at(cast, f"agreement/{agreement.id}/signature")
    page = client_of(cast.complainant).get(address).text
    assert "书面授权书" in page
    assert 'name="willing"' not in page


def test_an_officer_writes_down_that_the_authority_was_seen(cast, agreement, client_of):
    officer = client_of(cast.officer)
    assert at(cast, "authority") in officer.get(at(cast, "complaint")).text
    assert "周小梅" in officer.get(at(cast, "authority")).text
    party = representative_of(cast).id
    officer.post(at(cast, "authority"), data={"party": str(party), "seen": "y"})
    client = client_of(cast.complainant)
    address = at(cast, f"agreement/{agreement.id}/signature")
    assert "本人同意" not in client.get(address).text
    assert client.post(address, data=form(agreement)).status_code == 303


def test_the_lender_reaches_neither_page(cast, agreement, client_of):
    lender = client_of(cast.lender)
    assert lender.get(at(cast, "authority")).status_code == 404
    assert lender.post(at(cast, f"agreement/{agreement.id}/code")).status_code == 404
