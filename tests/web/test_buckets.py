"""An officer's buckets: what no turn tells of, counted in one statement and listed."""

import re
from datetime import timedelta

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.danger import DangerKind
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Pause
from mediation.domain.roles import Desk
from mediation.services.admission import decline_case, request_review
from mediation.services.danger import report_danger
from mediation.services.days import day_of
from mediation.services.lifecycle import seat_case
from mediation.services.mediator_complaints import complain_of_mediator
from mediation.services.pauses import pause_case
from mediation.services.willingness import ask_willingness
from tests.factories import late_stages
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.organisations import make_lender
from tests.factories.stages import ask_for_mediator, cast_at
from tests.web.plans import walks
from tests.web.test_budgets import MOST_OF_A_LIST, counted

LISTED = ("review", "pause_due", "unanswered")


@pytest.fixture(autouse=True)
def noise(session):
    """A case of another body in which everything is open."""
    other = cast_at(Stage.MEDIATION)
    pause(other)
    session.commit()
    return other


@pytest.fixture
def cast(session):
    found = cast_at(Stage.RECEIVED)
    session.commit()
    return found


def pause(cast, days=1):
    pause_case(
        cast.case,
        reason=Pause.ILLNESS,
        words="",
        review_on=day_of(clock.now()) + timedelta(days=days),
        actor=cast.officer,
        now=clock.now(),
    )


def count_of(client, address):
    """The figure beside the bucket with this address."""
    found = re.search(
        rf'href="{re.escape(address)}".*?class="count[^"]*">(\d+)', client.get("/cases").text
    )
    return int(found[1])


class TestOfficer:
    def test_a_pause_waits_from_its_review_day_on(self, session, cast, client_of):
        pause(cast)
        session.commit()
        assert count_of(client_of(cast.officer), "/cases?bucket=pause_due") == 0
        clock.advance(timedelta(days=1))
        desk = client_of(cast.officer)
        assert count_of(desk, "/cases?bucket=pause_due") == 1
        assert cast.case.reference in desk.get("/cases?bucket=pause_due").text

    def test_a_decline_waits_from_when_its_review_is_asked_for(self, session, cast, client_of, now):
        decline_case(
            cast.case, reason=Decline.IN_COURT, words="已起诉", actor=cast.officer, now=now
        )
        session.commit()
        desk = client_of(cast.officer)
        assert count_of(desk, "/cases?bucket=review") == 0
        request_review(cast.case, words="", actor=cast.complainant, now=now)
        session.commit()
        assert count_of(desk, "/cases?bucket=review") == 1
        assert cast.case.reference in desk.get("/cases?bucket=review").text

    def test_a_question_about_willingness_waits_until_it_is_answered(self, session, client_of, now):
        cast = cast_at(Stage.NEGOTIATION)
        ask_for_mediator(cast)
        session.commit()
        desk = client_of(cast.officer)
        assert count_of(desk, "/cases?bucket=unanswered") == 0
        ask_willingness(cast.case, actor=cast.officer, now=now)
        session.commit()
        assert count_of(desk, "/cases?bucket=unanswered") == 1
        assert cast.case.reference in desk.get("/cases?bucket=unanswered").text

    def test_open_danger_reports_are_counted(self, session, cast, client_of, now):
        report_danger(
            DangerKind.THREAT, case=cast.case, once="x" * 22, actor=cast.complainant, now=now
        )
        session.commit()
        assert count_of(client_of(cast.officer), "/danger/reports") == 1

    def test_unanswered_complaints_about_mediators_are_counted(self, session, client_of, now):
        cast = cast_at(Stage.MEDIATION)
        complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=now)
        session.commit()
        assert count_of(client_of(cast.officer), "/mediator-complaints") == 1

    def test_no_other_body_counts_them(self, session, cast, noise, client_of, now):
        complain_of_mediator(noise.case, words="语气很重", actor=noise.complainant, now=now)
        report_danger(
            DangerKind.THREAT, case=noise.case, once="y" * 22, actor=noise.complainant, now=now
        )
        session.commit()
        clock.advance(timedelta(days=3))
        desk = client_of(cast.officer)
        for address in ("/danger/reports", "/mediator-complaints", "/cases?bucket=pause_due"):
            assert count_of(desk, address) == 0, address

    @pytest.mark.parametrize("bucket", LISTED)
    def test_a_list_costs_at_most_six(self, cast, client_of, bucket):
        desk = client_of(cast.officer)
        with counted() as seen:
            assert desk.get(f"/cases?bucket={bucket}").status_code == 200
        assert len(seen) <= MOST_OF_A_LIST

    @pytest.mark.sqlite
    @pytest.mark.parametrize("bucket", LISTED)
    def test_no_list_walks_through_a_growing_table(self, cast, client_of, bucket):
        desk = client_of(cast.officer)
        with counted() as seen:
            desk.get(f"/cases?bucket={bucket}")
        assert walks(seen) == []

    @pytest.mark.parametrize("name", ["danger", "mediator_complaints", "nothing"])
    def test_what_waits_elsewhere_is_no_list_of_cases(self, cast, client_of, name):
        assert client_of(cast.officer).get(f"/cases?bucket={name}").status_code == 404


