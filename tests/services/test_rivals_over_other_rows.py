"""Two at the same moment where no case is locked: rosters, drafts, and what jobs take up."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.danger import DutyLevel, duty_rules
from mediation.domain.intake import rules_of_filing
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Withdrawal
from mediation.domain.permissions import nobody, system
from mediation.domain.roles import Role
from mediation.jobs import runner
from mediation.models.danger import DutyTurn
from mediation.models.deadlines import CalendarYear
from mediation.models.intake import Filing
from mediation.queries import (
    admission,
    danger,
    hearings,
    intake,
    negotiation,
    settlement,
    supervision,
)
from mediation.queries.calendar import counted_before
from mediation.services.calendar import publish_year, recount_deadlines
from mediation.services.closure import withdraw_complaint
from mediation.services.danger import escalate_report, put_on_duty, take_off_duty
from mediation.services.days import day_of
from mediation.services.deadlines import ruling_now
from mediation.services.drafts import delete_draft, remind_draft
from mediation.services.hearings import release_hearing
from mediation.services.intake import file_complaint
from mediation.services.negotiation import lapse_offer
from mediation.services.pauses import remind_of_review
from mediation.services.settlement import lapse_agreement
from mediation.services.supervision import lapse_demand
from tests.factories import late_stages, stages
from tests.factories.accounts import actor_of, make_member, make_officer
from tests.factories.danger import make_report, make_turn
from tests.factories.deadlines import make_year
from tests.factories.drafts import make_draft, prove
from tests.factories.organisations import make_mediation_body
from tests.jobs.test_pauses import pause
from tests.services.test_rivals_over_accounts import WON, race
from tests.services.test_supervision import open_case


def test_two_turns_of_duty_at_one_time(app, session, now):
    body = make_mediation_body()
    one, two = make_officer(body), make_officer(body)

    def turn_of(account):
        actor = actor_of(account)
        return lambda: put_on_duty(
            account.id,
            organisation_id=body.id,
            level=DutyLevel.FIRST,
            starts_at=now,
            ends_at=now + timedelta(hours=8),
            actor=actor,
            now=now,
        )

    assert race(app, turn_of(one), turn_of(two)) == ["duty_overlaps", WON]
    assert count(DutyTurn) == 1


def test_two_who_end_one_turn_of_duty(app, session, now):
    officer = make_officer()
    turn_id, actor = make_turn(officer).id, actor_of(officer)
    clock.advance(timedelta(hours=1))

    def end():
        turn = danger.turn_by_id(turn_id, organisation_id=actor.organisation_id)
        take_off_duty(turn, actor=actor, now=clock.now())

    assert race(app, end, end) == ["duty_is_past", WON]


def test_two_who_publish_one_year(app, session, now):
    actor = actor_of(make_officer())

    def publish():
        days = {"off": [date(2027, 1, 1)], "worked": []}
        publish_year(2027, **days, source="通知", replaces=None, actor=actor, now=now)

    lost, won = race(app, publish, publish)
    assert won == WON
    # Who comes later sees the year, or, where rows are locked one by one, the other's edition.
    assert lost in {"calendar_year_known", "calendar_published_meanwhile"}
    assert count(CalendarYear) == 1


def test_two_filings_of_one_draft(app, session, now):
    make_mediation_body()
    draft_id = prove(make_draft()[0]).id

    def file(once):
        return lambda: file_complaint(
            intake.draft_again(draft_id), once=once, actor=nobody(), now=now
        )

    assert race(app, file(b"1" * 32), file(b"2" * 32)) == ["draft_is_filed", WON]
    assert count(Filing) == 1


def late_offer():
    late_stages.offer(late_stages.cast_at(Stage.NEGOTIATION))
    clock.advance(timedelta(days=10))
    return negotiation.lapsed, lapse_offer


def late_agreement():
    late_stages.cast_at(Stage.AGREEMENT)
    clock.advance(timedelta(days=10))
    return settlement.lapsed, lapse_agreement


def needless_hearing():
    """A withdrawal releases its hearings itself; one that was left over is found by the job."""
    cast = late_stages.cast_at(Stage.MEDIATION)
    withdraw_complaint(
        cast.case, reason=Withdrawal.OTHER, words="", actor=cast.complainant, now=clock.now()
    )
    late = late_stages.cast_at(Stage.MEDIATION)
    late_stages.hearing(late).case_id = cast.case.id
    return hearings.needless, release_hearing


def unseen_report():
    make_report()
    clock.advance(duty_rules().within[DutyLevel.EVERYONE] + timedelta(hours=1))
    return danger.overdue, escalate_report


def unfinished_draft():
    make_mediation_body()
    prove(make_draft()[0])
    clock.advance(rules_of_filing().remind_after)
    return intake.to_remind, remind_draft


def forgotten_draft():
    make_draft()
    clock.advance(rules_of_filing().expires_after)
    return intake.expired, delete_draft


def demand_over():
    open_case(stages.cast_at(Stage.MEDIATION), actor_of(make_member(Role.SUPERVISOR)))
    clock.advance(timedelta(days=31))
    return today(supervision.expired), lapse_demand


def pause_to_review():
    pause(stages.cast_at(Stage.MEDIATION), lifter=Role.OFFICER)
    clock.advance(timedelta(days=10))
    return today(admission.pauses_to_review), remind_of_review


def deadline_of_an_older_calendar():
    late_stages.cast_at(Stage.NEGOTIATION)
    make_year(2027, off="01-01", edition=1)
    db.session.commit()
    ruling = ruling_now()

    def recount_now(row, *, actor, now):
        recount_deadlines([row], ruling=ruling, now=now)

    return lambda *, as_of: counted_before(ruling.edition), recount_now


def today(due):
    """What is due by the day, asked for as what is due by the moment."""
    return lambda *, as_of: due(today=day_of(as_of))


@pytest.mark.parametrize(
    "prepared",
    [
        late_offer,
        late_agreement,
        needless_hearing,
        unseen_report,
        unfinished_draft,
        forgotten_draft,
        demand_over,
        pause_to_review,
        deadline_of_an_older_calendar,
    ],
    ids=lambda prepared: prepared.__name__,
)
def test_two_runs_of_one_job_do_each_item_once(app, session, prepared, monkeypatch):
    """Both have found the item before either takes it, and the first takes its time."""
    due, verb = prepared()
    db.session.commit()
    found, inside, done = Barrier(2), Barrier(2), []
    whole = runner._try_all

    def after_both_have_looked(*arguments, **options):
        found.wait(timeout=20)
        return whole(*arguments, **options)

    def unhurried(item, *, actor, now):
        done.append(item.id)
        with suppress(BrokenBarrierError):
            inside.wait(timeout=0.2)  # Whoever could come in as well would come in now.
        verb(item, actor=actor, now=now)

    def run():
        with app.app_context():
            return runner.for_each(
                due(as_of=clock.now()), unhurried, actor=system(), now=clock.now()
            )

    monkeypatch.setattr(runner, "_try_all", after_both_have_looked)
    with ThreadPoolExecutor(2) as pool:
        counts = [future.result() for future in (pool.submit(run), pool.submit(run))]
    assert sorted(counts) == [(0, 0), (1, 0)]
    assert len(done) == 1


def count(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))
