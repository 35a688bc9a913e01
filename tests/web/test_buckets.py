"""An officer's buckets: what no turn tells of, counted in one statement and listed."""

import re
from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.danger import DangerKind
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Pause
from mediation.services.admission import decline_case, request_review
from mediation.services.danger import report_danger
from mediation.services.days import day_of
from mediation.services.mediator_complaints import complain_of_mediator
from mediation.services.pauses import pause_case
from mediation.services.willingness import ask_willingness
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
