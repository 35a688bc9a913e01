"""Files of a case through its door: pages, ranges of a file, and what a lender may not read."""

from datetime import timedelta
from io import BytesIO

import pytest

from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Space
from mediation.gateways.files import receive
from mediation.services.evidence import submit_evidence
from tests.factories.stages import cast_at

TEXT = b"2026-01-05 21:14 they called again\n"
NAME = "周念安-通话记录.txt"
WORDS = "对方打给周念安的电话"
TOO_MUCH = ("9223372036854775808", "9" * 30, "9" * 5000, "-1", "x")


def hand_in(cast, by, now):
    stored = receive(BytesIO(TEXT))
    return submit_evidence(
        cast.case,
        stored=stored,
        name=NAME,
        kind=EvidenceKind.CALL_RECORD,
        space=Space.JOINT,
        description=WORDS,
        actor=by,
        now=now + timedelta(seconds=1),
    )


@pytest.fixture
def cast(session):
    found = cast_at(Stage.WITH_LENDER)
    session.commit()
    return found


@pytest.fixture
def address(session, cast, now):
    item = hand_in(cast, cast.complainant, now)
    session.commit()
    return f"/cases/{cast.case.reference}/evidence/{item.id}/file"


@pytest.mark.parametrize("page", ["evidence", "messages"])
@pytest.mark.parametrize("before", TOO_MUCH)
def test_no_number_breaks_a_list(cast, client_of, page, before):
    shown = client_of(cast.lender).get(f"/cases/{cast.case.reference}/{page}?before={before}")
    assert shown.status_code == 200


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=99999-", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(cast, client_of, address, asked):
    answer = client_of(cast.lender).get(address, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(TEXT)}"


@pytest.mark.parametrize("asked", ["bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000])
def test_a_range_that_is_none_means_the_whole_file(cast, client_of, address, asked):
    answer = client_of(cast.lender).get(address, headers={"Range": asked}, buffered=True)
    assert (answer.status_code, answer.data) == (200, TEXT)


@pytest.mark.parametrize("withheld", [False, True])
@pytest.mark.parametrize("page", ["evidence", "evidence/{}"])
def test_a_withheld_identity_hides_what_its_files_are_called(
    session, client_of, now, withheld, page
):
    cast = cast_at(Stage.WITH_LENDER, withheld=withheld)
    item = hand_in(cast, cast.complainant, now)
    session.commit()
    address = f"/cases/{cast.case.reference}/{page.format(item.id)}"
    assert NAME in client_of(cast.officer).get(address).text
    assert (NAME in client_of(cast.lender).get(address).text) is not withheld


def test_nor_does_a_withheld_name_stand_in_what_a_file_is_said_to_show(session, client_of, now):
    cast = cast_at(Stage.WITH_LENDER, withheld=True)
    item = hand_in(cast, cast.complainant, now)
    session.commit()
    address = f"/cases/{cast.case.reference}/evidence/{item.id}"
    page = client_of(cast.lender).get(address).text
    assert "周念安" not in page
    assert "对方打给" in page
    assert WORDS in client_of(cast.officer).get(address).text


def test_nor_where_an_agreement_to_arbitrate_points_at_a_file(session, client_of, now):
    cast = cast_at(Stage.MEDIATION, withheld=True)
    hand_in(cast, cast.complainant, now)
    session.commit()
    address = f"/cases/{cast.case.reference}/arbitration/agreement"
    assert NAME not in client_of(cast.lender).get(address).text
    assert NAME in client_of(cast.officer).get(address).text