class TestDates:
    """What a desk must keep: how many days are left, what is late and what is nearly so."""

    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.WITH_LENDER)
        session.commit()
        return found

    def test_a_row_says_how_many_days_its_own_desk_has_left(self, cast, client_of):
        client_of(cast.lender).get(f"/cases/{cast.case.reference}")
        assert '<span class="days">15\u00a0天</span>' in client_of(cast.lender).get("/cases").text
        clock.advance(timedelta(days=14))
        assert "1\u00a0天</span>" in client_of(cast.lender).get("/cases").text
        clock.advance(timedelta(days=3))
        assert "逾期\u00a02\u00a0天" in client_of(cast.lender).get("/cases").text
        assert 'class="days' not in client_of(cast.officer).get("/cases").text

    def test_what_is_over_and_what_soon_will_be_are_counted_and_listed(self, cast, client_of):
        client_of(cast.lender).get(f"/cases/{cast.case.reference}")
        steps = ((0, 0, 0), (12, 0, 0), (1, 0, 1), (3, 1, 0))
        for days, late, soon in steps:
            clock.advance(timedelta(days=days))
            desk = client_of(cast.lender)
            for bucket, count in (("late", late), ("due_soon", soon)):
                address = f"/cases?bucket={bucket}"
                assert count_of(desk, address) == count, (days, bucket)
                assert (cast.case.reference in desk.get(address).text) == bool(count)
        assert count_of(client_of(cast.officer), "/cases?bucket=late") == 0

    def test_a_company_that_only_looks_on_has_no_time_to_keep(self, session, cast, client_of):
        onlooker = actor_of(make_lender_clerk(make_lender()))
        seat_case(cast.case, Desk.LENDER, onlooker.holder_id, now=clock.now())
        session.commit()
        clock.advance(timedelta(days=30))
        shown = client_of(onlooker).get("/cases").text
        assert cast.case.reference in shown
        assert 'class="days' not in shown
        assert count_of(client_of(onlooker), "/cases?bucket=late") == 0

    def test_what_stands_still_is_not_late(self, session, cast, client_of):
        pause(cast, days=60)
        session.commit()
        clock.advance(timedelta(days=30))
        assert count_of(client_of(cast.lender), "/cases?bucket=late") == 0

    @pytest.mark.parametrize("bucket", ["late", "due_soon"])
    def test_a_list_costs_at_most_six_and_walks_through_nothing(self, cast, client_of, bucket):
        for who in (cast.officer, cast.lender):
            desk = client_of(who)
            desk.get(f"/cases/{cast.case.reference}")
            with counted() as seen:
                assert desk.get(f"/cases?bucket={bucket}").status_code == 200
            assert len(seen) <= MOST_OF_A_LIST
            if db.engine.dialect.name == "sqlite":
                assert walks(seen) == []

    def test_a_right_that_nobody_took_up_makes_nobody_late(self, session, client_of):
        cast = late_stages.cast_at(Stage.PERFORMING)
        session.commit()
        clock.advance(timedelta(days=29))
        assert count_of(client_of(cast.lender), "/cases?bucket=due_soon") == 1
        clock.advance(timedelta(days=40))
        assert count_of(client_of(cast.lender), "/cases?bucket=late") == 0
        assert 'class="days' not in client_of(cast.lender).get("/cases").text
        shown = client_of(cast.complainant).get(f"/cases/{cast.case.reference}/deadlines").text
        confirmation = shown.split("共同申请司法确认", 2)[1]
        assert "已到期" in confirmation
        assert "逾期" not in confirmation.split("</article>")[0]
