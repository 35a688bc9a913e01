"""Who takes what out of the outbox, and what is kept of it."""

import json

import pytest
from sqlalchemy import select

from mediation.models.notices import Notice
from mediation.services.notices import tell
from mediation.services.outbox import LEASE, claim_notices, mark_sent


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
