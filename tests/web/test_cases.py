"""The list and the page of a case: what a desk opens on, and what a lender may not see there."""

import pytest

from mediation import clock
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import DESK_OF, Role
from tests.factories.accounts import actor_of, make_borrower, make_member
from tests.factories.companies import cast_with_onlooker
from tests.factories.drafts import make_draft
from tests.factories.late_stages import cast_at
from tests.services.traces import events_of
from tests.web.test_budgets import MOST_OF_A_LIST, counted

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


class TestDrafts:
    def test_a_complainant_can_go_on_from_home(self, session, client_of):
        borrower = make_borrower()
        draft, _ = make_draft(Lane.HARDSHIP, actor=actor_of(borrower))
        other, _ = make_draft(actor=actor_of(make_borrower()))
        session.commit()
        page = client_of(borrower).get("/cases").text
        assert "接着写没写完的投诉" in page
        assert f"/{draft.id}/" in page
        assert f"/{other.id}/" not in page

    def test_whoever_has_begun_nothing_sees_no_such_part(self, session, client_of):
        borrower = make_borrower()
        session.commit()
        assert "接着写没写完的投诉" not in client_of(borrower).get("/cases").text

    def test_the_home_costs_at_most_six(self, session, client_of):
        borrower = make_borrower()
        for _ in range(3):
            make_draft(actor=actor_of(borrower))
        session.commit()
        home = client_of(borrower)
        with counted() as seen:
            home.get("/cases")
        assert len(seen) <= MOST_OF_A_LIST


class TestFirstReading:
    @pytest.mark.parametrize(
        "page", ["", "/complaint", "/evidence", "/messages", "/answer", "/standstill"]
    )
    def test_is_kept_whichever_page_a_company_opens_first(self, session, client_of, page):
        cast, onlooker = cast_with_onlooker(Stage.WITH_LENDER)
        session.commit()
        for who in (cast.lender, onlooker):
            answer = client_of(who).get(f"/cases/{cast.case.reference}{page}")
            assert answer.status_code == 200
            session.expire_all()
            [seat] = [s for s in cast.case.seats if s.holder_id == who.organisation_id]
            assert seat.first_read_at == clock.now()
        assert events_of(cast.case).count(Event.FIRST_READ) == 2
        client_of(cast.lender).get(f"/cases/{cast.case.reference}{page}")
        assert events_of(cast.case).count(Event.FIRST_READ) == 2
