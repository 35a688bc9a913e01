"""The lender reads, answers, answers the standstill; the complainant replies."""

from datetime import timedelta

import pytest

from mediation.domain.admission import StandstillAnswer
from mediation.domain.answers import Contest, LenderAnswerKind, ReliefKind
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Outcome
from mediation.domain.parties import CompanyRole
from mediation.queries import admission, answers, cases
from mediation.services.answers import (
    TOLD_OF,
    Reply,
    accept_relief,
    answer_complaint,
    answer_standstill,
    close_unheard,
    decline_relief,
    record_first_reading,
)
from mediation.services.parties import reveal_identity
from mediation.services.respondents import name_respondent
from mediation.wording.catalogue import LOCALES, catalogue_of
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at, give_relief
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another case that waits for another lender."""
    return cast_at(Stage.WITH_LENDER)


@pytest.fixture
def cast(session):
    return cast_at(Stage.WITH_LENDER)


def contests(**changes):
    said = {"to_complainant": "合同有约定", "reasons": (Contest.CONTRACT,), **changes}
    return Reply(LenderAnswerKind.CONTESTS, **said)


class TestFirstReading:
    def test_is_kept_once_for_each_company(self, cast, now, clock):
        record_first_reading(cast.case, actor=cast.lender, now=now)
        record_first_reading(cast.case, actor=cast.lender, now=now + timedelta(hours=1))
        assert events_of(cast.case).count(Event.FIRST_READ) == 1
        seat = next(s for s in cast.case.seats if s.holder_id == cast.lender.organisation_id)
        assert seat.first_read_at == now

    def test_of_others_is_not_kept(self, cast, now):
        for actor in (cast.complainant, cast.officer, cast.mediator):
            record_first_reading(cast.case, actor=actor, now=now)
        assert Event.FIRST_READ not in events_of(cast.case)

    def test_hands_nobody_the_turn(self, cast, now):
        record_first_reading(cast.case, actor=cast.lender, now=now)
        assert cast.case.turn is Turn.LENDER


class TestAnswerComplaint:
    def test_leads_to_talks_and_keeps_both_parts_apart(self, cast, now):
        answer_complaint(cast.case, contests(to_body="内部说明"), actor=cast.lender, now=now)
        assert cast.case.stage is Stage.NEGOTIATION
        answer = answers.last(cast.case)
        assert (answer.number, answer.to_complainant, answer.to_body) == (
            1,
            "合同有约定",
            "内部说明",
        )
        assert told(cast.case)[-1] == "lender_contests"

    def test_relief_waits_for_the_complainant(self, cast, now):
        give_relief(cast)
        assert (cast.case.stage, cast.case.turn) == (Stage.WITH_LENDER, Turn.COMPLAINANT)
        with refused("relief_waits", cast.case):
            answer_complaint(cast.case, contests(), actor=cast.lender, now=now)

    def test_not_us_takes_the_company_out_and_keeps_what_it_said(self, cast, now):
        reply = Reply(LenderAnswerKind.NOT_US, "不是我司业务", names_company="澜舟小贷")
        answer_complaint(cast.case, reply, actor=cast.lender, now=now)
        assert cast.case.stage is Stage.TRACING
        assert cast.case.lender_id is None
        assert cases.by_reference(cast.case.reference, actor=cast.lender) is None
        assert answers.last(cast.case).names_company == "澜舟小贷"

        right = make_lender()
        name_respondent(
            cast.case,
            organisation_id=right.id,
            role=CompanyRole.LENDER,
            actor=cast.officer,
            now=now,
        )
        clerk = actor_of(make_lender_clerk(right))
        answer_complaint(cast.case, contests(), actor=clerk, now=now)
        assert [answer.number for answer, *_ in answers.given(cast.case, actor=clerk)] == [2, 1]

    def test_another_company_of_the_loan_does_not_answer(self, session, now):
        lender, platform = make_lender(), make_lender()
        cast = cast_at(Stage.WITH_LENDER, lender=lender, loans=[make_loan(lender, platform)])
        onlooker = actor_of(make_lender_clerk(platform))
        with refused("another_company_answers", cast.case):
            answer_complaint(cast.case, contests(), actor=onlooker, now=now)

    def test_a_withheld_name_may_be_asked_for_once(self, session, now):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        unknown = Reply(LenderAnswerKind.CANNOT_IDENTIFY, "无法识别")
        answer_complaint(cast.case, unknown, actor=cast.lender, now=now)
        assert cast.case.turn is Turn.COMPLAINANT
        with refused("identification_waits", cast.case):
            answer_complaint(cast.case, unknown, actor=cast.lender, now=now)
        reveal_identity(cast.case, actor=cast.complainant, now=now)
        assert cast.case.turn is Turn.LENDER
        answer_complaint(cast.case, contests(), actor=cast.lender, now=now)

    def test_a_name_that_was_given_is_known(self, cast, now):
        with refused("identity_is_known", cast.case):
            answer_complaint(
                cast.case,
                Reply(LenderAnswerKind.CANNOT_IDENTIFY, "无法识别"),
                actor=cast.lender,
                now=now,
            )

    def test_says_something(self, cast, now):
        with refused("answer_without_words", cast.case):
            answer_complaint(cast.case, contests(to_complainant=" "), actor=cast.lender, now=now)

    def test_is_nobody_elses(self, cast, noise, now):
        for actor in (cast.complainant, cast.officer, noise.lender):
            with pytest.raises(NotPermitted):
                answer_complaint(cast.case, contests(), actor=actor, now=now)


class TestRelief:
    @pytest.mark.parametrize(
        ("relief", "outcome"),
        [
            (ReliefKind.MONEY, Outcome.RESOLVED_MONEY),
            (ReliefKind.EXPLANATION, Outcome.RESOLVED_EXPLANATION),
            (ReliefKind.OTHER, Outcome.RESOLVED_OTHER),
        ],
    )
    def test_accepted_ends_the_case_by_its_kind(self, cast, now, relief, outcome):
        reply = Reply(
            LenderAnswerKind.ACCEPTS,
            "已处理",
            relief=relief,
            relief_fen=100 if relief is ReliefKind.MONEY else None,
            relief_by_on=None if relief is ReliefKind.EXPLANATION else now.date(),
        )
        answer_complaint(cast.case, reply, actor=cast.lender, now=now)
        accept_relief(cast.case, actor=cast.complainant, now=now)
        assert cast.case.outcome is outcome
        assert answers.last(cast.case).relief_accepted is True

    def test_declined_leads_to_talks_and_is_answered_once(self, cast, now):
        give_relief(cast)
        decline_relief(cast.case, actor=cast.complainant, now=now)
        assert cast.case.stage is Stage.NEGOTIATION
        with refused("no_relief_waits", cast.case):
            accept_relief(cast.case, actor=cast.complainant, now=now)

    def test_is_not_there_before_the_lender_gave_it(self, cast, now):
        with refused("no_relief_waits", cast.case):
            accept_relief(cast.case, actor=cast.complainant, now=now)

    def test_the_lender_does_not_accept_its_own(self, cast, now):
        give_relief(cast)
        with pytest.raises(NotPermitted):
            accept_relief(cast.case, actor=cast.lender, now=now)

    def test_silence_ends_the_case_without_a_yes(self, cast, now):
        give_relief(cast)
        close_unheard(cast.case, actor=cast.officer, now=now)
        assert cast.case.outcome is Outcome.LENDER_ACTED
        assert answers.last(cast.case).relief_accepted is None


class TestStandstill:
    def test_is_answered_for_ones_own_company(self, cast, now):
        until = (now + timedelta(days=9)).date()
        answer_standstill(
            cast.case,
            answer=StandstillAnswer.UNTIL,
            until_on=until,
            actor=cast.lender,
            now=now,
        )
        asked = admission.standstill(cast.case, cast.lender.organisation_id)
        assert (asked.answer, asked.until_on, asked.answered_at) == ("until", until, now)
        assert told(cast.case)[-1] == "standstill_until"

    def test_today_is_too_early(self, cast, now):
        with refused("standstill_day_over", cast.case):
            answer_standstill(
                cast.case,
                answer=StandstillAnswer.UNTIL,
                until_on=now.date(),
                actor=cast.lender,
                now=now,
            )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_of_answer_is_told_in_words(locale):
    kinds = [*TOLD_OF.values(), *(f"standstill_{answer}" for answer in StandstillAnswer)]
    catalogue = catalogue_of(locale)
    for kind in kinds:
        assert catalogue.knows(f"notice.{kind}.subject")
        assert catalogue.knows(f"notice.{kind}.body")
