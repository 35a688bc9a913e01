"""What goes into the outbox, and how often."""

import json

import pytest
from sqlalchemy import func, select

from mediation.models.notices import Notice
from mediation.services.notices import LEASE, claim_notices, mark_sent, tell


@pytest.fixture
def told(session, now):
    def write(key="k1", **facts):
        tell(
            "test_kind",
            key=key,
            channel="mail",
            recipient="lin@example.com",
            locale="zh_CN",
            now=now,
            **facts,
        )
        session.commit()

    return write


def count(session):
    return session.scalar(select(func.count()).select_from(Notice))


class TestTell:
    def test_writes_one_message(self, session, told, now):
        told(amount_fen=18650, due_at=now)
        notice = session.scalars(select(Notice)).one()
        assert notice.recipient == "lin@example.com"
        assert json.loads(notice.facts) == {"amount_fen": 18650, "due_at": now.isoformat()}
        assert notice.sent_at is None

    def test_writes_the_same_message_once(self, session, told):
        told("one")
        told("one", changed=True)
        told("two")
        assert count(session) == 2

    def test_keeps_address_and_facts_sealed(self, session, told):
        told(name="林静")
        row = session.execute(select(Notice._recipient, Notice._facts)).one()
        assert b"lin@" not in row[0]
        assert "林静".encode() not in row[1]

    def test_refuses_facts_that_cannot_be_kept(self, told):
        with pytest.raises(TypeError):
            told(thing=object())


class TestClaiming:
    def test_gives_each_message_to_one_claimer(self, session, told, now):
        told()
        assert len(claim_notices(now=now)) == 1
        session.commit()
        assert claim_notices(now=now) == []

    def test_gives_it_again_when_the_claimer_died(self, session, told, now):
        told()
        claim_notices(now=now)
        session.commit()
        assert len(claim_notices(now=now + LEASE * 1.01)) == 1

    def test_never_gives_what_was_sent(self, session, told, now):
        told(code="123456", reference="M2026-7K3PQ9XD")
        [notice] = claim_notices(now=now)
        mark_sent(notice, now=now)
        session.commit()
        assert claim_notices(now=now + LEASE * 2) == []

    def test_forgets_what_only_the_reader_should_know(self, session, told, now):
        told(code="123456", path="/password/reset/secret", reference="M2026-7K3PQ9XD")
        [notice] = claim_notices(now=now)
        mark_sent(notice, now=now)
        session.commit()
        session.expire_all()
        kept = json.loads(session.scalars(select(Notice)).one().facts)
        assert kept == {"reference": "M2026-7K3PQ9XD"}
