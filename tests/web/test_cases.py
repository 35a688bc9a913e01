"""The list and the page of a case: what a desk opens on, and what a lender may not see there."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import DESK_OF, Role
from tests.factories.accounts import actor_of, make_member
from tests.factories.late_stages import cast_at

SUM = "¥24,000.00"


@pytest.mark.parametrize("withheld", [False, True])
@pytest.mark.parametrize("page", ["/cases", "/cases/{}"])
def test_a_withheld_identity_keeps_the_sum_from_the_lender(session, client_of, page, withheld):
    cast = cast_at(Stage.WITH_LENDER, withheld=withheld)
    cast.case.amount_fen = 24_000_00
    session.commit()
    address = page.format(cast.case.reference)
    assert SUM in client_of(cast.officer).get(address).text
    assert (SUM in client_of(cast.lender).get(address).text) is not withheld


@pytest.mark.parametrize("role", sorted(DESK_OF.keys() - {Role.COMPLAINANT}))
def test_every_desk_opens_on_a_page(session, client_of, role):
    member = make_member(role)
    session.commit()
    assert client_of(actor_of(member)).get("/desk", follow_redirects=True).status_code == 200
