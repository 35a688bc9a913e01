"""Complaints about a mediator go past that mediator."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.db import db
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Reopening, Withdrawal
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.models.accounts import Account, Membership
from mediation.models.notices import Notice
from mediation.models.organisations import Organisation
from mediation.queries import mediator_complaints
from mediation.services.closure import reopen_case, withdraw_complaint
from mediation.services.mediator_complaints import (
    answer_mediator_complaint,
    complain_of_mediator,
)
from mediation.services.organisations import name_head
from tests.factories.accounts import make_member, make_officer
from tests.factories.companies import cast_with_onlooker, repoint
from tests.factories.stages import admit, cast_at
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


def repointed(cast, now):
    """The case is closed, taken up again, and found to be another company's; who acts for it."""
    withdraw_complaint(
        cast.case, reason=Withdrawal.OTHER, words="", actor=cast.complainant, now=now
    )
    reopen_case(cast.case, reason=Reopening.NEW_FACTS, words="", actor=cast.officer, now=now)
    later = repoint(cast)
    admit(cast)
    return later


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
        assert len(mediator_complaints.own(cast.case, actor=cast.complainant)) == 1
        assert mediator_complaints.own(cast.case, actor=cast.lender) == []

    def test_each_company_sees_its_own(self, session, now):
        cast, onlooker = cast_with_onlooker()
        complain_of_mediator(cast.case, words="语气很重", actor=cast.lender, now=now)
        assert len(mediator_complaints.own(cast.case, actor=cast.lender)) == 1
        assert mediator_complaints.own(cast.case, actor=onlooker) == []

    def test_of_the_company_before_it_another_reads_nothing(self, cast, now):
        complain_of_mediator(cast.case, words="语气很重", actor=cast.lender, now=now)
        later = repointed(cast, now)
        assert mediator_complaints.own(cast.case, actor=later) == []
        complain_of_mediator(cast.case, words="语气很重", actor=later, now=now)
        assert len(mediator_complaints.own(cast.case, actor=later)) == 1

    def test_needs_a_mediator(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        with refused("no_mediator_yet", cast.case):
            complain_of_mediator(cast.case, words="没有", actor=cast.complainant, now=now)


class TestWhoIsTold:
    """The head of the body and the supervisor; where nobody is head, every officer."""

    @pytest.fixture(autouse=True)
    def supervisor(self, session):
        return make_member(Role.SUPERVISOR)

    @pytest.fixture
    def body(self, session, cast):
        return session.get_one(Organisation, cast.case.body_id)

    def complain(self, cast, now):
        """Whom a complaint of this moment tells, by the kind of notice."""
        before = set(db.session.scalars(select(Notice.id)))
        complain_of_mediator(cast.case, words="语气很重", actor=cast.complainant, now=now)
        db.session.flush()
        found = {}
        for notice in db.session.scalars(
            select(Notice).where(Notice.id.not_in(before), Notice.channel == "mail")
        ):
            assert "语气很重" not in notice.facts
            found.setdefault(notice.kind, set()).add(notice.recipient)
        return found

    def test_the_head_alone_among_officers_and_the_supervisor(
        self, session, cast, body, supervisor, now
    ):
        head = make_officer(body)
        crown(head)
        found = self.complain(cast, now)
        assert found["mediator_complained_of"] == {head.email}
        assert found["mediator_complaint_overseen"] >= {supervisor.email}

    def test_every_officer_where_there_is_no_head(self, session, cast, body, now):
        other = make_officer(body)
        officer = session.get_one(Account, cast.officer.account_id)
        found = self.complain(cast, now)
        assert found["mediator_complained_of"] == {other.email, officer.email}

    def test_never_the_mediator_even_as_head_or_supervisor(self, session, cast, body, now):
        mediator = session.get_one(Account, cast.mediator.account_id)
        make_member(Role.OFFICER, body, mediator)
        crown(mediator)
        make_member(Role.SUPERVISOR, account=mediator)
        officer = session.get_one(Account, cast.officer.account_id)
        found = self.complain(cast, now)
        assert found["mediator_complained_of"] == {officer.email}
        assert mediator.email not in found["mediator_complaint_overseen"]

    def test_not_the_head_of_another_body(self, session, cast, noise, now):
        crown(session.get_one(Account, noise.officer.account_id))
        stranger = session.get_one(Account, noise.officer.account_id)
        assert stranger.email not in self.complain(cast, now)["mediator_complained_of"]


def crown(account):
    """Make an officer the head of their body, as an administrator does."""
    post = db.session.scalar(
        select(Membership).where(
            Membership.account_id == account.id, Membership.role == Role.OFFICER
        )
    )
    name_head(post, actor=Actor(role=Role.ADMIN))
    db.session.flush()


class TestHead:
    def test_there_is_one_of_a_body(self, session, cast):
        body = session.get_one(Organisation, cast.case.body_id)
        first, second = make_officer(body), make_officer(body)
        crown(first)
        crown(second)
        heads = session.scalars(select(Membership.account_id).where(Membership.is_head)).all()
        assert heads == [second.id]

    def test_is_an_officer(self, session):
        post = session.scalars(select(Membership).where(Membership.role == Role.MEDIATOR)).first()
        with pytest.raises(Refused, match="head_is_an_officer"):
            name_head(post, actor=Actor(role=Role.ADMIN))

    def test_is_named_by_an_administrator(self, session, cast):
        post = session.scalars(select(Membership).where(Membership.role == Role.OFFICER)).first()
        with pytest.raises(NotPermitted):
            name_head(post, actor=cast.officer)


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

    def test_is_told_to_no_company_that_came_after(self, session, cast, now):
        made = complain_of_mediator(cast.case, words="语气很重", actor=cast.lender, now=now)
        repointed(cast, now)
        before = told(cast.case)
        answer_mediator_complaint(made, cast.case, answer="已谈话", actor=cast.officer, now=now)
        assert told(cast.case) == before

    def test_is_told_to_the_company_that_complained(self, cast, now):
        made = complain_of_mediator(cast.case, words="语气很重", actor=cast.lender, now=now)
        answer_mediator_complaint(made, cast.case, answer="已谈话", actor=cast.officer, now=now)
        assert told(cast.case)[-1] == "mediator_complaint_answered"

    def test_the_mediator_cannot(self, cast, complaint, now):
        with pytest.raises(NotPermitted):
            answer_mediator_complaint(
                complaint, cast.case, answer="没有的事", actor=cast.mediator, now=now
            )
