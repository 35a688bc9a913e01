"""Who takes what out of the outbox, and what is kept of it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.models.notices import Notice
from mediation.queries.outbox import held
from mediation.services.notices import tell
from mediation.services.outbox import AT_ONCE, NEWEST, claim_notices, mark_sent, release_notices


@pytest.fixture
def told(session, now):
    def write(key="k1", *, at=now, **facts):
        tell(
            "test_kind",
            key=key,
            channel="mail",
            recipient="lin@example.com",
            locale="zh_CN",
            now=at,
            **facts,
        )
        session.commit()

    return write


def claimed(session, now, abandoned=()):
    claim = claim_notices(abandoned=dict(abandoned), now=now)
    session.commit()
    return claim


class TestClaimNotices:
    def test_gives_each_message_to_one_claimer(self, session, told, now):
        told()
        assert len(claimed(session, now).taken) == 1
        assert claimed(session, now).taken == []

    def test_gives_nothing_again_however_late_it_is(self, session, told, now):
        told()
        claimed(session, now)
        assert claimed(session, now + timedelta(days=3)).taken == []

    def test_gives_again_what_was_watched_for_long_enough(self, session, told, now):
        told()
        first = claimed(session, now)
        again = claimed(session, now, held())
        assert [notice.id for notice in again.taken] == [first.taken[0].id]
        assert again.id != first.id

    def test_gives_nothing_of_which_the_claim_has_changed(self, session, told, now):
        told()
        claimed(session, now)
        watched = held()
        claimed(session, now, watched)
        assert claimed(session, now, watched).taken == []

    def test_takes_some_of_the_newest_from_behind_a_flood(self, session, told, now):
        for number in range(AT_ONCE + 1):
            told(f"k{number}", at=now - timedelta(minutes=5))
        told("newest")
        taken = claimed(session, now).taken
        assert len(taken) == AT_ONCE
        assert sum(notice.written_at == now for notice in taken) == 1
        assert NEWEST < AT_ONCE

    def test_counts_each_try(self, session, told, now):
        told()
        claim = claimed(session, now)
        claimed(session, now, held())
        assert session.scalars(select(Notice.tries)).one() == claim.taken[0].tries + 2


class TestReleaseNotices:
    def test_gives_back_what_was_not_tried(self, session, told, now):
        told()
        claim = claimed(session, now)
        release_notices(claim, claim.taken)
        session.commit()
        assert held() == {}
        assert claimed(session, now).taken == claim.taken


class TestMarkSent:
    def test_sends_nothing_again(self, session, told, now):
        told()
        claim = claimed(session, now)
        assert mark_sent(claim.taken[0], claim_id=claim.id, now=now)
        session.commit()
        assert held() == {}
        assert claimed(session, now + timedelta(days=3)).taken == []

    def test_marks_nothing_that_another_took_over(self, session, told, now):
        told()
        first = claimed(session, now)
        claimed(session, now, held())
        assert not mark_sent(first.taken[0], claim_id=first.id, now=now)
        assert session.scalars(select(Notice.sent_at)).one() is None

    def test_forgets_what_only_the_reader_should_know(self, session, told, now):
        told(code="123456", path="/password/reset/secret", reference="M2026-7K3PQ9XD")
        claim = claimed(session, now)
        mark_sent(claim.taken[0], claim_id=claim.id, now=now)
        session.commit()
        session.expire_all()
        kept = json.loads(session.scalars(select(Notice)).one().facts)
        assert kept == {"reference": "M2026-7K3PQ9XD"}
