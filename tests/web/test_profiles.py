"""A mediator's own page, what officers see of it, and a number for urgent texts."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.models.accounts import Account
from mediation.models.organisations import Conflict, Organisation
from mediation.queries import assignment
from mediation.queries.danger import reach_of
from mediation.services.days import day_of
from tests.factories.accounts import make_borrower
from tests.factories.organisations import make_lender
from tests.factories.stages import agree_to_mediate, ask_for_mediator, cast_at
from tests.web.test_budgets import MOST_OF_A_LIST, counted


@pytest.fixture
def cast(session):
    """A case for which an officer looks for a mediator."""
    found = cast_at(Stage.NEGOTIATION)
    ask_for_mediator(found)
    agree_to_mediate(found)
    session.commit()
    return found


@pytest.fixture
def mediator(session, cast):
    return session.get_one(Account, cast.mediator.account_id)


@pytest.fixture
def desk(cast, client_of):
    return client_of(cast.mediator)


def day(name, number):
    when = day_of(clock.now()) + timedelta(days=number)
    parts = {"year": when.year, "month": when.month, "day": when.day}
    return {f"{name}-{part}": value for part, value in parts.items()}


def save(desk, *, absent=None, **changes):
    data = {"languages": ["zh_CN", "en"], "specialisms": ["fees", "conduct"], **changes}
    for name, number in zip(("absent_from", "absent_until"), absent or (), strict=False):
        data |= day(name, number)
    return desk.post("/profile", data=data)


def obstacle_of(cast, session):
    session.expire_all()
    found = assignment.candidate(cast.case, cast.mediator.account_id, now=clock.now())
    return found.obstacle


class TestProfile:
    def test_is_kept_and_shown_to_officers(self, session, cast, desk, mediator, client_of):
        assert save(desk).status_code == 303
        session.expire_all()
        assert (mediator.languages, mediator.specialisms) == ("zh_CN,en", "fees,conduct")
        assert 'value="fees" checked' in desk.get("/profile").text
        officer = client_of(cast.officer)
        for page in (f"/cases/{cast.case.reference}/assignment", "/organisation/mediators"):
            row = officer.get(page).text.split(mediator.name)[1].split("</tr>")[0]
            assert "English" in row or "英" in row, page
            assert row.count('class="tag') >= 2, page

    def test_keeps_a_mediator_free_of_offers_while_away_alone(self, session, cast, desk):
        assert save(desk, absent=(2, 4)).status_code == 303
        for days, found in ((0, None), (2, "absent"), (3, None)):
            clock.advance(timedelta(days=days))
            assert obstacle_of(cast, session) == found, days

    def test_a_coming_absence_is_shown_where_a_case_is_offered(self, cast, desk, client_of):
        save(desk, absent=(2, 4))
        assert (
            "不在" in client_of(cast.officer).get(f"/cases/{cast.case.reference}/assignment").text
        )

    @pytest.mark.parametrize("absent", [(4, 2), (-9, -3), (2,), (2, 400)])
    def test_an_impossible_absence_is_refused_beside_its_field(
        self, session, desk, mediator, absent
    ):
        page = save(desk, absent=absent)
        assert page.status_code == 200
        assert "absent_until-error" in page.text
        session.expire_all()
        assert mediator.absent_until_at is None

    def test_needs_a_language(self, desk):
        assert "languages-error" in save(desk, languages=[]).text

    def test_is_for_mediators_alone(self, cast, client_of):
        for who in (cast.officer, cast.lender):
            assert client_of(who).get("/profile").status_code == 403


class TestTies:
    def declare(self, desk, company):
        return desk.post(
            f"/profile/ties?q={company.name}",
            data={"company": company.id, "reason": "2024 年以前在那里工作"},
        )

    def test_bar_from_the_cases_of_a_company_until_they_end(self, session, cast, desk, client_of):
        company = session.get_one(Organisation, cast.case.lender_id)
        assert obstacle_of(cast, session) is None
        assert company.name in desk.get(f"/profile/ties?q={company.name}").text
        assert self.declare(desk, company).status_code == 303
        assert obstacle_of(cast, session) == "conflict"
        assert company.name in client_of(cast.officer).get("/organisation/mediators").text

        tie = session.query(Conflict).one()
        assert desk.post(f"/profile/ties/{tie.id}/ending").status_code == 303
        assert obstacle_of(cast, session) is None
        assert session.query(Conflict).one().ended_at is not None

    def test_are_declared_once(self, session, cast, desk):
        company = make_lender(name="重报小贷")
        session.commit()
        self.declare(desk, company)
        assert "company-error" in self.declare(desk, company).text

    def test_of_others_cannot_be_ended(self, session, cast, desk, client_of):
        other = cast_at(Stage.MEDIATION)
        tie = Conflict(
            account_id=other.mediator.account_id,
            organisation_id=other.case.lender_id,
            declared_at=clock.now(),
        )
        session.add(tie)
        session.commit()
        assert desk.post(f"/profile/ties/{tie.id}/ending").status_code == 409
        session.expire_all()
        assert tie.ended_at is None


def test_the_list_of_mediators_costs_at_most_six(cast, client_of):
    officer = client_of(cast.officer)
    with counted() as seen:
        officer.get("/organisation/mediators")
    assert len(seen) <= MOST_OF_A_LIST


class TestPhone:
    def send(self, client, phone):
        return client.post("/account", data={"name": "沈一舟", "locale": "zh_CN", "phone": phone})

    def test_is_set_in_ones_account_and_reaches_duty(self, session, cast, client_of):
        desk = client_of(cast.officer)
        assert self.send(desk, "138 0001 2345").status_code == 303
        session.expire_all()
        account = session.get_one(Account, cast.officer.account_id)
        assert [one.address for one in reach_of(account)] == [account.email, "+8613800012345"]
        assert self.send(desk, "").status_code == 303
        session.expire_all()
        assert len(reach_of(session.get_one(Account, cast.officer.account_id))) == 1

    def test_is_not_asked_of_complainants(self, session, client_of):
        borrower = make_borrower()
        session.commit()
        assert 'name="phone"' not in client_of(borrower).get("/account").text


def test_every_specialism_is_a_lane(desk):
    page = desk.get("/profile").text
    assert all(f'value="{lane}"' in page for lane in Lane)
