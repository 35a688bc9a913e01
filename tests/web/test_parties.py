"""Another company of the loan, named after filing."""

import re

import pytest
from sqlalchemy import select

from mediation.domain.lifecycle import Stage
from mediation.models.parties import Company
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at


@pytest.fixture
def cast(session):
    make_lender(name="橙橡普惠")
    found = cast_at(Stage.WITH_LENDER)
    session.commit()
    return found


def named(session, case):
    session.expire_all()
    rows = session.scalars(select(Company).where(Company.case_id == case.id).order_by(Company.id))
    return [(row.name, row.role, row.organisation_id is not None) for row in rows][1:]


class TestCompany:
    @pytest.mark.parametrize("who", ["complainant", "officer"])
    def test_is_looked_up_among_the_known(self, client_of, session, cast, who):
        client = client_of(getattr(cast, who))
        address = f"/cases/{cast.case.reference}/companies/new"
        assert f'href="{address}"' in client.get(f"/cases/{cast.case.reference}/complaint").text
        known = re.search(r'name="known" value="(\d+)"', client.get(f"{address}?q=橙橡").text)[1]
        answer = client.post(f"{address}?q=橙橡", data={"known": known, "role": "guarantor"})
        assert answer.status_code == 303
        assert named(session, cast.case) == [("橙橡普惠", "guarantor", True)]

    def test_or_written_as_it_is_typed(self, client_of, session, cast):
        address = f"/cases/{cast.case.reference}/companies/new?q=某某催收"
        client = client_of(cast.complainant)
        assert client.post(address, data={"role": "collector"}).status_code == 303
        assert named(session, cast.case) == [("某某催收", "collector", False)]
        assert client.post(address, data={"role": "collector"}).status_code == 409

    def test_not_without_a_name_and_not_by_the_lender(self, client_of, session, cast):
        address = f"/cases/{cast.case.reference}/companies/new"
        client_of(cast.complainant).post(address, data={"role": "collector"})
        assert named(session, cast.case) == []
        assert client_of(cast.lender).get(address).status_code in (403, 404)
