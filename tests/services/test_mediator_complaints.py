"""Complaints about a mediator go past that mediator."""

from datetime import timedelta

import pytest

from mediation.domain.errors import NotPermitted
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Side
from mediation.queries import mediator_complaints
from mediation.services.mediator_complaints import (
    answer_mediator_complaint,
    complain_of_mediator,
)
from tests.factories.stages import cast_at
from tests.services.traces import refused, told


@pytest.fixture(autouse=True)
def noise(session, now):
    """A complaint about the mediator of another body."""
    found = cast_at(Stage.MEDIATION)
    complain_of_mediator(found.case, words="迟到", actor=found.lender, now=now)
    return found


@pytest.fixture
def cast(session):
    return cast_at(Stage.MEDIATION)


class TestComplain:
    def test_stirs_nobody_and_tells_no_mediator(self, cast, now, clock):
        stirred = [(seat.desk, seat.stirred_at, seat.unread) for seat in cast.case.seats]
        notices = told(cast.case)
        later = clock.advance(timedelta(hours=2))
        complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=later)
        assert [(seat.desk, seat.stirred_at, seat.unread) for seat in cast.case.seats] == stirred
        assert told(cast.case) == notices

    def test_lies_with_the_officers_of_the_body(self, cast, noise, now):
        complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=now)
        found = mediator_complaints.listed(actor=cast.officer)
        assert [one.complaint.words for one in found] == ["语气很重"]
        assert [one.complaint.words for one in mediator_complaints.listed(actor=noise.officer)] == [
            "迟到"
        ]

    def test_each_side_sees_its_own(self, cast, now):
        complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=now)
        assert len(mediator_complaints.own(cast.case, Side.COMPLAINANT)) == 1
        assert mediator_complaints.own(cast.case, Side.LENDER) == []

    def test_needs_a_mediator(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        with refused("no_mediator_yet", cast.case):
            complain_of_mediator(cast.case, words="没有", actor=cast.complainant, now=now)


class TestAnswer:
    @pytest.fixture
    def complaint(self, cast, now):
        return complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=now)

    def test_is_told_to_the_side_that_complained_once(self, cast, complaint, now):
        answer_mediator_complaint(
            complaint, cast.case, answer="已谈话", actor=cast.officer, now=now
        )
        assert complaint.answer == "已谈话"
        assert told(cast.case)[-1] == "mediator_complaint_answered"
        with refused("complaint_already_answered", cast.case):
            answer_mediator_complaint(
                complaint, cast.case, answer="再说一次", actor=cast.officer, now=now
            )

    def test_the_mediator_cannot(self, cast, complaint, now):
        with pytest.raises(NotPermitted):
            answer_mediator_complaint(
                complaint, cast.case, answer="没有的事", actor=cast.mediator, now=now
            )
