"""Saying that nothing more is to be sent to an address, and taking it back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.notices import Stop
from mediation.domain.spaces import Side
from mediation.jobs.notices import deliver_notices
from mediation.models.notices import Notice, Silenced, blind_of_address
from mediation.models.parties import Party
from mediation.models.work import WorkItem
from mediation.queries.notices import contact_of
from mediation.services.addresses import silence
from mediation.services.notices import tell_side
from tests.factories.accounts import make_borrower
from tests.factories.stages import cast_at


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION)
    session.commit()
    return found


def page_of(client, case):
    return client.get(f"/cases/{case.reference}/contact")


def press(client, case, way):
    place = re.search(r'name="place" value="([^"]+)"', page_of(client, case).text)[1]
    return client.post(f"/cases/{case.reference}/contact/{way}", data={"place": place})


def stops(session):
    session.expire_all()
    running = select(Silenced).where(Silenced.ended_at.is_(None))
    return [row.reason for row in session.scalars(running)]


class TestStopping:
    def test_is_for_whoever_has_the_follow_up_code(self, cast, client_of, session, now):
        client = client_of(cast.case)
        assert "13800001234" not in page_of(client, cast.case).text
        assert press(client, cast.case, "stops").status_code == 303
        assert stops(session) == [Stop.OPTED_OUT]
        assert press(client, cast.case, "resumptions").status_code == 303
        assert stops(session) == []

    def test_is_not_for_an_address_that_nobody_proved(self, cast, client_of, session):
        party = session.scalars(select(Party).where(Party.case_id == cast.case.id)).first()
        party.proven_at = None
        session.commit()
        client, place = client_of(cast.case), {"place": f"{party.id}-contact"}
        assert 'name="place"' not in page_of(client, cast.case).text
        path = f"/cases/{cast.case.reference}/contact/stops"
        assert client.post(path, data=place).status_code == 409
        assert stops(session) == []

    @pytest.mark.parametrize("who", ["officer", "mediator"])
    def test_is_noted_by_staff_for_whoever_asked(self, cast, client_of, session, who):
        assert press(client_of(getattr(cast, who)), cast.case, "stops").status_code == 303
        assert stops(session) == [Stop.BY_HAND]
        shown = page_of(client_of(cast.case), cast.case).text
        assert "按您的意思登记了停发" in shown
        assert "没有送达" not in shown

    def test_leaves_what_is_required_to_a_person(self, cast, client_of, session):
        press(client_of(cast.case), cast.case, "stops")
        session.commit()
        for kind in ("offer_rejected", "offer_made"):
            tell_side(cast.case, Side.COMPLAINANT, kind, key=kind, now=clock.now(), amount_fen=1)
        session.commit()
        deliver_notices(clock.now() + timedelta(days=1))
        session.expire_all()
        told = {
            row.kind: row.id
            for row in session.scalars(select(Notice).where(Notice.error == "silenced"))
        }
        assert {"offer_rejected", "offer_made"} <= set(told)
        asked = set(session.scalars(select(WorkItem.notice_id)))
        assert told["offer_made"] in asked
        assert told["offer_rejected"] not in asked


class TestResuming:
    def test_of_what_bounced_is_for_staff(self, cast, client_of, session, now):
        client = client_of(cast.case)
        place = re.search(r'value="([^"]+-contact)"', page_of(client, cast.case).text)[1]
        party = session.scalars(select(Party).where(Party.case_id == cast.case.id)).first()
        silence(blind_of_address(contact_of(party)[1]), Stop.DEAD, now=now)
        path = f"/cases/{cast.case.reference}/contact/resumptions"
        assert "/contact/resumptions" not in page_of(client, cast.case).text
        assert client.post(path, data={"place": place}).status_code == 403
        assert client_of(cast.officer).post(path, data={"place": place}).status_code == 303


def test_nobody_else_sees_or_stops_it(cast, client_of, session):
    place = {"place": "1-contact"}
    for who in (cast.lender, make_borrower()):
        client = client_of(who)
        assert page_of(client, cast.case).status_code in (403, 404)
        path = f"/cases/{cast.case.reference}/contact/stops"
        assert client.post(path, data=place).status_code in (403, 404)
    officer = client_of(cast.officer)
    assert officer.post(path, data=place).status_code == 409
    assert stops(session) == []
