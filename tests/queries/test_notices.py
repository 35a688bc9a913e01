"""Whom a notice about a case reaches."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.notices import Who
from mediation.domain.permissions import system
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Side
from mediation.models.accounts import Account, Membership
from mediation.models.notices import Notice, Webhook
from mediation.models.organisations import Organisation
from mediation.models.parties import Party
from mediation.queries.lateness import lines_of
from mediation.queries.notices import Recipient, concerned, recipients_of
from mediation.queries.reach import Reach
from mediation.services.lifecycle import seat_case, unseat_case
from mediation.services.notices import announce, tell_people, tell_side
from tests.factories.accounts import (
    make_borrower,
    make_lender_clerk,
    make_mediator,
    make_member,
    make_officer,
)
from tests.factories.cases import make_case
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at

PHONE = "+8613800001234"


@pytest.fixture
def noise(session):
    """Others who must never be told."""
    make_case(phone="+8613900009999")
    make_lender_clerk()
    make_officer()
    make_mediator()


@pytest.fixture
def case(session, noise, now):
    lender = make_lender()
    case = make_case(lender=lender, phone=PHONE)
    case.lender_id = lender.id
    seat_case(case, Desk.LENDER, lender.id, now=now)
    session.flush()
    return case


def addresses(case, side):
    return [(one.channel, one.address) for one in recipients_of(case, side)]


def party_of(case):
    return db.session.scalars(select(Party).where(Party.case_id == case.id)).first()


class TestComplainant:
    def test_is_reached_on_the_proven_number(self, case):
        assert addresses(case, Side.COMPLAINANT) == [("sms", PHONE)]

    def test_is_reached_by_mail_where_there_is_an_address(self, case):
        party_of(case).email = "zhou@example.com"
        assert addresses(case, Side.COMPLAINANT) == [("mail", "zhou@example.com")]

    def test_is_reached_on_the_safe_number_and_nowhere_else(self, case):
        party = party_of(case)
        party.email = "shared@example.com"
        party.reach = json.dumps({"safe_number": "+8613700007777", "locale": "en"})
        [found] = recipients_of(case, Side.COMPLAINANT)
        assert (found.channel, found.address, found.locale) == ("sms", "+8613700007777", "en")

    def test_is_not_reached_on_a_contact_that_nobody_proved(self, case):
        party_of(case).proven_at = None
        assert addresses(case, Side.COMPLAINANT) == []

    def test_is_reached_at_their_account_where_no_contact_was_proven(self, session, noise):
        lin = make_borrower(email="lin@example.com")
        case = make_case(borrower=lin)
        party_of(case).proven_at = None
        assert addresses(case, Side.COMPLAINANT) == [("mail", "lin@example.com")]

    def test_is_told_no_more_once_they_have_left_the_case(self, case, now):
        party_of(case).ended_at = now
        assert addresses(case, Side.COMPLAINANT) == []


class TestLender:
    def test_is_reached_through_all_of_its_people(self, case, session):
        clerks = [
            make_member(role, account=None, organisation=_lender_of(case))
            for role in (Role.LENDER_STAFF, Role.LENDER_ADMIN)
        ]
        assert addresses(case, Side.LENDER) == [("mail", clerk.email) for clerk in clerks]

    def test_is_not_reached_through_those_who_left_or_are_suspended(self, case, session, now):
        gone, suspended, there = (make_lender_clerk(_lender_of(case)) for _ in range(3))
        session.scalars(
            select(Membership).where(Membership.account_id == gone.id)
        ).one().ended_at = now
        session.get(Account, suspended.id).suspended_at = now
        session.flush()
        assert addresses(case, Side.LENDER) == [("mail", there.email)]

    def test_is_not_reached_before_there_is_one(self, case):
        case.lender_id = None
        assert addresses(case, Side.LENDER) == []

    def test_is_not_reached_before_the_case_lies_on_its_desk(self, case):
        make_lender_clerk(_lender_of(case))
        assert addresses(case, Side.LENDER)
        unseat_case(case, Desk.LENDER)
        assert addresses(case, Side.LENDER) == []


class TestMediation:
    def test_is_the_mediator(self, session, noise):
        cast = cast_at(Stage.MEDIATION)
        mediator = session.get(Account, cast.mediator.account_id)
        assert addresses(cast.case, Side.MEDIATION) == [("mail", mediator.email)]

    def test_is_the_body_before_anybody_has_the_case(self, case, session):
        officer = make_officer(session.get(Organisation, case.body_id))
        assert addresses(case, Side.MEDIATION) == [("mail", officer.email)]


class TestTellSide:
    def test_takes_three_statements_however_many_are_told(self, case, session, now):
        for _ in range(12):
            make_lender_clerk(_lender_of(case))
        session.commit()
        assert case.seats
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            tell_side(case, Side.LENDER, "complaint_put", key="k", now=now)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert len(seen) == 3

    def test_tells_each_of_them_once(self, case, session, now):
        for _ in range(3):
            make_lender_clerk(_lender_of(case))
        for _ in range(2):
            tell_side(case, Side.LENDER, "complaint_put", key="k", now=now)
        told = session.scalars(select(Notice).where(Notice.kind == "complaint_put")).all()
        assert sorted(one.channel for one in told) == ["inbox"] * 3 + ["mail"] * 3
        assert json.loads(told[0].facts)["reference"] == case.reference


def _lender_of(case):
    return db.session.get_one(Organisation, case.lender_id)


class TestConcerned:
    def test_is_each_side_but_the_one_that_acted(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        made = concerned(cast.case, [Who.OTHER], acted=Side.COMPLAINANT, but=None)
        assert [one.account_id for one in made] == [cast.lender.account_id]

    def test_is_nobody_of_the_staff_who_did_it(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        told = concerned(cast.case, [Who.BODY], acted=None, but=cast.mediator.account_id)
        assert [one.account_id for one in told] == [cast.officer.account_id]

    def test_is_each_person_once(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        cast.case.officer_id = cast.case.mediator_id
        told = concerned(cast.case, [Who.BODY, Who.OFFICERS], acted=None, but=None)
        assert [one.account_id for one in told] == [cast.mediator.account_id]

    def test_the_one_officer_of_a_case_hears_of_it_and_no_colleague(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        make_officer(session.get_one(Organisation, cast.case.body_id))
        told = concerned(cast.case, [Who.OFFICERS], acted=None, but=None)
        assert [one.account_id for one in told] == [cast.officer.account_id]

    def test_whom_a_verb_names_is_not_guessed(self, case):
        with pytest.raises(LookupError):
            concerned(case, [Who.NAMED], acted=None, but=None)


class TestChannels:
    """Where one event arrives."""

    def rows(self, session, kind):
        session.flush()
        return session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id)).all()

    def test_an_inbox_has_it_at_once_beside_the_mail(self, session, case, now):
        clerk = make_lender_clerk(_lender_of(case))
        tell_side(case, Side.LENDER, "complaint_put", key="k", now=now)
        inbox, mail = self.rows(session, "complaint_put")
        assert (inbox.channel, inbox.account_id, inbox.sent_at) == ("inbox", clerk.id, now)
        assert (inbox.due_at, inbox.code_blind, inbox.recipient_blind) == (None, None, None)
        assert (mail.channel, mail.recipient, mail.due_at) == ("mail", clerk.email, now)
        assert mail.sent_at is None

    def test_a_company_hears_of_it_once_by_its_webhook(self, session, case, now):
        for _ in range(3):
            make_lender_clerk(_lender_of(case))
        hook = webhook_of(case, session, now)
        old = webhook_of(case, session, now, ended_at=now)
        tell_side(case, Side.LENDER, "complaint_put", key="k", now=now)
        rows = [row for row in self.rows(session, "complaint_put") if row.channel == "webhook"]
        assert [row.recipient for row in rows] == [str(hook.id)]
        assert old.id != hook.id

    def test_a_code_lies_in_no_inbox(self, session, case, now):
        lin = make_borrower()
        reached = Recipient(1, "sms", PHONE, "zh_CN", lin.id)
        tell_people([reached], "signing_code", key="k", now=now, code="123456")
        assert [row.channel for row in self.rows(session, "signing_code")] == ["sms"]

    def test_hours_that_were_asked_for_are_waited_for(self, session, case, now):
        party_of(case).reach = json.dumps({"hours": ["evening"]})
        announce(case, "case_admitted", actor=system(), key="k", now=now)
        [row] = self.rows(session, "case_admitted")
        assert row.due_at == now + timedelta(hours=6)  # It is noon in Shanghai.

    def test_a_wish_for_vague_words_goes_along(self, session, case, now):
        party_of(case).reach = json.dumps({"wording": "neutral"})
        announce(case, "case_admitted", actor=system(), key="k", now=now)
        [row] = self.rows(session, "case_admitted")
        assert json.loads(row.facts)["wording"] == "neutral"

    def test_nothing_goes_elsewhere_while_a_safe_number_is_unproven(self, session, noise, now):
        lin = make_borrower(email="lin@example.com")
        case = make_case(borrower=lin)
        party = party_of(case)
        party.proven_at, party.reach = None, json.dumps({"safe_number": PHONE})
        announce(case, "case_admitted", actor=system(), key="k", now=now)
        assert [row.channel for row in self.rows(session, "case_admitted")] == ["inbox"]


class TestReach:
    """Those of many cases at once are the same people, reached by the same ways."""

    @pytest.mark.parametrize("side", [Side.COMPLAINANT, Side.LENDER, Side.MEDIATION])
    def test_is_as_of_one_case(self, session, case, now, side):
        make_lender_clerk(_lender_of(case))
        make_officer(session.get_one(Organisation, case.body_id))
        webhook_of(case, session, now)
        lines = lines_of({case.id})
        one, many = recipients_of(case, side), Reach(lines.values()).on_side(lines[case.id], side)
        assert [each.account_id for each in many] == [each.account_id for each in one]
        assert [each.webhook_id for each in many] == [each.webhook_id for each in one]
        assert [each.address for each in many] == [each.address for each in one]

    @pytest.mark.parametrize("stage", [Stage.WITH_LENDER, Stage.MEDIATION])
    def test_whoever_left_the_body_hears_no_more_of_its_cases(self, session, noise, now, stage):
        cast = cast_at(stage)
        case, body = cast.case, session.get_one(Organisation, cast.case.body_id)
        other = make_officer(body)
        for gone in (cast.officer, cast.mediator):
            session.query(Membership).filter_by(account_id=gone.account_id).one().ended_at = now
        session.flush()
        lines = lines_of({case.id})
        one = recipients_of(case, Side.MEDIATION)
        many = Reach(lines.values()).on_side(lines[case.id], Side.MEDIATION)
        assert [each.account_id for each in one] == [other.id]
        assert [each.account_id for each in many] == [other.id]


def webhook_of(case, session, now, ended_at=None):
    hook = Webhook(
        organisation_id=case.lender_id,
        url="https://lender.example/hook",
        secret="s",
        by_id=make_borrower().id,
        made_at=now,
        ended_at=ended_at,
    )
    session.add(hook)
    session.flush()
    return hook
