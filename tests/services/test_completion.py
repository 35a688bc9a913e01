"""A returned complaint is completed, and nothing of it is lost."""

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Missing
from mediation.domain.spaces import Space
from mediation.gateways.files import Stored
from mediation.models.evidence import Evidence
from mediation.queries.complaints import complaint_of
from mediation.services.completion import Addition, complete_complaint
from tests.factories.stages import cast_at

PAPER = Addition(Missing.CONTRACT, Stored(b"1" * 32, 10, "image/png"), "合同.png")


def complete(cast, actor=None, words=(), files=()):
    complete_complaint(
        cast.case,
        words=dict(words),
        files=list(files),
        actor=actor or cast.complainant,
        now=clock.now(),
    )


class TestCompleteComplaint:
    def test_it_goes_back_to_the_officer(self, session):
        cast = cast_at(Stage.RETURNED)
        complete(cast, words={Missing.FACTS: "那天是 3 月 8 日"})
        assert (cast.case.stage, cast.case.turn) == (Stage.RECEIVED, Turn.OFFICER)

    def test_what_was_written_before_stays(self, session):
        cast = cast_at(Stage.RETURNED)
        before = complaint_of(cast.case)
        complete(cast, words={Missing.FACTS: "补", Missing.DESIRED_OUTCOME: "退 100 元"})
        session.flush()
        after = complaint_of(cast.case)
        assert after.story == before.story
        assert [row.words for row in after.happenings][-1] == "补"
        assert after.wishes["words"] == f"{before.wishes['words']}\n退 100 元"
        assert after.wishes["kinds"] == before.wishes["kinds"]

    @pytest.mark.parametrize(
        ("withheld", "space"), [(False, Space.JOINT), (True, Space.COMPLAINANT)]
    )
    def test_a_paper_becomes_evidence_where_the_lender_may_see_it(self, session, withheld, space):
        cast = cast_at(Stage.RETURNED, withheld=withheld)
        complete(cast, files=[PAPER])
        session.flush()
        row = session.scalar(select(Evidence).where(Evidence.case_id == cast.case.id))
        assert (row.kind, row.space, row.name) == (EvidenceKind.CONTRACT, space, "合同.png")

    def test_an_officer_writes_it_down_on_their_word(self, session):
        cast = cast_at(Stage.RETURNED)
        complete(cast, cast.officer, words={Missing.FACTS: "来电补充"})
        assert cast.case.stage is Stage.RECEIVED

    def test_nothing_added_is_refused_without_a_trace(self, session):
        cast = cast_at(Stage.RETURNED)
        before = cast.case.chain_count
        with pytest.raises(Refused, match="nothing_added"):
            complete(cast, words={Missing.FACTS: ""})
        assert (cast.case.stage, cast.case.chain_count) == (Stage.RETURNED, before)

    def test_nor_is_a_case_completed_that_was_not_returned(self, session):
        cast = cast_at(Stage.RECEIVED)
        with pytest.raises(Refused, match="wrong_stage"):
            complete(cast, files=[PAPER])
        assert not session.scalar(select(func.count(Evidence.id)))

    def test_the_lender_completes_nothing(self, session):
        cast = cast_at(Stage.RETURNED)
        with pytest.raises(NotPermitted):
            complete(cast, cast.lender, words={Missing.FACTS: "x"})
