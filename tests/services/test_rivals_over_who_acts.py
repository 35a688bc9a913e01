"""Two at once over who speaks for a side, who reads a case, and whom a mediator is tied to."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.danger import DangerKind
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.models.accounts import Account, Pass, PassKind
from mediation.models.correspondence import Message
from mediation.models.danger import DangerReport
from mediation.models.notices import Notice
from mediation.models.organisations import Conflict
from mediation.models.supervision import Handover
from mediation.queries import settlement
from mediation.services.correspondence import send_message
from mediation.services.danger import report_message
from mediation.services.days import day_of
from mediation.services.parties import ask_to_look
from mediation.services.profiles import declare_tie, describe_mediator, end_tie
from mediation.services.representation import (
    ask_represented,
    check_authority,
    confirm_represented,
)
from mediation.services.supervision import close_to_supervisor, open_to_supervisor
from tests.factories.accounts import actor_of, make_mediator, make_member
from tests.factories.late_stages import cast_at
from tests.factories.organisations import make_lender
from tests.services import test_rivals_over_accounts as accounts
from tests.services.test_parties import TestAskToLook as Looks
from tests.services.test_representation import OWN, representative_of, represented
from tests.services.test_supervision import open_case
from tests.services.traces import events_of, told
from tests.world.rivals import WON, race

ROUNDS = range(3)


def count(table, *which):
    return db.session.scalar(select(func.count()).select_from(table).where(*which))


@pytest.mark.parametrize("number", ROUNDS)
class TestWhoActsForAnother:
    @pytest.fixture
    def cast(self, session, number):
        return represented(cast_at(Stage.MEDIATION, phone=OWN))

    def both(self, app, cast, do):
        return race(app, cast.case, (cast.complainant, do), (cast.complainant, do))

    def ask(self, case, actor):
        ask_represented(case, settlement.unsigned(case), actor=actor, now=clock.now())

    def code(self):
        row = db.session.scalar(select(Notice).where(Notice.kind == PassKind.SIGNING_CODE))
        return json.loads(row.facts)["code"]

    def test_an_authority_is_checked_once(self, app, cast, number):
        party_id = representative_of(cast).id

        def check(case, actor):
            check_authority(case, party_id, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.officer, check), (cast.officer, check))
        assert sorted(outcomes) == ["not_found", WON]
        assert events_of(cast.case).count(Event.AUTHORITY_CHECKED) == 1

    def test_of_two_codes_one_works(self, app, cast, number):
        assert self.both(app, cast, self.ask) == [WON, WON]
        works = Pass.kind == PassKind.SIGNING_CODE, Pass.expires_at > clock.now()
        assert count(Pass, *works) == 1

    def test_two_right_codes_are_one_yes(self, app, cast, number):
        self.ask(cast.case, cast.complainant)
        db.session.commit()
        code, said = self.code(), []

        def confirm(case, actor):
            agreement, now = settlement.unsigned(case), clock.now()
            said.append(confirm_represented(case, agreement, code=code, actor=actor, now=now))

        assert self.both(app, cast, confirm) == [WON, WON]
        assert said == [True, True]
        assert count(Pass, Pass.kind == PassKind.SIGNING_CODE, Pass.used_at.is_not(None)) == 1

    def test_two_wrong_codes_are_two_tries(self, app, cast, number):
        self.ask(cast.case, cast.complainant)

        def guess(case, actor):
            agreement, now = settlement.unsigned(case), clock.now()
            assert not confirm_represented(case, agreement, code="0", actor=actor, now=now)

        assert self.both(app, cast, guess) == [WON, WON]
        kind = Pass.kind == PassKind.SIGNING_CODE
        assert db.session.scalars(select(Pass.tries).where(kind)).all() == [2]


@pytest.mark.parametrize("number", ROUNDS)
class TestWhoReads:
    @pytest.fixture
    def cast(self, session, number):
        return cast_at(Stage.NEGOTIATION)

    def test_a_case_is_opened_once_to_a_supervisor(self, app, cast, number):
        supervisor = actor_of(make_member(Role.SUPERVISOR))

        def open_it(case, actor):
            open_to_supervisor(
                case,
                organisation_id=supervisor.organisation_id,
                basis="临金监函〔2026〕12号",
                scope="抽查催收投诉的处理。",
                expires_on=day_of(clock.now()) + timedelta(days=30),
                actor=actor,
                now=clock.now(),
            )

        outcomes = race(app, cast.case, (cast.officer, open_it), (cast.officer, open_it))
        assert sorted(outcomes) == ["supervisor_reads_already", WON]
        assert count(Handover) == 1

    def test_and_closed_once(self, app, cast, number):
        opened = open_case(cast, actor_of(make_member(Role.SUPERVISOR))).id

        def close(case, actor):
            again = db.session.get_one(Handover, opened)
            close_to_supervisor(again, case, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.officer, close), (cast.officer, close))
        assert sorted(outcomes) == ["supervisor_reads_no_more", WON]
        assert events_of(cast.case).count(Event.CLOSED_TO_SUPERVISOR) == 1

    def test_a_complainant_is_asked_to_look_once(self, app, session, number):
        cast = Looks().changed()

        def ask(case, actor):
            ask_to_look(case, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.officer, ask), (cast.officer, ask))
        assert sorted(outcomes) == ["look_asked_already", WON]
        assert told(cast.case).count("lender_view_requested") == 1

    def test_two_taps_on_a_message_are_one_report(self, app, cast, number):
        sent = send_message(
            cast.case,
            body="明天去你单位。",
            space=Space.JOINT,
            once="1",
            actor=cast.lender,
            now=clock.now(),
        )
        db.session.flush()
        message_id = sent.id

        def tap(case, actor):
            message = db.session.get_one(Message, message_id)
            report_message(case, message, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.complainant, tap), (cast.complainant, tap))
        assert outcomes == [WON, WON]
        assert count(DangerReport, DangerReport.kind == DangerKind.THREAT) == 1
        assert events_of(cast.case).count(Event.DANGER_REPORTED) == 1


@pytest.mark.parametrize("number", ROUNDS)
class TestMediatorsOfThemselves:
    @pytest.fixture
    def mediator(self, session, number):
        return actor_of(make_mediator())

    def tie_to(self, company_id, mediator):
        return declare_tie(company_id, reason="亲属任职", actor=mediator, now=clock.now())

    def test_a_tie_is_declared_once(self, app, mediator, number):
        company_id = make_lender().id

        def declare():
            self.tie_to(company_id, mediator)

        assert accounts.race(app, declare, declare) == ["tie_declared_already", WON]
        assert count(Conflict) == 1

    def test_and_ends_once(self, app, mediator, number):
        tie = self.tie_to(make_lender().id, mediator)
        db.session.flush()
        tie_id = tie.id

        def end():
            end_tie(tie_id, actor=mediator, now=clock.now())

        assert accounts.race(app, end, end) == ["tie_unknown", WON]

    def test_two_descriptions_never_mix(self, app, mediator, number):
        def describe(language, lane):
            return lambda: describe_mediator(
                languages=[language],
                specialisms=[lane],
                absent_from_on=None,
                absent_until_on=None,
                actor=mediator,
                now=clock.now(),
            )

        one, other = describe("zh_CN", Lane.FEES), describe("en", Lane.CONDUCT)
        assert accounts.race(app, one, other) == [WON, WON]
        kept = db.session.get_one(Account, mediator.account_id, populate_existing=True)
        assert (kept.languages, kept.specialisms) in (("zh_CN", Lane.FEES), ("en", Lane.CONDUCT))
