"""Drafts that lie still: reminded twice, then gone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.domain.intake import rules_of_filing
from mediation.jobs.intake import expire_drafts, remind_drafts
from mediation.models.intake import Draft
from mediation.models.notices import Notice
from tests.factories.accounts import actor_of, make_borrower, make_officer
from tests.factories.cases import make_case
from tests.factories.drafts import make_draft, prove


@pytest.fixture
def draft(session):
    make_draft()  # Never proven.
    make_draft(actor=actor_of(make_officer()))
    make_case()  # Filed.
    found, _ = make_draft()
    prove(found)
    session.commit()
    return found


def reminded(session):
    session.expire_all()
    return session.scalar(select(func.count(Notice.id)).where(Notice.kind == "draft_reminder"))


def drafts(session):
    session.expire_all()
    return session.scalar(select(func.count(Draft.id)))


class TestRemindDrafts:
    def test_not_while_somebody_is_writing(self, draft, session):
        clock.advance(rules_of_filing().remind_after - timedelta(minutes=1))
        remind_drafts(clock.now())
        assert reminded(session) == 0

    def test_once_when_it_lies_still_and_once_before_the_end(self, draft, session):
        rules = rules_of_filing()
        clock.advance(rules.remind_after)
        for _ in range(3):
            remind_drafts(clock.now())
            clock.advance(timedelta(days=1))
        assert reminded(session) == 1
        clock.advance(draft.expires_at - rules.remind_again_before - clock.now())
        for _ in range(3):
            remind_drafts(clock.now())
            clock.advance(timedelta(days=1))
        assert reminded(session) == 2

    def test_an_account_without_a_proven_contact_at_its_own_address(self, draft, session):
        borrower = make_borrower()
        make_draft(actor=actor_of(borrower), phone="+8613800009999")
        session.commit()
        clock.advance(rules_of_filing().remind_after)
        remind_drafts(clock.now())
        sent = session.scalars(select(Notice).where(Notice.kind == "draft_reminder")).all()
        assert borrower.email in {row.recipient for row in sent}
        assert "+8613800009999" not in {row.recipient for row in sent}

    def test_not_an_account_that_is_suspended(self, draft, session):
        borrower = make_borrower()
        make_draft(actor=actor_of(borrower))
        borrower.suspended_at = clock.now()
        session.commit()
        clock.advance(rules_of_filing().remind_after)
        remind_drafts(clock.now())
        sent = session.scalars(select(Notice).where(Notice.kind == "draft_reminder")).all()
        assert borrower.email not in {row.recipient for row in sent}
        assert len(sent) == 1

    def test_not_after_the_end(self, draft, session):
        clock.advance(rules_of_filing().expires_after)
        remind_drafts(clock.now())
        assert reminded(session) == 0


class TestExpireDrafts:
    def test_a_filed_one_goes_after_its_receipt_the_others_after_their_time(self, draft, session):
        case_draft = 1
        before = drafts(session)
        expire_drafts(clock.now())
        assert drafts(session) == before
        clock.advance(rules_of_filing().keep_receipt)
        expire_drafts(clock.now())
        assert drafts(session) == before - case_draft
        clock.advance(rules_of_filing().expires_after)
        for _ in range(2):
            expire_drafts(clock.now())
        assert drafts(session) == 0
